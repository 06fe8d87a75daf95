import { CONTROL, MOST_PARTS, offer, parametersOf, takePart } from './handOver.ts';
import { jobNames, jobs, type JobName } from './jobs.ts';
import type { FastLoops } from './loops.ts';

/** How long a thread looks for the next job before it sleeps (ms). */
const AWAKE_MS = 0.05;
/** Looks between two looks at the clock. */
const LOOKS = 200;
/** A thread that takes this long has been ended (ms). */
const PATIENCE = 10_000;

type Control = Int32Array<SharedArrayBuffer>;

/** Looks until `isThere`; false if that takes longer than threads stay awake. */
function lookFor(isThere: () => boolean): boolean {
  if (isThere()) return true;
  const begun = performance.now();
  do {
    for (let i = 0; i < LOOKS; i++) if (isThere()) return true;
  } while (performance.now() - begun < AWAKE_MS);
  return false;
}

/** Does a part of the job that lies in the control block. */
export function perform(control: Control, loops: FastLoops, part: number): void {
  const job = jobs[jobNames[control[CONTROL.JOB]]];
  job(loops, parametersOf(control), part, control[CONTROL.PARTS]);
}

/** The backend's thread, and those that share its jobs. */
export class ThreadPool {
  constructor(
    private readonly control: Control,
    private readonly threads: readonly { stop(): void }[],
    /** Called when the threads have been stopped. */
    private readonly onStop: () => void,
  ) {}

  /** The backend's thread included. */
  get size(): number {
    return this.threads.length + 1;
  }

  stop(): void {
    for (const thread of this.threads) thread.stop();
    this.onStop();
  }

  /** Does a job in so many parts, 2 to 32. */
  run(name: JobName, loops: FastLoops, parameters: readonly number[], parts: number): void {
    const { control } = this;
    control[CONTROL.JOB] = jobNames.indexOf(name);
    control.set(parameters, CONTROL.PARAMETERS);
    offer(control, Math.min(parts, MOST_PARTS));
    if (Atomics.load(control, CONTROL.ASLEEP) > 0) {
      Atomics.add(control, CONTROL.WAKE, 1);
      Atomics.notify(control, CONTROL.WAKE, parts - 1);
    }
    let failure: { error: unknown } | undefined;
    for (let part = takePart(control, 0); part >= 0; part = takePart(control, 0)) {
      try {
        // After a failure the parts are only taken away: nobody is to begin them.
        if (!failure) perform(control, loops, part);
      } catch (error) {
        failure = { error };
      }
      Atomics.add(control, CONTROL.DONE, 1);
    }
    // Whatever happened here, the others are still at it.
    this.wait();
    if (failure) throw failure.error;
  }

  private wait(): void {
    const { control } = this;
    const isDone = () => Atomics.load(control, CONTROL.DONE) === control[CONTROL.PARTS];
    if (!lookFor(isDone)) this.sleepUntil(isDone);
    if (Atomics.load(control, CONTROL.FAILED) !== 0) this.giveUp();
  }

  private sleepUntil(isDone: () => boolean): void {
    const { control } = this;
    Atomics.store(control, CONTROL.AWAITED, 1);
    // A machine that slept lets one wait run out although all is well.
    for (let late = 0; late < 2;) {
      const done = Atomics.load(control, CONTROL.DONE);
      if (isDone()) break;
      late = Atomics.wait(control, CONTROL.DONE, done, PATIENCE) === 'timed-out' ? late + 1 : 0;
      if (late === 2) this.giveUp();
    }
    Atomics.store(control, CONTROL.AWAITED, 0);
  }

  private giveUp(): never {
    this.stop();
    throw new Error('A thread of the WebAssembly backend has ended.');
  }
}

/** The life of a thread besides the backend's: does parts of jobs and never returns. `place`: see `takePart`. */
export function serve(control: Control, loops: FastLoops, place: number): never {
  const isOffered = () => Atomics.load(control, CONTROL.LEFT) !== 0;
  for (;;) {
    const woken = Atomics.load(control, CONTROL.WAKE);
    if (!lookFor(isOffered)) {
      Atomics.add(control, CONTROL.ASLEEP, 1);
      // Whoever offers a job now sees that somebody is asleep, or this sees the job.
      if (!isOffered()) Atomics.wait(control, CONTROL.WAKE, woken);
      Atomics.sub(control, CONTROL.ASLEEP, 1);
    }
    for (let part = takePart(control, place); part >= 0; part = takePart(control, place)) {
      try {
        perform(control, loops, part);
      } catch {
        Atomics.store(control, CONTROL.FAILED, 1);
      }
      Atomics.add(control, CONTROL.DONE, 1);
      if (Atomics.load(control, CONTROL.AWAITED) !== 0) Atomics.notify(control, CONTROL.DONE);
    }
  }
}
