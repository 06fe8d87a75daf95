/** The checks of the device as plain text, short enough for an issue. */
import type { CheckOutcome } from 'slimwave-kernels/checks';
import { formatDigits, formatSeconds } from '../../shared/numbers.ts';
import { failuresOf, groupsOf, meaningOf, worstOf, type Group, type Worst } from './groups.ts';
import { backendNames, backends, type BackendRun, type DeviceState } from './state.ts';

export interface Host {
  /** Such as “Firefox 140 on Linux”. */
  where: string;
  userAgent: string;
  /** Address of the page, without its hash. */
  page: string;
  cores: number;
  /** Whether threads and exact timers are allowed. */
  isolated: boolean;
  version: string;
}

const short = (deviation: number): string =>
  Number.isFinite(deviation) ? deviation.toExponential(1) : String(deviation);

export const whereText = ({ outcome, deviation }: Worst): string =>
  `${outcome.group}, ${outcome.name}: ${deviation.quantity}`;

/** How a backend stands, in a sentence or two. */
export function summaryOf({ status, outcomes, total, message, milliseconds }: BackendRun): string {
  const passed = outcomes.filter((outcome) => outcome.passed).length;
  const worst = worstOf(outcomes);
  const found =
    outcomes.length === 0
      ? ''
      : `${passed} of ${outcomes.length} cases passed${
          worst ? `, largest deviation ${formatDigits(worst.deviation.fromReference, 2)}` : ''
        }.`;
  switch (status) {
    case 'idle':
    case 'waiting':
      return 'Not checked yet.';
    case 'running':
      return 'Being checked.';
    case 'done':
      return `${found.slice(0, -1)}, in ${formatSeconds(milliseconds ?? 0)}.`;
    case 'stopped':
      return outcomes.length === 0
        ? 'Not checked.'
        : `Stopped after ${outcomes.length} of ${total} cases: ${found}`;
    case 'absent':
      return `Not available. ${message}`;
    case 'failed':
      return `The check ended with an error, so the lab will not use it here: ${message} ${found}`.trim();
    default:
      return status satisfies never;
  }
}

function failure(outcome: CheckOutcome): string {
  const { group, name, shape, deviations, problem, tolerance } = outcome;
  const list = deviations.map(
    ({ quantity, fromReference, fromCpu }) =>
      `${quantity} ${short(fromReference)}${fromCpu === undefined ? '' : ` (cpu ${short(fromCpu)})`}`,
  );
  return [
    `  FAILED: ${group}, ${name}`,
    `    ${problem} ${meaningOf(outcome)}`,
    `    ${shape}`,
    ...(list.length > 0 ? [`    deviations (at most ${tolerance}): ${list.join(', ')}`] : []),
  ].join('\n');
}

function failures(group: Group): string[] {
  const { spelled, more } = failuresOf(group);
  return [
    ...spelled.map(failure),
    ...(more > 0 ? [`  FAILED: ${more} more of ${group.name}, see the list below`] : []),
  ];
}

/** A line for every kind of operation: the largest deviation of every case in order, “!” for a failure. */
function groupLines(outcomes: readonly CheckOutcome[]): string[] {
  return groupsOf(outcomes).map(({ name, passed, outcomes: members, milliseconds }) => {
    const list = members.map((outcome) => {
      const worst = worstOf([outcome]);
      const number = worst ? short(worst.deviation.fromReference) : 'nothing';
      return outcome.passed ? number : `${number}!`;
    });
    return `  ${name}: ${passed} of ${members.length}, ${Math.round(milliseconds)} ms: ${list.join(' ')}`;
  });
}

function adapterLines({ adapter }: BackendRun): string[] {
  if (!adapter) return [];
  const limits = Object.entries(adapter.limits).map(([name, value]) => `${name} ${value}`);
  return [
    `  Adapter: ${adapter.name}${adapter.software ? ' (software: few and small cases)' : ''}`,
    `  Limits: ${limits.join(', ')}`,
    `  Features: ${adapter.features.join(', ') || 'none'}`,
  ];
}

function section(name: string, run: BackendRun): string {
  const worst = worstOf(run.outcomes);
  return [
    `${name}: ${summaryOf(run)}`,
    ...adapterLines(run),
    ...(run.threads === undefined ? [] : [`  Threads: ${run.threads}`]),
    ...(run.fused ? ['  Fused multiply-adds (FMA): yes'] : []),
    ...(worst ? [`  Largest: ${whereText(worst)} (${worst.outcome.shape})`] : []),
    ...groupsOf(run.outcomes).flatMap(failures),
    ...groupLines(run.outcomes),
  ].join('\n');
}

export function deviceReport(
  { seed, runs, startedAt }: Pick<DeviceState, 'seed' | 'runs' | 'startedAt'>,
  host: Host,
): string {
  const tfjs = backends.map((name) => runs[name].tfjs).find((version) => version !== undefined);
  const head = [
    'Slimwave, check of the device',
    `${host.where}${startedAt ? `, ${startedAt.toISOString()}` : ''}`,
    `User agent: ${host.userAgent}`,
    `Cores: ${host.cores}; cross-origin isolated: ${host.isolated ? 'yes' : 'no'}`,
    `Slimwave ${host.version}, tfjs ${tfjs ?? 'not loaded'}`,
    `Seed ${seed}: ${host.page}#seed=${seed} repeats exactly these cases.`,
    'Deviations are relative to the largest sum of absolute values; 1e-7 is what float32 gives.',
  ].join('\n');
  const sections = backends.map((name) => section(backendNames[name], runs[name]));
  return `${[head, ...sections].join('\n\n')}\n`;
}
