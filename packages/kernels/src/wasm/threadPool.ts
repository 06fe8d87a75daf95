import { Governor } from './governor.ts';
import { CONTROL, handOut, MOST_PARTS, parametersOf, sleepUntil, takePart } from './handOver.ts';
import { jobNames, jobs, type JobName } from './jobs.ts';
import { Lookout } from './lookout.ts';
import type { FastLoops } from './loops.ts';
import { partsFor, type Pace, type Work } from './pace.ts';

/** How long a thread looks for the next job (ms): longer than between two jobs of a step. */
const AWAKE_MS = 1;
/**
 * How long the backend's thread looks for the end of parts that others do (ms): longer than parts differ. Where one takes
 * longer, its thread may be waiting for the core that looking keeps busy.
 */
const PATIENT_MS = 0.1;

type Control = Int32Array<SharedArrayBuffer>;

/** Does a part of the job that lies in the control block. */
function perform(control: Control, loops: FastLoops, part: number): void {
  const job = jobs[jobNames[control[CONTROL.JOB]]];
  job(loops, parametersOf(control), part, control[CONTROL.PARTS]);
}

/** The backend's thread, and those that share its jobs. */
export class ThreadPool {
  private readonly lookout = new Lookout(PATIENT_MS);
  private readonly governor = new Governor();

  constructor(
    private readonly control: Control,
    private readonly threads: readonly { stop(): void }[],
    private readonly loops: FastLoops,
    readonly pace: Pace,
    /** Called when the threads have been stopped. */
    private readonly onStop: () => void,
  ) {
    this.active = this.size;
  }

  /** The backend's thread included. */
  get size(): number {
    return this.threads.length + 1;
  }

  /** How many of them take parts. */
  get active(): number {
    return this.control[CONTROL.ACTIVE];
  }

  set active(count: number) {
    const { control } = this;
    Atomics.store(control, CONTROL.ACTIVE, count);
    // Those that are to rest, and those that have rested, have to see it.
    Atomics.add(control, CONTROL.WAKE, 1);
    for (const place of [CONTROL.ACTIVE, CONTROL.WAKE]) Atomics.notify(control, place);
  }

  stop(): void {
    for (const thread of this.threads) thread.stop();
    this.onStop();
  }

  /** Into how many parts such a job is divided at most. */
  partCount(work: Work): number {
    return partsFor(work, this.pace, this.active, false);
  }

  /** Does a job, in at most so many parts, if it is worth sharing; otherwise false. */
  run(name: JobName, parameters: readonly number[], work: Work, most = MOST_PARTS): boolean {
    const asleep = Atomics.load(this.control, CONTROL.ASLEEP) > 0;
    const parts = Math.min(most, partsFor(work, this.pace, this.active, asleep));
    if (parts < 2 || !this.governor.mayShare(performance.now())) return false;
    this.share(name, parameters, parts);
    return true;
  }

  private share(name: JobName, parameters: readonly number[], parts: number): void {
    const begun = performance.now();
    handOut(this.control, jobNames.indexOf(name), parameters, parts);
    const { done, failure } = this.takePart();
    const finished = performance.now();
    // Whatever happened here, the others are still at it.
    this.wait();
    const now = performance.now();
    this.governor.add({ parts, done, ownMs: finished - begun, waitedMs: now - finished }, now);
    if (failure) throw failure.error;
  }

  /** Does parts until none are left; after a failure they are only taken away, so that nobody begins them. */
  private takePart(): { done: number; failure?: { error: unknown } } {
    const { control, loops } = this;
    let failure: { error: unknown } | undefined;
    let done = 0;
    for (let part = takePart(control, 0); part >= 0; part = takePart(control, 0)) {
      try {
        if (!failure) perform(control, loops, part);
      } catch (error) {
        failure = { error };
      }
      Atomics.add(control, CONTROL.DONE, 1);
      done++;
    }
    return { done, failure };
  }

  private wait(): void {
    const { control } = this;
    const isDone = () => Atomics.load(control, CONTROL.DONE) === control[CONTROL.PARTS];
    if (!this.lookout.sees(isDone) && !sleepUntil(control, isDone)) this.giveUp();
    if (Atomics.load(control, CONTROL.FAILED) !== 0) this.giveUp();
  }

  private giveUp(): never {
    this.stop();
    throw new Error('A thread of the WebAssembly backend has ended.');
  }
}

/** The life of a thread besides the backend's, whose number is 0: does parts of jobs and never returns. */
export function serve(control: Control, loops: FastLoops, thread: number): never {
  const lookout = new Lookout(AWAKE_MS);
  const isOffered = () => Atomics.load(control, CONTROL.LEFT) !== 0;
  for (;;) {
    const active = Atomics.load(control, CONTROL.ACTIVE);
    if (thread >= active) {
      Atomics.wait(control, CONTROL.ACTIVE, active);
      continue;
    }
    const woken = Atomics.load(control, CONTROL.WAKE);
    if (!lookout.sees(isOffered)) {
      Atomics.add(control, CONTROL.ASLEEP, 1);
      // Whoever offers a job now sees that somebody is asleep, or this sees the job.
      if (!isOffered()) Atomics.wait(control, CONTROL.WAKE, woken);
      Atomics.sub(control, CONTROL.ASLEEP, 1);
    }
    if (thread >= Atomics.load(control, CONTROL.ACTIVE)) continue;
    for (let part = takePart(control, thread); part >= 0; part = takePart(control, thread)) {
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
