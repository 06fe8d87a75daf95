/**
 * Trains by itself where the link says so, and only where it is seen: a run that began by itself pauses while its frame
 * is out of view and goes on when it is back. One that somebody has started goes on wherever they look.
 */
import { encodeLink } from '../../engine/opening/link.ts';
import { canTrain } from '../lab/actions.ts';
import type { Lab } from '../lab/lab.ts';
import { runs } from '../lab/run/phase.ts';
import type { PageStore } from '../page/page.ts';

type Used = Pick<Lab, 'store' | 'run' | 'stored' | 'settled'>;

export class Autorun {
  private visible = false;
  /** Whether a run is still to be begun. */
  private wanted = false;
  /** The run that began by itself. */
  private own?: number;
  /** Whether that one waits to be seen again. */
  private waits = false;

  constructor(
    private readonly lab: Used,
    private readonly page: PageStore,
  ) {}

  /** Follows page and run; returns what ends it. */
  begin(): () => void {
    this.wanted = this.page.getState().autorun;
    const ends = [
      this.page.subscribe(({ autorun }, before) => {
        if (autorun === before.autorun) return;
        this.wanted = autorun;
        void this.start();
      }),
      // The step in progress ends before it pauses; meanwhile the frame may be back.
      this.lab.store.subscribe(({ phase }, before) => {
        if (phase === before.phase) return;
        if (phase === 'paused' && this.visible) this.goOn();
        // Somebody else has made it go on.
        if (phase !== 'paused' && phase !== 'pausing') this.waits = false;
      }),
    ];
    void this.start();
    return () => {
      for (const end of ends) end();
    };
  }

  /** Whether the page is in view. */
  see(visible: boolean): void {
    this.visible = visible;
    if (visible) {
      void this.start();
      this.goOn();
    } else this.rest();
  }

  private async start(): Promise<void> {
    if (!this.wanted || !this.visible) return;
    this.wanted = false;
    await this.lab.settled();
    const state = this.lab.store.getState();
    if (state.phase === 'idle') {
      if (canTrain(state)) await this.train();
    } else if (state.runId === this.lab.stored.wentOn) {
      // It began by itself before the reload, too. One that somebody has started meanwhile is theirs.
      this.own = state.runId;
    }
    if (!this.visible) this.rest();
  }

  /** From the start, or where an earlier visit has left the same experiment. */
  private async train(): Promise<void> {
    const { store, run, stored } = this.lab;
    const { offer } = stored.offered.getState();
    const { preset, experiment } = store.getState();
    const link = encodeLink(experiment, preset);
    if (offer && !offer.outdated && encodeLink(offer.experiment, offer.preset) === link)
      await stored.accept();
    else run.train();
    this.own = store.getState().runId;
  }

  private rest(): void {
    const { phase, runId } = this.lab.store.getState();
    if (runId !== this.own || !runs(phase) || phase === 'pausing') return;
    this.waits = true;
    this.lab.run.pause();
  }

  private goOn(): void {
    const { phase, runId } = this.lab.store.getState();
    if (!this.waits || runId !== this.own || phase !== 'paused') return;
    this.waits = false;
    this.lab.run.train();
  }
}
