/** The outcomes of a backend by kind of operation, and what a failure means for a user. */
import { worstDeviation, type CheckOutcome, type Deviation } from 'slimwave-kernels/checks';

export interface Worst {
  outcome: CheckOutcome;
  deviation: Deviation;
}

/** The largest deviation of all outcomes; what is not a number counts most. */
export function worstOf(outcomes: readonly CheckOutcome[]): Worst | undefined {
  let worst: Worst | undefined;
  for (const outcome of outcomes) {
    const deviation = worstDeviation(outcome);
    if (!deviation) continue;
    // A worst one that is not a number stays.
    const larger =
      worst === undefined ||
      Number.isNaN(deviation.fromReference) ||
      deviation.fromReference > worst.deviation.fromReference;
    if (larger) worst = { outcome, deviation };
  }
  return worst;
}

export interface Group {
  name: string;
  outcomes: readonly CheckOutcome[];
  passed: number;
  milliseconds: number;
  worst?: Worst;
}

/** In the order in which they are checked. */
export function groupsOf(outcomes: readonly CheckOutcome[]): Group[] {
  const byName = new Map<string, CheckOutcome[]>();
  for (const outcome of outcomes) {
    const members = byName.get(outcome.group) ?? [];
    byName.set(outcome.group, [...members, outcome]);
  }
  return Array.from(byName, ([name, members]) => ({
    name,
    outcomes: members,
    passed: members.filter(({ passed }) => passed).length,
    milliseconds: members.reduce((total, { milliseconds }) => total + milliseconds, 0),
    worst: worstOf(members),
  }));
}

/** What a case that did not pass means for training on this backend. */
export function meaningOf({ deviations, tolerance }: CheckOutcome): string {
  if (deviations.length === 0) return 'Networks that need it stop with an error on this backend.';
  const wrong = deviations.filter(({ fromReference: off }) => !(off <= tolerance));
  if (wrong.some(({ quantity }) => quantity === 'y')) {
    return 'Forecasts and training that use it are wrong on this backend.';
  }
  if (wrong.length > 0) {
    return 'Forecasts are right, but training that uses it goes wrong on this backend.';
  }
  if (deviations.some(({ fromCpu = 0 }) => !(fromCpu <= tolerance))) {
    return 'It agrees with the reference but not with plain JavaScript: one of the two cannot be trusted.';
  }
  return 'The numbers are right, but a long run may exhaust the memory or end with an error.';
}

/** More failures of one kind tell nothing new, and a report must fit into an issue. */
const SPELLED_OUT = 2;

/** The failures of a group that are spelled out, and how many more there are. */
export function failuresOf({ outcomes }: Group): { spelled: CheckOutcome[]; more: number } {
  const failed = outcomes.filter(({ passed }) => !passed);
  const spelled = failed.slice(0, SPELLED_OUT);
  return { spelled, more: failed.length - spelled.length };
}
