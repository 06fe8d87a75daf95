/** Keeps one unfinished run in the browser: the newest replaces the one before, and its end removes it. */
import type { Shelf } from '../tradeoff/archive.ts';
import { shelfIn } from '../tradeoff/shelf.ts';
import { holdRun } from './heldRuns.ts';

const idOf = (stored: unknown): unknown =>
  typeof stored === 'object' && stored !== null && 'id' in stored ? stored.id : undefined;

export class RunStore {
  /** Names the run that is being kept; none before its first checkpoint, nor after its end. */
  private held?: { id: string; release: () => void };
  /** What the next write takes, while one is waiting. */
  private waiting?: (id: string) => unknown;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly shelf: Shelf,
    /** Called once, when the browser can't keep runs. */
    private readonly onProblem: (reason: unknown) => void,
  ) {}

  /** What is stored. Rejects where the browser has no database. */
  read = (): Promise<unknown> => this.shelf.read();

  /** The run goes on under the name that it was stored with. */
  adopt(id: string): void {
    this.end();
    this.held = { id, release: holdRun(id) };
  }

  /** Stores what `content` gives for a name, as soon as earlier changes are written; never more than one waits. */
  save(content: (id: string) => unknown): void {
    if (!this.held) this.adopt(String(Math.random()).slice(2));
    const queued = this.waiting !== undefined;
    this.waiting = content;
    if (queued) return;
    void this.enqueue(async () => {
      const { held, waiting } = this;
      this.waiting = undefined;
      if (held && waiting) await this.shelf.update(() => waiting(held.id));
    });
  }

  /** The run has ended or makes way. */
  end(): void {
    if (!this.held) return;
    const { id, release } = this.held;
    this.held = undefined;
    release();
    void this.remove(id);
  }

  /** Removes a stored run, but not one that has taken its place. */
  remove(id: string): Promise<void> {
    return this.enqueue(() => this.shelf.update((old) => (idOf(old) === id ? undefined : old)));
  }

  /** Removes what can't be used. */
  clear(): Promise<void> {
    return this.enqueue(() => this.shelf.update(() => undefined));
  }

  /** Resolves when the change is written, or the problem told. */
  private enqueue(change: () => Promise<void>): Promise<void> {
    this.last = this.last.then(change).catch(this.problem);
    return this.last;
  }

  private told = false;
  private readonly problem = (reason: unknown): void => {
    if (this.told) return;
    this.told = true;
    this.onProblem(reason);
  };
}

export const runShelf = shelfIn('slimwave run', 'unfinished');
