/**
 * Workers that simulate samples side by side: every one gets the next range when it has delivered the last.
 * The samples do not depend on how many workers there are, nor on who simulates what.
 */
import type { SampleChunk, SampleRange } from '../engine/data/ranges.ts';
import type { Experiment } from '../engine/experiment/schema.ts';
import { SimulationClient } from './client.ts';

export interface PoolListener {
  onChunk(chunk: SampleChunk): void;
  /** Pausing: no range is being simulated any more. */
  onIdle(): void;
  /** A range can't be simulated; the pool has paused. */
  onFailure(message: string): void;
  /** The script of some workers is late, or not waited for any longer. */
  onLate?(late: boolean): void;
}

interface Member {
  client: SimulationClient;
  /** What it is simulating. */
  range?: SampleRange;
}

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

  constructor(private readonly size: number) {}

  /** Starts a new job; what is left of the previous one is dropped. */
  start(runId: number, experiment: Experiment, ranges: readonly SampleRange[]): void {
    this.stop();
    this.job = { runId, experiment };
    this.queue = [...ranges];
    this.resume();
  }

  /** Continues with the ranges that are left. */
  resume(): void {
    this.paused = false;
    while (this.members.length < this.size) this.members.push(this.newMember());
    for (const member of this.members) this.next(member);
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
          this.listener?.onChunk(event);
          this.next(member);
        }
        if (event.type === 'failed') this.fail(member, event.message);
      },
      onDeath: (message) => this.fail(member, `Its worker stopped (${message}).`),
      onLate: (late) => {
        if (late) this.late.add(member);
        else this.late.delete(member);
        this.listener?.onLate?.(this.late.size > 0);
      },
    };
    return member;
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
        member.client.post({ type: 'makeSamples', ...this.job, range: member.range });
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
