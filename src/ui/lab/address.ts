/** The address bar: always the link of what is open, and an entry of the history for everything that was opened. */
import type { StoreApi } from 'zustand';
import { encodeLink } from '../../engine/opening/link.ts';
import type { PageStore } from '../page/page.ts';
import { standardPage, writePage, type PageSettings } from '../page/pageText.ts';
import type { LabState } from '../state.ts';
import { Visits, type Entries, type Visit } from './visits.ts';

/** Browsers allow some hundred changes of the address in half a minute; dragging makes sixty in a second. */
const HASH_MS = 700;

/** The part of `window` that has the address. */
export interface Tab {
  location: Pick<Location, 'hash' | 'search' | 'pathname' | 'href'>;
  history: Entries;
  /** Tells this page from others, and from itself before a reload. */
  page: string;
  /** Whether the page has a place of this name, to which an address may jump. */
  hasPlace(id: string): boolean;
}

export class Address {
  /** The hash as this page wrote or read it last, so that its own change is not read back as a link. */
  private ownHash: string;
  private writtenAt = -Infinity;
  private timer?: ReturnType<typeof setTimeout>;
  private readonly visits: Visits;

  constructor(
    readonly tab: Tab,
    private readonly store: StoreApi<LabState>,
    private readonly page: PageStore,
    /** The present (ms). */
    private readonly now: () => number,
  ) {
    this.ownHash = tab.location.hash;
    this.visits = new Visits(tab.history, tab.page);
  }

  private get experimentHash(): string {
    const { experiment, preset } = this.store.getState();
    return encodeLink(experiment, preset);
  }

  /** A link in the query, which some programs make of the #, goes once it is in the hash. */
  private get presentAddress(): string {
    return `${this.tab.location.pathname}${this.experimentHash}${writePage(this.page.getState())}`;
  }

  private readonly write = (): void => {
    clearTimeout(this.timer);
    // Back, Forward or a hand has brought another address, which is about to be opened: it must not be overwritten.
    if (this.hasChanged) return;
    this.writtenAt = this.now();
    if (this.visits.write(this.presentAddress)) this.ownHash = this.tab.location.hash;
  };

  /** Makes the address that of the present settings, which must be valid, soon. */
  follow(): void {
    clearTimeout(this.timer);
    const wait = this.writtenAt + HASH_MS - this.now();
    if (wait > 0) this.timer = setTimeout(this.write, wait);
    else this.write();
  }

  /** Opens something else as a new entry of the history, except in a frame; what was open stays in the present one. */
  asVisit(open: () => void): void {
    const before = this.store.getState();
    // Conflicting settings are in no link; they come back all the same as long as the page is there.
    if (before.issues.length === 0) this.write();
    open();
    const { preset, experiment } = this.store.getState();
    if (preset === before.preset && experiment === before.experiment) return;
    clearTimeout(this.timer);
    this.visits.leave(before);
    this.writtenAt = this.now();
    // Entries of a frame are among those of the page around it, whose Back button they would take over.
    const written = this.page.getState().framed
      ? this.visits.write(this.presentAddress)
      : this.visits.push(this.presentAddress);
    if (written) this.ownHash = this.tab.location.hash;
  }

  /** Whether the address is another one than this page has written or read. */
  get hasChanged(): boolean {
    return this.tab.location.hash !== this.ownHash;
  }

  /** Takes over an address that came from outside: by Back, Forward, or by hand. */
  arrive(): Visit | undefined {
    clearTimeout(this.timer);
    this.visits.leave(this.store.getState());
    const visit = this.visits.arrive();
    this.ownHash = this.tab.location.hash;
    return visit;
  }

  /** Puts the address back to what is open. */
  restore(): void {
    this.arrive();
    this.write();
  }

  /** The address of the experiment, to be shared, in a page of the usual look or of another one. */
  link(page: PageSettings = standardPage): string {
    return new URL(`${this.experimentHash}${writePage(page)}`, this.tab.location.href).href;
  }
}
