/**
 * Notices when somebody has been silent for too long. Only time in which this page itself was awake counts: after
 * a laptop's sleep, or in a hidden tab whose timers the browser holds back, a late timer says nothing about the
 * one that is watched.
 */

/** How often the clock is read (ms). */
export const TICK = 5000;
/** A tick counts this much at most (ms), however late it comes. */
const LONGEST = 2 * TICK;

export class Watchdog {
  private timer?: ReturnType<typeof setInterval>;
  /** Waking time (ms) since the last sign of life, up to the last tick. */
  private silent = 0;
  private read = 0;

  constructor(
    private readonly limitMs: number,
    private readonly onSilence: () => void,
    /** The present in ms; it may jump. */
    private readonly now: () => number,
  ) {}

  /** A sign of life; the first one begins the watch. */
  feed(): void {
    this.silent = 0;
    this.read = this.now();
    this.timer ??= setInterval(() => this.tick(), TICK);
  }

  end(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private tick(): void {
    const now = this.now();
    this.silent += Math.min(Math.max(0, now - this.read), LONGEST);
    this.read = now;
    if (this.silent < this.limitMs) return;
    this.end();
    this.onSilence();
  }
}
