/** Looks between two looks at the clock: some microseconds. */
const LOOKS = 100;
/** Two looks at the clock that are so far apart have something else between them that ran on this core (ms). */
const DISTURBED_MS = 0.2;
/** After a disturbance threads don't look out for so long (ms): others need the core. */
const CALM_MS = 100;

/**
 * Looks out for something in shared memory. To sleep and be woken up takes longer than most jobs; but whoever looks
 * keeps a core from others, so nobody does where there are more threads than cores.
 */
export class Lookout {
  private calmUntil = 0;

  /** `awakeMs`: how long it looks before it is time to sleep. */
  constructor(
    private readonly awakeMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** True as soon as it is there; false when it is time to sleep. */
  sees(isThere: () => boolean): boolean {
    if (isThere()) return true;
    const begun = this.now();
    if (begun < this.calmUntil) return false;
    for (let before = begun; before - begun < this.awakeMs;) {
      for (let i = 0; i < LOOKS; i++) if (isThere()) return true;
      const time = this.now();
      if (time - before > DISTURBED_MS) {
        this.calmUntil = time + CALM_MS;
        return isThere();
      }
      before = time;
    }
    return false;
  }
}
