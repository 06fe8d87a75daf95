/**
 * Time (ms) in which this page was awake. A laptop's sleep makes the browser's clock jump; it must not count as time
 * that a run has taken.
 */

/** How often the clock is read while nothing else reads it (ms). */
export const TICK = 1000;
/** No longer gap between two readings is taken for work: then one tick is counted (ms). */
const LONGEST_GAP = 5 * TICK;
/** Browsers hold the timers of hidden pages back, to one a minute. */
const LONGEST_HIDDEN_GAP = 65 * TICK;

export class WakingClock {
  private awake = 0;
  private read: number;

  constructor(
    /** The present in ms; it may jump. */
    private readonly present: () => number,
    private readonly hidden: () => boolean,
  ) {
    this.read = present();
  }

  /** Waking time since the clock was made (ms). Right only if it is asked at least every few seconds. */
  now(): number {
    const present = this.present();
    const gap = Math.max(0, present - this.read);
    this.read = present;
    const longest = this.hidden() ? LONGEST_HIDDEN_GAP : LONGEST_GAP;
    this.awake += gap > longest ? TICK : gap;
    return this.awake;
  }

  /** Keeps the clock right: it is read whenever `subscribe` reports something, and every second besides. Call once. */
  keepRight(subscribe: (listener: () => void) => void): void {
    subscribe(() => this.now());
    setInterval(() => this.now(), TICK);
  }
}
