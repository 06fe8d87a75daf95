/**
 * A slower processor for processes on this machine: they rest for a share of every few milliseconds.
 *
 * DevTools can slow a page down, but only its main thread; its workers, which simulate and train, would be as fast as
 * before. Here all threads of the page's process rest together, as they would be slow together on a slow device. What
 * composes the picture is another process, which keeps its pace: a phone has a GPU for that. Needs the signals of
 * Linux or macOS.
 */
import { once } from 'node:events';
import { startWorker } from '../programs.ts';

/** What the thread that keeps the clock shares with this one. */
export interface Slots {
  /** Processes that rest, 0 for none. */
  pids: Int32Array<SharedArrayBuffer>;
  /** How many times slower; `ENDED` ends the thread. */
  rate: Int32Array<SharedArrayBuffer>;
  /** A rest and what is computed until the next one, together (ms). */
  periodMs: number;
}

/** Short against a frame (ms). */
const PERIOD_MS = 4;
const MOST_PROCESSES = 16;
/** The rate that ends the thread. */
const ENDED = 0;

const shared = (length: number) =>
  new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));

export class Slowdown {
  private readonly slots: Slots = {
    pids: shared(MOST_PROCESSES),
    rate: shared(1),
    periodMs: PERIOD_MS,
  };
  private readonly worker;

  constructor() {
    this.slots.rate[0] = 1;
    this.worker = startWorker('phone/slowdownWorker', this.slots);
  }

  /** From now on these processes are `rate` times slower, and no others; after the end nothing is slowed down any more. */
  slow(pids: readonly number[], rate: number): void {
    if (Atomics.load(this.slots.rate, 0) === ENDED) return;
    for (let i = 0; i < MOST_PROCESSES; i++) Atomics.store(this.slots.pids, i, pids[i] ?? 0);
    Atomics.store(this.slots.rate, 0, rate);
  }

  /** All go on at their own pace. */
  async end(): Promise<void> {
    const ended = once(this.worker, 'exit');
    Atomics.store(this.slots.rate, 0, ENDED);
    await ended;
  }
}
