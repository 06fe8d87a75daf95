/**
 * Keeps this window's run in the browser, and the finished ones before it: an unfinished run is removed when it makes
 * way, unless it is a series of which some seeds have ended. Finished runs are removed when there are too many: see
 * `surplus`.
 */
import { isOutOfRoom, makesRoom, surplus } from './room.ts';
import type { RunShelf } from './runShelf.ts';
import { headOf, isFinished, isWorthKeeping, type RunHead, type StoredRun } from './storedRun.ts';
import type { Windows } from './windows.ts';

type Content = (id: string) => StoredRun;

/** Who holds which run. */
export type RunLocks = Pick<Windows, 'hold' | 'held'>;

export class RunStore {
  /** The run of this window; none before its first checkpoint. */
  private held?: { id: string; release: () => void; finished: boolean };
  /** What the next write takes, while one is waiting. */
  private waiting?: StoredRun;
  private last: Promise<void> = Promise.resolve();
  private readonly removed: RunHead[] = [];

  constructor(
    private readonly shelf: RunShelf,
    private readonly locks: RunLocks,
    private readonly tellUser: {
      /** Called when the browser can't keep runs, once until it can again; then with nothing. */
      problem(reason: unknown): void;
      /** Called with all finished runs that had to make room for others on this visit. */
      removed(heads: readonly RunHead[]): void;
    },
  ) {}

  /** The run goes on, or is shown again, under the name that it was stored with. */
  adopt(id: string, finished = false): void {
    this.end();
    this.held = { id, release: this.locks.hold(id), finished };
  }

  /** The finished run that is kept; none where the browser could not keep it. */
  get finishedId(): string | undefined {
    return this.held?.finished && !this.told ? this.held.id : undefined;
  }

  private name(): string {
    // Runs of two windows may begin in the same millisecond.
    if (!this.held) this.adopt(`${Date.now()}-${String(Math.random()).slice(2)}`);
    return this.held!.id;
  }

  /** Stores what `content` gives now, as soon as earlier changes are written; never more than one waits. */
  save(content: Content): void {
    const queued = this.waiting !== undefined;
    this.waiting = content(this.name());
    if (queued) return;
    void this.enqueue(async () => {
      const { held, waiting } = this;
      this.waiting = undefined;
      if (held && waiting?.id === held.id && !held.finished) await this.write(waiting);
    });
  }

  /** The run has ended: it is kept as it is now, if any network has finished. */
  finish(content: Content): void {
    if (this.held?.finished) return;
    const run = content(this.name());
    if (!isFinished(run)) {
      if (isWorthKeeping(headOf(run))) this.leave();
      else this.end();
      return;
    }
    this.waiting = undefined;
    this.held!.finished = true;
    void this.enqueue(async () => {
      await this.write(run);
      await this.removeFree(surplus(await this.shelf.heads()));
    });
  }

  /**
   * Where the browser has no more room, finished runs make some, one by one. Once twice the room that the run takes has
   * been freed to no avail, removing more would not help either.
   */
  private async write(run: StoredRun, freed = 0): Promise<void> {
    try {
      await this.shelf.write(run);
    } catch (error) {
      const head = headOf(run);
      if (!isOutOfRoom(error) || freed > 2 * head.bytes) throw error;
      const next = makesRoom(await this.others(run.id), head);
      if (!next) throw error;
      await this.shelf.remove([next.id]);
      this.removed.push(next);
      this.tellUser.removed(this.removed);
      await this.write(run, freed + next.bytes);
    }
  }

  /** The stored runs that no window has open. */
  private async others(id: string): Promise<RunHead[]> {
    const held = await this.locks.held();
    return (await this.shelf.heads()).filter((head) => head.id !== id && !held.has(head.id));
  }

  private async removeFree(heads: readonly RunHead[]): Promise<void> {
    const held = await this.locks.held();
    const free = heads.filter(({ id }) => !held.has(id));
    if (free.length > 0) await this.shelf.remove(free.map(({ id }) => id));
  }

  /** More is to come of the run that had finished. */
  extend(): void {
    if (this.held) this.held.finished = false;
  }

  /** The run makes way; unfinished, it is removed. */
  end(): void {
    if (!this.held) return;
    const { id, release, finished } = this.held;
    this.held = undefined;
    release();
    if (!finished) void this.remove(id);
  }

  /** The run makes way and stays as it is: what waits to be written is written first. */
  leave(): void {
    if (!this.held) return;
    const { release, finished } = this.held;
    const last = finished ? undefined : this.waiting;
    this.held = undefined;
    this.waiting = undefined;
    void this.enqueue(async () => {
      if (last) await this.write(last);
    }).then(release);
  }

  remove(id: string): Promise<void> {
    return this.enqueue(() => this.shelf.remove([id]));
  }

  /** Resolves when the change is written, or the problem told. */
  private enqueue(change: () => Promise<void>): Promise<void> {
    this.last = this.last.then(change).then(
      () => this.tell(undefined),
      (reason: unknown) => this.tell(reason ?? 'unknown'),
    );
    return this.last;
  }

  private told = false;
  private tell(reason: unknown): void {
    const failed = reason !== undefined;
    if (failed === this.told) return;
    this.told = failed;
    this.tellUser.problem(reason);
  }
}
