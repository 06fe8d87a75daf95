/**
 * The entries of the tab's history that this page has made: what was open in each, to the last half-typed number,
 * which the address can't hold. After a reload only the addresses are left, and they are enough for all that was
 * valid.
 */
import type { LabState } from '../state.ts';

/** What Back and Forward bring back. */
export type Visit = Pick<LabState, 'preset' | 'experiment' | 'drafts'>;

/** The part of `window.history` that is needed. */
export type Entries = Pick<History, 'state' | 'pushState' | 'replaceState'>;

/** Older entries than this many come back from their addresses. */
const MAX_KNOWN = 100;

export class Visits {
  private readonly entries: Entries;
  /** Tells the entries of this page from those that it made before a reload. */
  private readonly page: string;
  private readonly known = new Map<string, Visit>();
  private count = 0;
  private current: string;

  constructor(entries: Entries, page: string) {
    this.entries = entries;
    this.page = page;
    this.current = this.next();
  }

  private next(): string {
    return `${this.page}/${this.count++}`;
  }

  /**
   * What is open goes into the present entry, which another one is about to follow. Only that is kept of a whole
   * state: its run and recording would come back with it, and stay in memory until then.
   */
  leave({ preset, experiment, drafts }: Visit): void {
    this.known.delete(this.current);
    this.known.set(this.current, { preset, experiment, drafts });
    const [oldest] = this.known.keys();
    if (this.known.size > MAX_KNOWN) this.known.delete(oldest);
  }

  /** The address of the present entry. False if the browser refuses, as it does when asked too often. */
  write(hash: string): boolean {
    return this.attempt(() => this.entries.replaceState({ visit: this.current }, '', hash));
  }

  /** A new entry after the present one. */
  push(hash: string): boolean {
    this.current = this.next();
    return this.attempt(() => this.entries.pushState({ visit: this.current }, '', hash));
  }

  /** After Back or Forward: what was open in the entry that is the present one now, if it is known. */
  arrive(): Visit | undefined {
    const { visit } = (this.entries.state ?? {}) as { visit?: unknown };
    this.current = typeof visit === 'string' ? visit : this.next();
    return this.known.get(this.current);
  }

  private attempt(write: () => void): boolean {
    try {
      write();
      return true;
    } catch {
      // Share makes its link without the address bar.
      return false;
    }
  }
}
