/** A fair mutex: one at a time, first come, first served. */
import { gpuIdle, runsAhead } from 'slimwave-kernels/webgpu/queue';

export class Mutex {
  private last: Promise<void> = Promise.resolve();

  /** Runs the work when all earlier work has ended; resolves to its value, or rejects as it does. */
  async run<T>(work: () => T | Promise<T>): Promise<T> {
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
 * Networks that share a GPU share its queue, and take turns here with every training step. On other backends each
 * network has its own worker, so nothing ever waits.
 */
export const gpuMutex = new Mutex();

/** Does something while no other network uses the GPU, so that its time can be measured. */
export const exclusive = <T>(work: () => Promise<T>): Promise<T> =>
  runsAhead()
    ? gpuMutex.run(async () => {
        await gpuIdle();
        return work();
      })
    : work();
