/** Loss from sharing that ends it (ms), and gain that is remembered at most. */
const LIMIT_MS = 1;
/** How long jobs are not shared then (ms); twice as long after every attempt that fails. */
const [LEAST_REST_MS, MOST_REST_MS] = [50, 3200];

/**
 * Whether it pays at present to share jobs. Where other programs need the cores, a part that somebody else has begun may take
 * longer than it would have taken here: then the backend's thread works alone for a while, and tries again.
 */
export class Governor {
  private balance = 0;
  private restsUntil = 0;
  private restMs = LEAST_REST_MS;

  mayShare(now: number): boolean {
    return now >= this.restsUntil;
  }

  /** A job of `parts` has been shared: this thread did `done` of them in `ownMs`, and waited for the others. */
  add(job: { parts: number; done: number; ownMs: number; waitedMs: number }, now: number): void {
    const { parts, done, ownMs, waitedMs } = job;
    // If others did all of it nothing is known of what it would have taken here.
    if (done === 0) return;
    this.balance += (ownMs * (parts - done)) / done - waitedMs;
    if (this.balance > LIMIT_MS) {
      this.balance = LIMIT_MS;
      this.restMs = LEAST_REST_MS;
    } else if (this.balance < -LIMIT_MS) {
      this.balance = 0;
      this.restsUntil = now + this.restMs;
      this.restMs = Math.min(MOST_REST_MS, 2 * this.restMs);
    }
  }
}
