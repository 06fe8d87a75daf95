import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleRanges, type SampleChunk } from '../engine/data/samples.ts';
import { experimentFrom } from '../engine/experiment/presets.ts';
import { poolSize, SimulationPool } from './pool.ts';
import type { LabEvent, SimulationCommand } from './protocol.ts';

type MakeSamples = Extract<SimulationCommand, { type: 'makeSamples' }>;

/** A worker that answers when the test says so. */
class FakeWorker {
  static all: FakeWorker[] = [];
  onmessage: ((message: { data: LabEvent }) => void) | null = null;
  onerror: ((event: { preventDefault(): void; message: string }) => void) | null = null;
  waiting: MakeSamples[] = [];
  terminated = false;

  constructor() {
    FakeWorker.all.push(this);
  }
  postMessage(command: MakeSamples): void {
    this.waiting.push(command);
  }
  terminate(): void {
    this.terminated = true;
  }
  deliver(): void {
    const command = this.waiting.shift();
    if (!command) return;
    const { runId, range } = command;
    this.onmessage?.({
      data: {
        type: 'samples',
        runId,
        ...range,
        inputs: new Float32Array(0),
        fields: new Float32Array(0),
      },
    });
  }
  fail(message: string): void {
    const { runId } = this.waiting.shift()!;
    this.onmessage?.({ data: { type: 'failed', runId, name: 'MeshError', message } });
  }
}

const busy = () =>
  FakeWorker.all.filter(({ terminated, waiting }) => !terminated && waiting.length);

function started(size: number) {
  const experiment = experimentFrom({ 'data.train': '30', 'data.test': '10' });
  const ranges = sampleRanges(experiment, 8);
  const chunks: SampleChunk[] = [];
  const failures: string[] = [];
  const idle = vi.fn<() => void>();
  const pool = new SimulationPool(size);
  pool.listener = {
    onChunk: (chunk) => chunks.push(chunk),
    onIdle: idle,
    onFailure: (message) => failures.push(message),
  };
  pool.start(1, experiment, ranges);
  return { pool, ranges, chunks, failures, idle };
}

const key = ({ set, first, count }: { set: string; first: number; count: number }) =>
  `${set} ${first} ${count}`;

beforeEach(() => {
  FakeWorker.all = [];
  vi.stubGlobal('Worker', FakeWorker);
});
afterEach(() => vi.unstubAllGlobals());

describe('the pool', () => {
  it('leaves a core to the rest, but never has no worker', () => {
    expect([1, 2, 4, 16].map(poolSize)).toEqual([1, 1, 3, 15]);
  });

  it.each([1, 3, 9])('simulates every range once, with %i workers', (size) => {
    const { ranges, chunks } = started(size);
    while (busy().length > 0) for (const worker of busy().toReversed()) worker.deliver();
    expect(chunks.map(key).toSorted()).toEqual(ranges.map(key).toSorted());
  });

  it('pauses after the ranges in progress and goes on with the rest', () => {
    const { pool, ranges, chunks, idle } = started(2);
    pool.pause();
    expect(idle).not.toHaveBeenCalled();
    for (const worker of busy()) worker.deliver();
    expect(idle).toHaveBeenCalled();
    expect(chunks).toHaveLength(2);
    expect(busy()).toHaveLength(0);
    pool.resume();
    while (busy().length > 0) for (const worker of busy()) worker.deliver();
    expect(chunks.map(key).toSorted()).toEqual(ranges.map(key).toSorted());
  });

  it('stops at once and simulates again what was in progress', () => {
    const { pool, ranges, chunks } = started(3);
    busy()[0].deliver();
    pool.stop();
    expect(busy()).toHaveLength(0);
    pool.resume();
    while (busy().length > 0) for (const worker of busy()) worker.deliver();
    expect(chunks.map(key).toSorted()).toEqual(ranges.map(key).toSorted());
  });

  it('says why a range can’t be simulated, and can be asked again', () => {
    const { pool, ranges, chunks, failures } = started(2);
    busy()[1].fail('two walls meet');
    expect(failures).toEqual(['two walls meet']);
    expect(busy()).toHaveLength(0);
    pool.resume();
    while (busy().length > 0) for (const worker of busy()) worker.deliver();
    expect(chunks.map(key).toSorted()).toEqual(ranges.map(key).toSorted());
  });

  it('survives the death of a worker', () => {
    const { pool, ranges, chunks, failures } = started(2);
    busy()[0].onerror?.({ preventDefault: () => {}, message: 'out of memory' });
    expect(failures).toEqual(['Its worker stopped (out of memory).']);
    pool.resume();
    while (busy().length > 0) for (const worker of busy()) worker.deliver();
    expect(chunks.map(key).toSorted()).toEqual(ranges.map(key).toSorted());
  });
});
