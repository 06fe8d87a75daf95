import type { RunHead } from './storedRun.ts';

/**
 * The run to offer: this window's last one, else the newest that was left unfinished, else the newest of all, unless it
 * is open in a window or was left for later.
 */
export function chooseRun(
  heads: readonly RunHead[],
  held: ReadonlySet<string>,
  last: string | undefined,
): RunHead | undefined {
  const ordered = heads.toSorted((one, other) => other.savedAt - one.savedAt);
  const offered = ({ id, seen }: RunHead) => !held.has(id) && !seen;
  return (
    ordered.find((head) => head.id === last && offered(head)) ??
    ordered.find((head) => !head.finished && offered(head)) ??
    ordered.slice(0, 1).find(offered)
  );
}
