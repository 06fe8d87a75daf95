/** Runs that an earlier visit left, unfinished or finished: the user decides whether one continues or is shown again. */
import { createStore } from 'zustand';
import { originOf } from '../../../engine/tasks/index.ts';
import { type LabState } from '../../state.ts';
import type { Parts } from '../parts.ts';
import type { Settings } from '../settings.ts';
import { chooseRun } from './chooseRun.ts';
import { continuationOf } from './content.ts';
import type { RunShelf } from './runShelf.ts';
import type { RunStore } from './runStore.ts';
import {
  headOf,
  isWorthKeeping,
  missingBackground,
  openRun,
  whyWaits,
  type OpenedRun,
  type RunHead,
} from './storedRun.ts';
import type { Windows } from './windows.ts';
import { networkIds } from '../../../engine/experiment/network.ts';

/** Whether no run is in progress or paused, so that another one may take its place. */
export const canBegin = ({ phase, sweeping }: LabState): boolean =>
  !sweeping && (phase === 'idle' || phase === 'finished');

interface Storage {
  shelf: RunShelf;
  windows: Windows;
  runs: RunStore;
}

export class StoredRuns {
  /** What the user is asked about. */
  readonly offered = createStore<{ offer?: OpenedRun }>()(() => ({}));
  /** The run (`runId`) that a reload which the page has proposed has interrupted, and that has gone on by itself. */
  wentOn?: number;

  constructor(
    private readonly parts: Parts,
    private readonly settings: Settings,
    private readonly storage: Storage,
  ) {}

  private get offer(): OpenedRun | undefined {
    return this.offered.getState().offer;
  }

  /** A run that begins takes the place of the offer; what was offered stays among the earlier runs. */
  withdraw(): void {
    this.offered.setState({ offer: undefined });
  }

  /** The runs that no window has open, newest first. Rejects where the browser has no database. */
  async list(): Promise<RunHead[]> {
    const heads = await this.storage.shelf.heads();
    const held = await this.storage.windows.held();
    return heads
      .filter(({ id }) => !held.has(id))
      .toSorted((one, other) => other.savedAt - one.savedAt);
  }

  /** Reads a stored run; one that can't be used is removed and said. */
  private async read(id: string): Promise<OpenedRun | undefined> {
    const opened = openRun(await this.storage.shelf.read(id));
    if (opened) return opened;
    this.parts.notice(
      'A run from an earlier visit can’t be opened: it is damaged or comes from another version of this page.',
      'stored',
    );
    await this.storage.runs.remove(id);
    return undefined;
  }

  /** Offers what is stored, unless another window is at it. Never rejects: the page goes on without. */
  async offerLast(): Promise<void> {
    const { shelf, windows } = this.storage;
    const atOnce = windows.isReloaded();
    try {
      const heads = await shelf.heads();
      const head = chooseRun(heads, await windows.held(), windows.last);
      const offer = head && (await this.read(head.id));
      // Whoever has begun something else meanwhile wants that.
      if (!offer || this.parts.store.getState().phase !== 'idle') return;
      if (atOnce && whyWaits(offer) === undefined) {
        this.resume(offer);
        this.wentOn = this.parts.store.getState().runId;
      } else this.offered.setState({ offer });
    } catch {
      // Without a database nothing can have been stored.
    }
  }

  /**
   * An unfinished run is gone then, so that it is not there again after a reload; a finished one is kept, and a series
   * of which some seeds have ended. The offer stands until that is stored: a page that is reloaded at once would ask again.
   */
  async discard(): Promise<void> {
    const { offer } = this;
    if (!offer) return;
    try {
      await this.setAside(offer);
    } finally {
      if (this.offer === offer) this.withdraw();
    }
  }

  private async setAside({ run }: OpenedRun): Promise<void> {
    const { shelf, windows, runs } = this.storage;
    // A run that continues in another window by now is not ours to remove.
    if ((await windows.held()).has(run.id)) return;
    if (isWorthKeeping(headOf(run))) await shelf.markSeen(run.id).catch(() => {});
    else await runs.remove(run.id);
  }

  remove(id: string): Promise<void> {
    return this.storage.runs.remove(id);
  }

  /** The run as it was, unless another window has taken it already. One that waits for its file is still offered. */
  async accept(): Promise<void> {
    const { offer } = this;
    if (!offer || whyWaits(offer) !== undefined) return;
    this.withdraw();
    await this.take(offer);
  }

  private async take(opened: OpenedRun): Promise<void> {
    if ((await this.storage.windows.held()).has(opened.run.id)) {
      this.parts.notice('That run is already open in another window.', 'stored');
      return;
    }
    const waits = whyWaits(opened);
    if (waits === undefined) this.resume(opened);
    else this.parts.notice(waits, 'stored');
  }

  /** Shows one of the stored runs, or continues it. */
  async open(id: string): Promise<void> {
    const { store } = this.parts;
    if (!canBegin(store.getState())) return;
    const opened = await this.read(id);
    if (opened && canBegin(store.getState())) await this.take(opened);
  }

  /** Continues a stored run without opening its settings. False where it can't: nothing has changed then. */
  async goOn(id: string): Promise<boolean> {
    const { phase } = this.parts.store.getState();
    if (phase !== 'idle' && phase !== 'finished') return false;
    const opened = openRun(await this.storage.shelf.read(id));
    if (!opened || opened.outdated || whyWaits(opened) !== undefined) return false;
    if ((await this.storage.windows.held()).has(id)) return false;
    this.train(opened);
    return true;
  }

  /** The name of the finished run that is shown, if the browser keeps it. */
  get finishedId(): string | undefined {
    return this.storage.runs.finishedId;
  }

  /** Shows a finished run again without opening its settings. False where it can’t: nothing has changed then. */
  async showAgain(id: string): Promise<boolean> {
    if (!canBegin(this.parts.store.getState())) return false;
    const opened = openRun(await this.storage.shelf.read(id));
    if (!opened || (await this.storage.windows.held()).has(id)) return false;
    if (!canBegin(this.parts.store.getState())) return false;
    this.show(opened);
    return true;
  }

  /** The experiment as it was, and all curves. */
  private resume(opened: OpenedRun): void {
    const { preset, experiment, series, remark } = opened;
    this.withdraw();
    this.settings.open({ preset, experiment: series?.base ?? experiment, notes: [], remark });
    this.show(opened);
  }

  private show(opened: OpenedRun): void {
    const { run, experiment, series } = opened;
    if (originOf(experiment).fromFile || missingBackground(opened) !== undefined) {
      this.parts.dispatch({ type: 'show results', experiment, run, series });
    } else {
      this.train(opened);
    }
  }

  private train({ run, experiment, series }: OpenedRun): void {
    const { dispatch } = this.parts;
    const from = continuationOf(run, experiment);
    const ids = networkIds.filter((id) => run[id] !== undefined && !from.failures[id]);
    dispatch({ type: 'begin', until: 'end', experiment, ids, from, series });
  }
}
