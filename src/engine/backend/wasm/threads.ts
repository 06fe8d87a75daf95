/**
 * Threads that share the backend's memory and the jobs on it. tfjs brings a threaded build of its own, but that
 * one speeds up XNNPACK's kernels alone, and dies when it is minified.
 *
 * One thread, the backend's own, hands out jobs in shared memory (`handOver.ts`): messages would take longer than most
 * jobs.
 */
import type { FastLoops } from './loops.ts';
import { isFused, wasmLoops } from './loops.ts';
import { newControl } from './handOver.ts';
import { jobs, type JobName } from './jobs.ts';
import type { Backend } from './kernels.ts';
import { loopsModule } from './loopsModule.ts';
import { serve, ThreadPool } from './threadPool.ts';

/** Multiply-accumulates of a part at least: some 10 µs of one thread. */
const LEAST_PART = 1e5;
/** Numbers are read or written as fast as so many multiply-accumulates are computed. */
const PER_NUMBER = 4;
/** Parts for each thread of a large job: what one is late with others do. */
const PARTS_EACH = 2;

/** What a thread needs to begin. */
export interface ThreadStart {
  memory: WebAssembly.Memory;
  control: Int32Array<SharedArrayBuffer>;
  /** Whether the backend's loops have fused multiply-adds: those of all threads must round alike. */
  fused: boolean;
  /** Where in every job it begins, from 0, where the backend's thread does, to 1. */
  place: number;
}

/** A thread that its owner can create, for instance a worker whose script calls `serveThread`. */
export interface Thread {
  /** Resolves when the thread has called `serveThread`'s `ready`. */
  start(message: ThreadStart): Promise<void>;
  stop(): void;
}

/** What a job costs: multiply-accumulates, or numbers that are read and written in passing. */
export type Work = number | { numbers: number };

const pools = new WeakMap<object, ThreadPool>();

function partsFor(work: Work, threads: number): number {
  const macs = typeof work === 'number' ? work : work.numbers * PER_NUMBER;
  return Math.min(threads * PARTS_EACH, Math.floor(macs / LEAST_PART));
}

/** Into how many parts such a job would be divided. */
export function partCount(backend: Backend, work: Work): number {
  const pool = pools.get(backend.wasm.asm?.memory ?? {});
  return pool ? Math.max(1, partsFor(work, pool.size)) : 1;
}

/** Does the job, with threads if the backend has some and it is worth it. */
export function runJob<Name extends JobName>(
  backend: Backend,
  name: Name,
  loops: Parameters<(typeof jobs)[Name]>[0],
  parameters: readonly number[],
  work: Work,
): void {
  const memory = backend.wasm.asm?.memory;
  const pool = memory && pools.get(memory);
  const parts = pool ? partsFor(work, pool.size) : 1;
  if (pool && parts > 1 && 'convolution' in loops) pool.run(name, loops, parameters, parts);
  else jobs[name](loops as FastLoops, new Uint32Array(parameters), 0, 1);
}

/** Threads that work for the backend, its own included. */
export const threadCount = (backend: Backend): number =>
  pools.get(backend.wasm.asm?.memory ?? {})?.size ?? 1;

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
    const control = newControl();
    const place = (i: number) => (i + 1) / (threads.length + 1);
    const common = { memory, control, fused: isFused(backend) };
    await Promise.all(threads.map((thread, i) => thread.start({ ...common, place: place(i) })));
    const forget = () => void pools.delete(memory);
    pools.set(memory, new ThreadPool(control, threads, forget));
  } catch (error) {
    for (const thread of threads) thread.stop();
    throw error;
  }
}

/** The life of a thread: does parts of jobs and never returns. `ready` is called before the first. */
export function serveThread(
  { memory, control, fused, place }: ThreadStart,
  ready: () => void,
): never {
  const loops = wasmLoops(memory, loopsModule({ shared: true, fused }));
  ready();
  return serve(control, loops, place);
}
