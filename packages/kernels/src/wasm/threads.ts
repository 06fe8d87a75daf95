/**
 * Threads that share the backend's memory and the jobs on it. tfjs brings a threaded build of its own, but that
 * one speeds up XNNPACK's kernels alone, and dies when it is minified.
 *
 * One thread, the backend's own, hands out jobs in shared memory (`handOver.ts`): messages would take longer than most
 * jobs.
 */
import type { FastLoops } from './loops.ts';
import { fastLoops, isFused, wasmLoops } from './loops.ts';
import { CONTROL, handOut, newControl } from './handOver.ts';
import { jobNames, jobs, type JobName } from './jobs.ts';
import type { Backend } from './kernels.ts';
import { loopsModule } from './loopsModule.ts';
import { measureHandOver, measureLoops, SCRATCH_BYTES, type Pace, type Work } from './pace.ts';
import { serve, ThreadPool } from './threadPool.ts';

/** Looks at whether the threads sleep before they are timed (ms), and how many. */
const [LOOK_MS, LOOKS] = [2, 10];

/** What a thread needs to begin. */
export interface ThreadStart {
  memory: WebAssembly.Memory;
  control: Int32Array<SharedArrayBuffer>;
  /** Whether the backend's loops have fused multiply-adds: those of all threads must round alike. */
  fused: boolean;
  /** Its number among the threads; the backend's has 0. */
  thread: number;
}

/** A thread that its owner can create, for instance a worker whose script calls `serveThread`. */
export interface Thread {
  /** Resolves when the thread has called `serveThread`'s `ready`. */
  start(message: ThreadStart): Promise<void>;
  stop(): void;
}

const pools = new WeakMap<object, ThreadPool>();
const poolOf = ({ wasm }: Backend): ThreadPool | undefined => pools.get(wasm.asm?.memory ?? {});

/** Into how many parts such a job is divided at most. */
export const partCount = (backend: Backend, work: Work): number =>
  poolOf(backend)?.partCount(work) ?? 1;

/** Does the job, with threads if the backend has some and it is worth it, in no more parts than `most`. */
export function runJob<Name extends JobName>(
  backend: Backend,
  name: Name,
  loops: Parameters<(typeof jobs)[Name]>[0],
  parameters: readonly number[],
  work: Work,
  most?: number,
): void {
  if ('convolution' in loops && poolOf(backend)?.run(name, parameters, work, most)) return;
  jobs[name](loops as FastLoops, new Uint32Array(parameters), 0, 1);
}

/** Threads that work for the backend, its own included. */
export const threadCount = (backend: Backend): number => poolOf(backend)?.size ?? 1;

/** What was measured when the threads started; undefined if there is only one. */
export const threadPace = (backend: Backend): Pace | undefined => poolOf(backend)?.pace;

/** Lets only so many of the threads compute, 1 to `threadCount`. */
export function limitThreads(backend: Backend, count: number): void {
  const pool = poolOf(backend);
  if (pool) pool.active = count;
}

/**
 * Gives the backend these threads besides its own, in place of those that it has. Its memory must be shared: see
 * `sharedMemory.ts`. Resolves when all are there; rejects, with none of them left, if one can't start. How fast they are
 * is measured unless it is given.
 */
export async function startThreads(
  backend: Backend,
  threads: readonly Thread[],
  known?: Pace,
): Promise<void> {
  const memory = backend.wasm.asm?.memory;
  try {
    if (!memory || memory.buffer instanceof ArrayBuffer) {
      throw new Error('The memory of the WebAssembly backend is not shared: it keeps one thread.');
    }
    pools.get(memory)?.stop();
    if (threads.length === 0) return;
    const control = newControl();
    Atomics.store(control, CONTROL.ACTIVE, threads.length + 1);
    const common = { memory, control, fused: isFused(backend) };
    await Promise.all(threads.map((thread, i) => thread.start({ ...common, thread: i + 1 })));
    const loops = fastLoops(backend)!;
    const pace = known ?? (await measuredPace(backend, loops, control, threads.length));
    const forget = () => void pools.delete(memory);
    pools.set(memory, new ThreadPool(control, threads, loops, pace, forget));
  } catch (error) {
    for (const thread of threads) thread.stop();
    throw error;
  }
}

/** Takes some milliseconds. */
async function measuredPace(
  backend: Backend,
  loops: FastLoops,
  control: Int32Array<SharedArrayBuffer>,
  others: number,
): Promise<Pace> {
  const { _malloc, _free } = backend.wasm;
  const scratch = _malloc(SCRATCH_BYTES);
  const pace = measureLoops(loops, scratch);
  _free(scratch);
  for (let i = 0; i < LOOKS && Atomics.load(control, CONTROL.ASLEEP) < others; i++) {
    await new Promise<void>((resolve) => void setTimeout(resolve, LOOK_MS));
  }
  const job = jobNames.indexOf('nothing');
  return { ...pace, ...measureHandOver(control, () => handOut(control, job, [], 1)) };
}

/** The life of a thread: does parts of jobs and never returns. `ready` is called before the first. */
export function serveThread(
  { memory, control, fused, thread }: ThreadStart,
  ready: () => void,
): never {
  const loops = wasmLoops(memory, loopsModule({ shared: true, fused }));
  ready();
  return serve(control, loops, thread);
}
