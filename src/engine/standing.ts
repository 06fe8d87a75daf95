/**
 * How networks stand to a limit, from their paired differences to it, each minus the limit.
 *
 * The more networks are compared, the likelier one of them seems within the limit by chance. So that an error of
 * that kind among all of them is as rare as with a single one, they are judged together (S. Holm, A simple sequentially
 * rejective multiple test procedure, Scand. J. Statist. 6, 1979): of n networks one is surely within if its interval is
 * below zero even at 1 − 5 %/n; the others are then judged as n − 1, and so on.
 */
import { CONFIDENCE, type PairedDifference, verdict } from './repeats.ts';
import { centralQuantile } from './studentT.ts';

/** Within or beyond the limit: surely, or as far as the mean tells. */
export type Standing = 'within' | 'likely within' | 'likely beyond' | 'beyond';

export interface Judgement {
  standing: Standing;
  /** Probability with which its interval is to hold the true mean, for it to be surely within. */
  confidence: number;
}

/** Half the width of the interval with so many seeds, if the scatter stays as it is. */
const halfWidthOf = (deviation: number, count: number, confidence: number): number =>
  (centralQuantile(confidence, count - 1) * deviation) / Math.sqrt(count);

const isWithin = ({ mean, deviation, count, failed }: PairedDifference, confidence: number) =>
  failed === 0 &&
  mean < 0 &&
  deviation !== undefined &&
  Math.abs(mean) > halfWidthOf(deviation, count, confidence);

/** The standing of each of some networks that are compared with one limit. */
export function judged(all: readonly PairedDifference[]): Judgement[] {
  const passed = new Map<PairedDifference, number>();
  // Of one seed there is no interval: nothing can seem sure.
  let open = all.filter(({ deviation }) => deviation !== undefined);
  let confidence = CONFIDENCE;
  while (open.length > 0) {
    const level = 1 - (1 - CONFIDENCE) / open.length;
    const rest = open.filter((one) => !isWithin(one, level));
    for (const one of open) if (!rest.includes(one)) passed.set(one, level);
    confidence = level;
    if (rest.length === open.length) break;
    open = rest;
  }
  return all.map((one) => ({
    standing: passed.has(one) ? 'within' : standingOf(one),
    confidence: passed.get(one) ?? confidence,
  }));
}

function standingOf(paired: PairedDifference): Standing {
  if (verdict(paired).kind === 'worse') return 'beyond';
  return paired.mean <= 0 ? 'likely within' : 'likely beyond';
}

/** Whether seeds that diverged say the opposite of the mean: then more seeds don’t make it sure. */
export const isContradicted = ({ mean, failed, referenceFailed }: PairedDifference): boolean =>
  (mean <= 0 ? failed : referenceFailed) > 0;

/** More would hardly be run. */
const MOST_SEEDS = 50;

/**
 * Seeds with which the interval would decide, if mean and scatter stayed as they are; undefined if even many would not.
 * `confidence`: that of its judgement.
 */
export function seedsToDecide(
  { count, mean, deviation }: PairedDifference,
  confidence: number,
): number | undefined {
  if (deviation === undefined) return undefined;
  const needed = mean < 0 ? confidence : CONFIDENCE;
  for (let n = count + 1; n <= MOST_SEEDS; n++) {
    if (halfWidthOf(deviation, n, needed) < Math.abs(mean)) return n;
  }
  return undefined;
}
