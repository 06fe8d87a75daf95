/** Lets one pass at a time, in the order of asking: whoever asks again after passing stands behind all who wait. */
import { gpuIdle, runsAhead } from '../backend/webgpu/queue.ts';

export class Turnstile {
  private last: Promise<void> = Promise.resolve();

  /** Resolves to what the work gives, or rejects as it does; either way the next one may pass. */
  async pass<T>(work: () => T | Promise<T>): Promise<T> {
    const before = this.last;
    let leave: () => void = () => {};
    this.last = new Promise((resolve) => {
      leave = resolve;
    });
    await before;
    try {
      return await work();
    } finally {
      leave();
    }
  }
}

/**
 * Networks that share a GPU share its queue and pass here for every training step. Those on other backends have
 * a worker each, and never meet.
 */
export const turns = new Turnstile();

/** Does something while no other network uses the GPU, so that its time is its own. */
export const alone = <T>(work: () => Promise<T>): Promise<T> =>
  runsAhead()
    ? turns.pass(async () => {
        await gpuIdle();
        return work();
      })
    : work();
