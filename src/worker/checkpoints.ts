import { deviceFault } from 'slimwave-kernels/webgpu/deviceFaults';
import type { TrainingSession } from '../engine/train/session.ts';
import type { Reply } from './serve.ts';

/** Time before the first checkpoint and between two (ms); longer where one costs more than a share of the time. */
const FIRST = 500;
const [SHORTEST, LONGEST] = [3000, 15_000];
const SHARE = 0.02;

/** Hands the page checkpoints of a run, from time to time. */
export class Checkpoints {
  private next = 0;
  /** What the last one was of. */
  private kept = '';

  /** Another run begins. */
  forget(): void {
    this.kept = '';
  }

  /** Training begins or goes on. */
  start(): void {
    this.next = performance.now() + FIRST;
  }

  due(): boolean {
    return performance.now() >= this.next;
  }

  /** Hands one over, unless nothing has changed since the last one or the device is faulty. */
  async take(session: TrainingSession, reply: Reply): Promise<void> {
    const started = performance.now();
    const checkpoint = await session.checkpoint();
    const state = `${checkpoint?.step} ${checkpoint?.points}`;
    if (checkpoint && state !== this.kept && (await deviceFault()) === undefined) {
      this.kept = state;
      reply({ type: 'checkpoint', checkpoint });
    }
    const now = performance.now();
    const wait = Math.max(SHORTEST, (now - started) / SHARE);
    this.next = now + Math.min(wait, LONGEST);
  }
}
