/**
 * Threads that share the backend's memory and the jobs on it. tfjs brings a threaded build of its own, but that
 * one speeds up XNNPACK's kernels alone, and dies when it is minified.
 *
 * One thread, the backend's own, hands out jobs: it writes parameters into shared memory, raises the
 * generation, does its part, and waits for the others. Messages would take longer than most jobs.
 */
import type { FastLoops } from './loops.ts';
import { wasmLoops } from './loops.ts';
import { jobNames, jobs, type JobName } from './jobs.ts';
import type { Backend } from './kernels.ts';
import { loopsModule } from './loopsModule.ts';

/** Smaller jobs are done before another thread has woken up (multiply-accumulates; some 70 µs of one thread). */
const WORTH_SHARING = 2e6;
/** Looks at the shared memory before a thread goes to sleep: some 20 µs, the time between two jobs of a step. */
const SPINS = 4000;
/** A thread that takes this long has been ended (ms). */
const PATIENCE = 10_000;

/** Places in the control block. */
const [GENERATION, DONE, FAILED, JOB, PARTS, COUNT, PARAMETERS] = [0, 1, 2, 3, 4, 5, 6];
const CONTROL_INTS = 256;

/** What a thread needs to begin. */
export interface ThreadStart {
  memory: WebAssembly.Memory;
  control: Int32Array<SharedArrayBuffer>;
  /** Which part of every job is its own; part 0 is done by the backend's thread. */
  part: number;
}

/** A thread that its owner can create, for instance a worker whose script calls `serveThread`. */
export interface Thread {
  /** Resolves when the thread has called `serveThread`'s `ready`. */
  start(message: ThreadStart): Promise<void>;
  stop(): void;
}

const pools = new WeakMap<object, ThreadPool>();

class ThreadPool {
  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly control: Int32Array<SharedArrayBuffer>,
    private readonly threads: readonly Thread[],
  ) {}

  get parts(): number {
    return this.threads.length + 1;
  }

  stop(): void {
    for (const thread of this.threads) thread.stop();
    pools.delete(this.memory);
  }

  run(name: JobName, loops: FastLoops, parameters: readonly number[]): void {
    const { control, parts } = this;
    control[JOB] = jobNames.indexOf(name);
    control[PARTS] = parts;
    control[COUNT] = parameters.length;
    control.set(parameters, PARAMETERS);
    Atomics.store(control, DONE, 0);
    Atomics.add(control, GENERATION, 1);
    Atomics.notify(control, GENERATION);
    try {
      perform(control, loops, 0);
    } finally {
      // Whatever happens here, the others are still at it.
      this.wait();
    }
  }

  private wait(): void {
    const { control, threads } = this;
    for (let i = 0; i < SPINS; i++) if (Atomics.load(control, DONE) === threads.length) break;
    // A machine that slept lets one wait run out although all is well.
    for (let late = 0; late < 2;) {
      const done = Atomics.load(control, DONE);
      if (done === threads.length) break;
      late = Atomics.wait(control, DONE, done, PATIENCE) === 'timed-out' ? late + 1 : 0;
      if (late === 2) this.giveUp();
    }
    if (Atomics.load(control, FAILED) !== 0) this.giveUp();
  }

  private giveUp(): never {
    this.stop();
    throw new Error('A thread of the WebAssembly backend has ended.');
  }
}

function perform(control: Int32Array, loops: FastLoops, part: number): void {
  const parameters = Uint32Array.from(control.subarray(PARAMETERS, PARAMETERS + control[COUNT]));
  jobs[jobNames[control[JOB]]](loops, parameters, part, control[PARTS]);
}

/** Does the job, with threads if the backend has some and it is worth it. `work`: multiply-accumulates. */
export function runJob<Name extends JobName>(
  backend: Backend,
  name: Name,
  loops: Parameters<(typeof jobs)[Name]>[0],
  parameters: readonly number[],
  work: number,
): void {
  const memory = backend.wasm.asm?.memory;
  const pool = memory && pools.get(memory);
  if (pool && work >= WORTH_SHARING && 'convolution' in loops) pool.run(name, loops, parameters);
  else jobs[name](loops as FastLoops, Uint32Array.from(parameters), 0, 1);
}

/** Threads that work for the backend, its own included. */
export const threadCount = (backend: Backend): number =>
  pools.get(backend.wasm.asm?.memory ?? {})?.parts ?? 1;

/**
 * Gives the backend these threads besides its own, in place of those that it has. Its memory must be shared: see
 * `sharedMemory.ts`. Resolves when all are there; rejects, with none of them left, if one can't start.
 */
export async function startThreads(backend: Backend, threads: readonly Thread[]): Promise<void> {
  const memory = backend.wasm.asm?.memory;
  try {
    if (!memory || memory.buffer instanceof ArrayBuffer) {
      throw new Error('The memory of the WebAssembly backend is not shared: it keeps one thread.');
    }
    pools.get(memory)?.stop();
    if (threads.length === 0) return;
    const bytes = CONTROL_INTS * Int32Array.BYTES_PER_ELEMENT;
    const control = new Int32Array(new SharedArrayBuffer(bytes));
    await Promise.all(threads.map((thread, i) => thread.start({ memory, control, part: i + 1 })));
    pools.set(memory, new ThreadPool(memory, control, threads));
  } catch (error) {
    for (const thread of threads) thread.stop();
    throw error;
  }
}

/** The life of a thread: does its part of every job and never returns. `ready` is called before the first. */
export function serveThread({ memory, control, part }: ThreadStart, ready: () => void): never {
  const loops = wasmLoops(memory, loopsModule({ shared: true }));
  let seen = Atomics.load(control, GENERATION);
  ready();
  for (;;) {
    for (let i = 0; i < SPINS; i++) if (Atomics.load(control, GENERATION) !== seen) break;
    // Woken up late, by the notice of a job that is done already, it must not do that job again.
    while (Atomics.load(control, GENERATION) === seen) Atomics.wait(control, GENERATION, seen);
    seen = Atomics.load(control, GENERATION);
    try {
      perform(control, loops, part);
    } catch {
      Atomics.store(control, FAILED, 1);
    }
    Atomics.add(control, DONE, 1);
    Atomics.notify(control, DONE);
  }
}
