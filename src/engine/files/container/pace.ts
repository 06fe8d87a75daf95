/** Progress of reading, and the moments in which it can be cancelled. */
import { yieldToEvents } from '../../events.ts';
import type { ReadOptions } from './container.ts';

/** Longest time without letting messages arrive (ms): one of them may be the wish to cancel. */
const INTERVAL = 50;

export class Pace {
  private done = 0;
  private moment = performance.now();

  constructor(
    private readonly total: number,
    private readonly options: ReadOptions,
  ) {
    options.signal?.throwIfAborted();
  }

  /** `more` bytes are done. Throws the signal's reason where reading is cancelled. */
  async advance(more: number): Promise<void> {
    const { onProgress, signal } = this.options;
    this.done += more;
    onProgress?.(this.done, this.total);
    if (performance.now() - this.moment > INTERVAL) {
      await yieldToEvents();
      this.moment = performance.now();
    }
    signal?.throwIfAborted();
  }
}
