/** Simulations that are made when the test says so: of samples, and of what the stage shows. */
import type { SampleRange, SamplesOn } from '../../engine/data/ranges.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import type { SimulationCommand } from '../../worker/protocol.ts';
import type { Workers } from './workers.ts';

/** Workers that make one range of samples after the other. */
export class FakePool {
  listener: Workers['pool']['listener'];
  private queue: SampleRange[] = [];
  private current?: SampleRange;
  private paused = true;
  /** What simulates: a test may change it, like a GPU that can't go on. */
  on: SamplesOn = 'wasm';

  get works(): boolean {
    return this.current !== undefined || (!this.paused && this.queue.length > 0);
  }

  start(
    _runId: number,
    _experiment: Experiment,
    ranges: readonly SampleRange[],
    on: SamplesOn = 'wasm',
  ): void {
    this.on = on;
    this.queue = [...ranges];
    this.current = undefined;
    this.resume();
  }
  resume(): void {
    this.paused = false;
    this.current ??= this.queue.shift();
  }
  pause(): void {
    this.paused = true;
    if (!this.current) this.listener?.onIdle();
  }
  stop(): void {
    this.paused = true;
    if (this.current) this.queue.unshift(this.current);
    this.current = undefined;
  }
  again(): void {}

  /** Delivers the range in progress. False if there is none. */
  deliver(): boolean {
    const range = this.current;
    if (!range) return false;
    this.current = this.paused ? undefined : this.queue.shift();
    const values = () => new Float32Array(range.count);
    this.listener?.onChunk({ ...range, inputs: values(), fields: values() }, this.on);
    if (this.paused && !this.current) this.listener?.onIdle();
    return true;
  }

  fail(message: string): boolean {
    if (!this.current) return false;
    this.stop();
    this.listener?.onFailure(message);
    return true;
  }
}

export class FakeSimulation {
  listener: Workers['simulation']['listener'];
  readonly due: SimulationCommand[] = [];

  post(command: SimulationCommand): void {
    this.due.push(command);
  }
  again(): void {}
  close(): void {
    this.due.length = 0;
  }

  /** Answers the oldest question. False if there is none. */
  answer(): boolean {
    const command = this.due.shift();
    if (!command) return false;
    const { runId } = command;
    const failed = { type: 'failed', name: 'Error', message: 'It can’t be computed.' } as const;
    this.listener?.onEvent(
      command.type === 'submodel'
        ? { ...failed, runId, network: command.network }
        : { ...failed, runId },
    );
    return true;
  }

  die(): void {
    this.due.length = 0;
    this.listener?.onDeath('gone');
  }
}
