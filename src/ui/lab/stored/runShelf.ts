/** Runs in the browser's database, each under its own name: windows that train at the same time don't meet. */
import { createStore, delMany, get, getMany, keys, setMany, update } from 'idb-keyval';
import { headOf, openRun, readHead, type RunHead, type StoredRun } from './storedRun.ts';

export interface RunShelf {
  /** What is told of all runs, without their weights; rejects where the browser has no database. */
  heads(): Promise<RunHead[]>;
  read(id: string): Promise<unknown>;
  write(run: StoredRun): Promise<void>;
  /** Remembers that a run was offered and left for later. */
  markSeen(id: string): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
}

const headKey = (id: string): string => `head ${id}`;
const dataKey = (id: string): string => `data ${id}`;
/** Where earlier versions of the page kept their only run. */
const OLD_KEY = 'unfinished';

export function runShelfIn(name: string): RunShelf {
  let opened: ReturnType<typeof createStore> | undefined;
  // Not before the first use: opening it throws where a browser has none.
  const database = () => (opened ??= createStore(name, 'archive'));
  const write = async (run: StoredRun): Promise<void> =>
    setMany(
      [
        [headKey(run.id), headOf(run)],
        [dataKey(run.id), run],
      ],
      database(),
    );
  const moveOld = async (): Promise<void> => {
    const old = openRun(await get<unknown>(OLD_KEY, database()));
    if (old) await write(old.run);
    await delMany([OLD_KEY], database());
  };
  return {
    heads: async () => {
      let all = await keys<string>(database());
      if (all.includes(OLD_KEY)) {
        await moveOld();
        all = await keys<string>(database());
      }
      const names = all.filter((key) => key.startsWith(headKey('')));
      const heads = await getMany<unknown>(names, database());
      return heads.flatMap((head) => readHead(head) ?? []);
    },
    read: async (id) => get<unknown>(dataKey(id), database()),
    write,
    markSeen: async (id) =>
      update<unknown>(
        headKey(id),
        (head) => (typeof head === 'object' ? { ...head, seen: true } : head),
        database(),
      ),
    remove: async (ids) =>
      delMany(
        ids.flatMap((id) => [headKey(id), dataKey(id)]),
        database(),
      ),
  };
}
