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
  /** Threads that may take parts, the backend's included: those with a smaller number. */
  ACTIVE: 50,
  /** The job: its number, how many parts it has, its parameters. */
  JOB: 64,
  PARTS: 65,
  PARAMETERS: 66,
} as const;

/** Numbers that a job may have as parameters. */
export const MOST_PARAMETERS = 958;
/** A thread that takes this long has been ended (ms). */
const PATIENCE = 10_000;
/** Bits of a word. */
export const MOST_PARTS = 32;

export const newControl = (): Int32Array<SharedArrayBuffer> =>
  new Int32Array(
    new SharedArrayBuffer((CONTROL.PARAMETERS + MOST_PARAMETERS) * Int32Array.BYTES_PER_ELEMENT),
  );

export const parametersOf = (control: Int32Array<SharedArrayBuffer>): Uint32Array =>
  new Uint32Array(control.buffer, CONTROL.PARAMETERS * Int32Array.BYTES_PER_ELEMENT);

/** Lays the parts of a job open, and wakes up threads that sleep. */
export function handOut(
  control: Int32Array,
  job: number,
  parameters: readonly number[],
  parts: number,
): void {
  control[CONTROL.JOB] = job;
  control[CONTROL.PARTS] = parts;
  control.set(parameters, CONTROL.PARAMETERS);
  Atomics.store(control, CONTROL.DONE, 0);
  Atomics.store(control, CONTROL.LEFT, parts === MOST_PARTS ? -1 : (1 << parts) - 1);
  if (Atomics.load(control, CONTROL.ASLEEP) === 0) return;
  Atomics.add(control, CONTROL.WAKE, 1);
  Atomics.notify(control, CONTROL.WAKE, parts);
}

/**
 * Takes a part that nobody has begun; −1 if there is none. Every thread begins to look at a place of its own, and goes
 * round: it gets the same parts of every job unless somebody is late, and finds what it has written in its own cache.
 */
export function takePart(control: Int32Array, thread: number): number {
  for (;;) {
    const left = Atomics.load(control, CONTROL.LEFT);
    if (left === 0) return -1;
    const place = Math.floor((thread * control[CONTROL.PARTS]) / control[CONTROL.ACTIVE]);
    const later = left & (-1 << place);
    const candidates = later === 0 ? left : later;
    const bit = candidates & -candidates;
    if ((Atomics.and(control, CONTROL.LEFT, ~bit) & bit) !== 0) return 31 - Math.clz32(bit);
  }
}

/** Sleeps until all parts are done; false if that takes so long that a thread must have ended. */
export function sleepUntil(control: Int32Array, isDone: () => boolean): boolean {
  Atomics.store(control, CONTROL.AWAITED, 1);
  try {
    // A machine that slept lets one wait run out although all is well.
    for (let late = 0; late < 2;) {
      const done = Atomics.load(control, CONTROL.DONE);
      if (isDone()) return true;
      late = Atomics.wait(control, CONTROL.DONE, done, PATIENCE) === 'timed-out' ? late + 1 : 0;
    }
    return false;
  } finally {
    Atomics.store(control, CONTROL.AWAITED, 0);
  }
}
