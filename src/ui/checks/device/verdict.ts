/** How a backend stands, in a word, a mark and a line. */
import type { Mark } from '../StatusMark.tsx';
import { backendNames, backends, type BackendRun, type DeviceState } from './state.ts';

const allPassed = ({ outcomes }: BackendRun) => outcomes.every(({ passed }) => passed);

export function markOf(run: BackendRun): Mark {
  if (run.status === 'failed' || !allPassed(run)) return 'broken';
  switch (run.status) {
    case 'running':
      return 'running';
    case 'done':
      return 'holds';
    case 'idle':
    case 'waiting':
    case 'stopped':
    case 'absent':
      return 'waiting';
    default:
      return run.status satisfies never;
  }
}

export function verdictOf(run: BackendRun): string {
  switch (run.status) {
    case 'idle':
      return 'not checked';
    case 'waiting':
      return 'waiting';
    case 'running':
      return run.total === undefined
        ? 'starting'
        : `case ${Math.min(run.total, run.outcomes.length + 1)} of ${run.total}`;
    case 'stopped':
      return 'stopped';
    case 'absent':
      return 'not available';
    case 'failed':
      return 'failed';
    case 'done':
      return allPassed(run) ? 'right' : 'wrong';
    default:
      return run.status satisfies never;
  }
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** One sentence on all backends; no counts while it runs, since a screen reader says every change. */
export function statusLine({ runs, running }: Pick<DeviceState, 'runs' | 'running'>): string {
  if (running) return `${backendNames[running]} is being checked.`;
  const named = (test: (run: BackendRun) => boolean) =>
    listed(backends.filter((name) => test(runs[name])).map((name) => backendNames[name]));
  const wrong = named((run) => markOf(run) === 'broken');
  const right = named((run) => run.status === 'done' && markOf(run) === 'holds');
  const stopped = backends.some((name) => runs[name].status === 'stopped');
  const parts = [
    wrong && `Cannot be trusted: ${wrong}.`,
    right && `Correct on your device: ${right}.`,
    stopped && 'The check was stopped.',
  ].filter(Boolean);
  return parts.join(' ') || 'Not checked yet.';
}
