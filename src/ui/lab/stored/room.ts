/**
 * Which stored runs go when there is too much of them. Only finished ones do: a run or a series that has not ended can
 * still continue. Runs of a sweep go before those that the user began, and among each the oldest go first.
 */
import type { RunHead } from './storedRun.ts';

/** Finished runs at most, and bytes of all of them. */
const MAX_RUNS = 40;
const MAX_BYTES = 200e6;

/** What the user should know of it. */
export const roomText = `This browser keeps up to ${MAX_RUNS} finished runs, ${MAX_BYTES / 1e6} MB in all. When there are more, the oldest runs of sweeps are removed first, then the oldest of the others.`;

/** The finished runs, those to keep longest first. */
const ranked = (heads: readonly RunHead[]): RunHead[] =>
  heads
    .filter(({ finished }) => finished)
    .toSorted(
      (one, other) =>
        Number(one.sweep ?? false) - Number(other.sweep ?? false) || other.savedAt - one.savedAt,
    );

/** The runs that have to go, so that the others are few and small enough; the first one always stays. */
export function surplus(heads: readonly RunHead[]): RunHead[] {
  let bytes = 0;
  return ranked(heads).filter((head, i) => {
    bytes += head.bytes;
    return i >= MAX_RUNS || (i > 0 && bytes > MAX_BYTES);
  });
}

/** The run that makes room for another one, if any may: a run of a sweep never replaces one of the user's. */
export const makesRoom = (
  heads: readonly RunHead[],
  { sweep = false }: Pick<RunHead, 'sweep'>,
): RunHead | undefined => ranked(heads).findLast((head) => !sweep || head.sweep);

/** Whether the browser refused a write because it has no more room; other errors would not go away if runs were removed. */
export const isOutOfRoom = (reason: unknown): boolean =>
  reason instanceof Error && reason.name === 'QuotaExceededError';
