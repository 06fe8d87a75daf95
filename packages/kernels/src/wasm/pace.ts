/** How fast threads compute and hand over jobs here, measured when they start, and what follows for a job. */
import { convolveParameters } from './convolveJob.ts';
import { copyParameters } from './copyJob.ts';
import { CONTROL, MOST_PARTS, sleepUntil, takePart } from './handOver.ts';
import { jobs } from './jobs.ts';
import { FLOAT } from './kernels.ts';
import type { FastLoops } from './loops.ts';

/** What a job costs: multiply-accumulates, or numbers that are read and written in passing. */
export type Work = number | { numbers: number };

export interface Pace {
  /** Of one thread, in a microsecond. */
  macs: number;
  numbers: number;
  /** From laying a part open until a thread that is awake has done it, if it is empty (µs). */
  handOverUs: number;
  /** What it costs the backend's thread to wake up the others (µs). */
  wakeUs: number;
}

/** A part takes at least so many times longer than its hand-over. */
const WORTH = 4;
/** Parts for each thread of a large job: what one is late with others do. */
const PARTS_EACH = 2;

/** Parts in which a job is done by so many threads: 1 if it is not worth sharing, fewer than threads if it is small. */
export function partsFor(work: Work, pace: Pace, threads: number, asleep: boolean): number {
  if (threads < 2) return 1;
  const us = typeof work === 'number' ? work / pace.macs : work.numbers / pace.numbers;
  if (asleep && us < WORTH * pace.wakeUs) return 1;
  const worth = Math.floor(us / (WORTH * pace.handOverUs));
  return Math.max(1, Math.min(worth, threads * PARTS_EACH, MOST_PARTS));
}

/** A thread that has not begun a part within this time has no core of its own (ms). */
const LATE_MS = 2;

/** Bytes of memory that measuring needs. */
export const SCRATCH_BYTES = 2 ** 18;

/** The least time of a run (µs): other programs only ever add time. */
function leastUs(run: () => void, repeats: number, runs = 1): number {
  let least = Infinity;
  for (let i = 0; i < runs; i++) {
    const begun = performance.now();
    for (let k = 0; k < repeats; k++) run();
    least = Math.min(least, performance.now() - begun);
  }
  return Math.max((1000 * least) / repeats, 0.01);
}

/** Points of a side, channels and width of the filter of the convolution that is timed. */
const [SIDE, CHANNELS, WIDTH] = [12, 16, 3];

/** How fast this thread computes, on scratch memory from an address on. */
export function measureLoops(loops: FastLoops, scratch: number): Pick<Pace, 'macs' | 'numbers'> {
  const row = (SIDE + WIDTH - 1) * CHANNELS * FLOAT;
  const quarter = SCRATCH_BYTES / 4;
  // What lies there may be numbers that processors are slow on.
  loops.zeroRows(scratch, 1, 0, SCRATCH_BYTES);
  const convolution = new Uint32Array(
    convolveParameters({
      x: scratch,
      filter: scratch + quarter,
      start: scratch,
      y: scratch + 2 * quarter,
      images: 1,
      depth: 1,
      front: 0,
      filterDepth: 1,
      height: SIDE + WIDTH - 1,
      outHeight: SIDE,
      outWidth: SIDE,
      top: 0,
      stride: 1,
      xRow: row,
      xPixel: CHANNELS * FLOAT,
      outChannels: CHANNELS,
      filterHeight: WIDTH,
      window: WIDTH * CHANNELS,
      whole: 0,
    }),
  );
  const bytes = SCRATCH_BYTES / 2;
  const place = { to: scratch, from: scratch + bytes, rows: 1, toRow: 0, fromRow: 0, bytes };
  const copy = new Uint32Array(copyParameters([place]));
  const macs = SIDE ** 2 * (CHANNELS * WIDTH) ** 2;
  return {
    macs: macs / leastUs(() => jobs.convolve(loops, convolution, 0, 1), 4, 20),
    numbers: (2 * bytes) / FLOAT / leastUs(() => jobs.copy(loops, copy, 0, 1), 4, 8),
  };
}

/** What it costs to wake up threads, which must be asleep, and then to hand over parts. `handOut` lays an empty part open. */
export function measureHandOver(
  control: Int32Array<SharedArrayBuffer>,
  handOut: () => void,
): Pick<Pace, 'handOverUs' | 'wakeUs'> {
  const isDone = () => Atomics.load(control, CONTROL.DONE) === control[CONTROL.PARTS];
  const finish = () => {
    const begun = performance.now();
    while (performance.now() - begun < LATE_MS) if (isDone()) return;
    // Nobody came: it is done here, unless somebody has begun it in the end.
    if (takePart(control, 0) >= 0) Atomics.add(control, CONTROL.DONE, 1);
    sleepUntil(control, isDone);
  };
  const begun = performance.now();
  handOut();
  const wakeUs = 1000 * (performance.now() - begun);
  finish();
  const handOver = () => {
    handOut();
    finish();
  };
  return { wakeUs, handOverUs: leastUs(handOver, 10, 8) };
}
