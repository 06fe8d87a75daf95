/** The findings in numbers and in words: for the summary line, the cards and the clipboard. */
import { holds, type Check, type Finding } from '../../engine/verification/check.ts';
import { formatSeconds, formatShare } from '../shared/numbers.ts';
import { formatClaim, formatMeasured } from './findings.ts';
import type { CheckState } from './state.ts';

type States = Readonly<Record<string, CheckState>>;

interface Tally {
  findings: number;
  holding: number;
  milliseconds: number;
  /** Number of checks. */
  done: number;
  failed: number;
  stopped: number;
}

function tally(states: States): Tally {
  const total = { findings: 0, holding: 0, milliseconds: 0, done: 0, failed: 0, stopped: 0 };
  for (const state of Object.values(states)) {
    if (state.status === 'failed') total.failed++;
    if (state.status === 'stopped') total.stopped++;
    if (state.status !== 'done') continue;
    total.done++;
    total.milliseconds += state.milliseconds;
    total.findings += state.result.findings.length;
    total.holding += state.result.findings.filter(holds).length;
  }
  return total;
}

/** No shares in it: a screen reader says it whenever it changes. */
export function summaryLine(states: States): string {
  const { findings, holding, milliseconds, done, failed, stopped } = tally(states);
  const of = `of ${Object.keys(states).length} checks`;
  const hold = `${holding} of ${findings} findings hold`;
  const failures = failed === 0 ? '' : ` ${failed} ${of} failed.`;
  if (Object.values(states).some(({ status }) => status === 'running')) {
    if (findings === 0) return `Computing the first ${of}.${failures}`;
    return `${hold} so far, ${done} ${of} computed.${failures}`;
  }
  const left = stopped === 0 ? '' : ` ${stopped} ${of} not computed.`;
  if (findings === 0) return `Nothing has been computed.${failures}${left}`;
  return `${hold}, computed in ${formatSeconds(milliseconds)} in this browser.${failures}${left}`;
}

/** Of one check, in a word or two. */
export function verdict(state: CheckState): string {
  switch (state.status) {
    case 'waiting':
      return 'waiting';
    case 'stopped':
      return 'not computed';
    case 'running':
      return `running, ${formatShare(state.share)}`;
    case 'failed':
      return 'failed';
    case 'done':
      return state.result.findings.every(holds) ? 'holds' : 'does not hold';
    default:
      return state satisfies never;
  }
}

const line = (finding: Finding): string =>
  `  ${holds(finding) ? 'holds' : 'DOES NOT HOLD'}: ${finding.what}: ${formatMeasured(finding)} (claimed: ${formatClaim(finding)})`;

function section({ title }: Check, state: CheckState): string {
  const head = `${title}: ${verdict(state)}`;
  if (state.status === 'failed') return `${head}\n  ${state.message}`;
  if (state.status !== 'done') return head;
  const { result, milliseconds } = state;
  return [`${head} (${formatSeconds(milliseconds)})`, ...result.findings.map(line)].join('\n');
}

/** Everything as plain text. `where` and `when` say which browser computed it. */
export function report(
  checks: readonly Check[],
  states: States,
  { where, when }: { where: string; when: string },
): string {
  const head = `Slimwave, checks of the finite element model\n${summaryLine(states)}\n${where}, ${when}`;
  return `${[head, ...checks.map((check) => section(check, states[check.id]))].join('\n\n')}\n`;
}
