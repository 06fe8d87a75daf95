/**
 * Workers that simulate samples side by side: every one gets the next range when it has delivered the last.
 * The samples do not depend on how many workers there are, nor on who simulates what.
 */
import {
  dividedRange,
  joinedRanges,
  rangeSize,
  type SampleChunk,
  type SampleRange,
  type SamplesOn,
} from '../engine/data/ranges.ts';
import type { Experiment } from '../engine/experiment/schema.ts';
import { SimulationClient } from './client.ts';

export interface PoolListener {
  onChunk(chunk: SampleChunk, on: SamplesOn): void;
  /** Pausing: no range is being simulated any more. */
  onIdle(): void;
  /** A range can't be simulated; the pool has paused. */
  onFailure(message: string): void;
  /** A GPU was to make the samples and can't; WebAssembly makes them. The reason is the end of a sentence. */
  onNoGpu?(reason: string): void;
  /** The script of some workers is late, or not waited for any longer. */
  onLate?(late: boolean): void;
}

interface Member {
  client: SimulationClient;
  /** What it is simulating. */
  range?: SampleRange;
}

/** Samples that a GPU makes at once. */
const BATCH = 64;

/** One core is left to the page and the networks. */
export const poolSize = (cores: number): number => Math.max(1, cores - 1);

export class SimulationPool {
  /** Set once, before the first start. */
  listener?: PoolListener;
  private readonly members: Member[] = [];
  private readonly late = new Set<Member>();
  private queue: SampleRange[] = [];
  private job?: { runId: number; experiment: Experiment };
  private paused = true;
  /** Who makes the samples of the job: a GPU, which one worker keeps busy, or WebAssembly in all of them. */
  private on: SamplesOn = 'wasm';

  constructor(private readonly size: number) {}

  /** Starts a new job; what is left of the previous one is dropped. */
  start(
    runId: number,
    experiment: Experiment,
    ranges: readonly SampleRange[],
    on: SamplesOn = 'wasm',
  ): void {
    this.stop();
    this.job = { runId, experiment };
    this.on = on;
    this.queue = on === 'webgpu' ? joinedRanges(ranges, BATCH) : [...ranges];
    this.resume();
  }

  /** Continues with the ranges that are left. */
  resume(): void {
    this.paused = false;
    const size = this.on === 'webgpu' ? 1 : this.size;
    while (this.members.length < size) this.members.push(this.newMember());
    for (const member of this.members.slice(0, size)) this.next(member);
  }

  /** Hands out no more; the ranges in progress are still delivered, then `onIdle` is called. */
  pause(): void {
    this.paused = true;
    this.reportIdle();
  }

  /** Ends at once: workers in the middle of a range are replaced, and `resume` simulates it again. */
  stop(): void {
    this.paused = true;
    for (const member of this.members) {
      if (!member.range) continue;
      this.queue.unshift(member.range);
      member.range = undefined;
      member.client.replace();
    }
  }

  /** Loads scripts that are late once more. */
  again(): void {
    for (const { client } of this.members) client.again();
  }

  private newMember(): Member {
    const member: Member = {
      client: new SimulationClient(`simulation pool ${this.members.length + 1}`),
    };
    member.client.listener = {
      onEvent: (event) => {
        if (event.runId !== this.job?.runId || !member.range) return;
        if (event.type === 'samples') {
          member.range = undefined;
          this.listener?.onChunk(event, this.on);
          this.next(member);
        }
        if (event.type === 'noGpu') this.leaveGpu(member, event.reason);
        if (event.type === 'failed') this.fail(member, event.message);
      },
      onDeath: (message) => {
        if (this.on === 'webgpu') this.leaveGpu(member, `its worker stopped (${message}).`);
        else this.fail(member, `Its worker stopped (${message}).`);
      },
      onLate: (late) => {
        if (late) this.late.add(member);
        else this.late.delete(member);
        this.listener?.onLate?.(this.late.size > 0);
      },
    };
    return member;
  }

  private leaveGpu(member: Member, reason: string): void {
    const { job } = this;
    const { range } = member;
    if (!job || !range) return;
    member.range = undefined;
    this.on = 'wasm';
    const size = rangeSize(job.experiment);
    this.queue = [range, ...this.queue].flatMap((one) => dividedRange(one, size));
    this.listener?.onNoGpu?.(reason);
    if (this.paused) this.reportIdle();
    else this.resume();
  }

  /** The range goes back into the queue: the user may try again. */
  private fail(member: Member, message: string): void {
    if (!member.range) return;
    this.queue.unshift(member.range);
    member.range = undefined;
    this.stop();
    this.listener?.onFailure(message);
  }

  private next(member: Member): void {
    if (!this.paused && !member.range && this.job) {
      member.range = this.queue.shift();
      if (member.range)
        member.client.post({
          type: 'makeSamples',
          ...this.job,
          range: member.range,
          on: this.on,
        });
    }
    this.reportIdle();
  }

  /** Whether nothing is being simulated, and nothing will be before `resume`. */
  get idle(): boolean {
    return this.paused && this.members.every(({ range }) => !range);
  }

  private reportIdle(): void {
    if (this.idle) this.listener?.onIdle();
  }
}
