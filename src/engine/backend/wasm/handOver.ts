/**
 * How a job is handed over: its parts lie in shared memory as bits of one word, and whoever clears a bit does that part. The
 * backend's thread takes parts like the others, so that it never waits for a thread that is late: it waits for parts that
 * others have begun.
 *
 * A bit that is cleared always belongs to the job that lies there: the next one is written only after the last part of
 * this one is done.
 */

/** Places in the control block. What several threads write lies in cache lines of its own (16 numbers). */
export const CONTROL = {
  /** Parts of the job that nobody has begun, one bit each. */
  LEFT: 0,
  /** Parts that are done. */
  DONE: 16,
  /** Threads that sleep, or are about to. */
  ASLEEP: 32,
  /** Raised to wake them up. */
  WAKE: 33,
  /** 1 while the backend's thread sleeps until all parts are done. */
  AWAITED: 48,
  /** 1 once a part has failed. */
  FAILED: 49,
  /** The job: its number, how many parts it has, its parameters. */
  JOB: 64,
  PARTS: 65,
  PARAMETERS: 66,
} as const;

/** Numbers that a job may have as parameters. */
export const MOST_PARAMETERS = 958;
/** Bits of a word. */
export const MOST_PARTS = 32;

export const newControl = (): Int32Array<SharedArrayBuffer> =>
  new Int32Array(
    new SharedArrayBuffer((CONTROL.PARAMETERS + MOST_PARAMETERS) * Int32Array.BYTES_PER_ELEMENT),
  );

export const parametersOf = (control: Int32Array<SharedArrayBuffer>): Uint32Array =>
  new Uint32Array(control.buffer, CONTROL.PARAMETERS * Int32Array.BYTES_PER_ELEMENT);

/** Lays the parts of a job open; its number and parameters must have been written. */
export function offer(control: Int32Array, parts: number): void {
  control[CONTROL.PARTS] = parts;
  Atomics.store(control, CONTROL.DONE, 0);
  Atomics.store(control, CONTROL.LEFT, parts === MOST_PARTS ? -1 : (1 << parts) - 1);
}

/**
 * Takes a part that nobody has begun; −1 if there is none. A thread begins to look at `place`, from 0 to 1, and goes round:
 * it gets the same parts of every job unless somebody is late, and finds what it has written in its own cache.
 */
export function takePart(control: Int32Array, place: number): number {
  for (;;) {
    const left = Atomics.load(control, CONTROL.LEFT);
    if (left === 0) return -1;
    const later = left & (-1 << Math.floor(place * control[CONTROL.PARTS]));
    const candidates = later === 0 ? left : later;
    const bit = candidates & -candidates;
    if ((Atomics.and(control, CONTROL.LEFT, ~bit) & bit) !== 0) return 31 - Math.clz32(bit);
  }
}
