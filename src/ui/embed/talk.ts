/** The conversation with the page around this one: which messages count, and what it is told and when. */
import type { Lab } from '../lab/lab.ts';
import { carryOut } from './commands.ts';
import { PROTOCOL, readMessage, type Report } from './messages.ts';
import { doneOf, progressOf } from './reports.ts';

/** Between two reports of the progress (ms). */
const PROGRESS_MS = 250;
/** A page that answers answers would never end: after so many refusals there are no more. */
const MAX_REFUSALS = 20;

/** The page around this one, as far as it is known. */
export interface Host {
  /** Undefined where it can't be known: then it is not listened to, and hears nothing of the experiment. */
  origin?: string;
  /** `parent.postMessage`. */
  post(message: unknown, targetOrigin: string): void;
  /** Whether a message came from the window around this one. */
  isSource(event: Pick<MessageEvent, 'source'>): boolean;
}

export class Talk {
  private refusals = 0;
  private lastProgress = -Infinity;
  private due?: ReturnType<typeof setTimeout>;
  private told = '';

  constructor(
    private readonly lab: Pick<Lab, 'store' | 'run' | 'settings' | 'stage' | 'shareLink'>,
    private readonly host: Host,
    /** The present (ms). */
    private readonly now: () => number,
  ) {}

  /** Follows the run; returns what ends it. */
  begin(facts: { version: string; isolated: boolean }): () => void {
    this.tellAnybody({ type: 'ready', ...facts });
    const end = this.lab.store.subscribe((state, before) => {
      if (state.phase === 'finished' && before.phase !== 'finished') this.tellDone();
      else if (state.networks !== before.networks || state.phase !== before.phase)
        this.followProgress();
    });
    return () => {
      end();
      clearTimeout(this.due);
    };
  }

  /** What says nothing about the visitor or the experiment is said to any page, known or not. */
  tellAnybody(report: Extract<Report, { type: 'ready' | 'height' | 'key' }>): void {
    this.host.post({ slimwave: PROTOCOL, ...report }, this.host.origin ?? '*');
  }

  tell(report: Report): void {
    const { origin } = this.host;
    if (origin !== undefined) this.host.post({ slimwave: PROTOCOL, ...report }, origin);
  }

  /** A message from anywhere. */
  hear(event: Pick<MessageEvent, 'source' | 'origin' | 'data'>): void {
    const { origin } = this.host;
    if (origin === undefined || event.origin !== origin || !this.host.isSource(event)) return;
    const read = readMessage(event.data);
    if ('command' in read) {
      const { type, id } = read.command;
      const outcome = carryOut(this.lab, read.command);
      this.tell({ type: 'answer', to: type, ...(id !== undefined && { id }), ...outcome });
    } else if (read.refusal && this.refusals++ < MAX_REFUSALS) this.tell(read.refusal);
  }

  private followProgress(): void {
    if (this.due !== undefined) return;
    const wait = this.lastProgress + PROGRESS_MS - this.now();
    if (wait <= 0) this.tellProgress();
    else this.due = setTimeout(() => this.tellProgress(), wait);
  }

  private tellProgress(): void {
    clearTimeout(this.due);
    this.due = undefined;
    const report = progressOf(this.lab.store.getState());
    const text = JSON.stringify(report);
    if (!report || text === this.told) return;
    this.told = text;
    this.lastProgress = this.now();
    this.tell(report);
  }

  /** The last step is told before the end. */
  private tellDone(): void {
    this.tellProgress();
    const report = doneOf(this.lab.store.getState(), this.lab.shareLink());
    if (report) this.tell(report);
  }
}
