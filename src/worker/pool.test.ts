import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleRanges, type SampleChunk, type SamplesOn } from '../engine/data/ranges.ts';
import { experimentFrom } from '../engine/experiment/presets.ts';
import { workersInto, type FakeWorker } from './fakeWorker.testing.ts';
import { poolSize, SimulationPool } from './pool.ts';
import type { LabEvent, SimulationCommand } from './protocol.ts';

type MakeSamples = Extract<SimulationCommand, { type: 'makeSamples' }>;

type SimulationWorker = FakeWorker<MakeSamples, LabEvent>;
let workers: SimulationWorker[];
const busy = () => workers.filter(({ terminated, posted }) => !terminated && posted.length > 0);

/** The answer to the first command that has none. */
function deliver(worker: SimulationWorker): void {
  const command = worker.posted.shift();
  if (!command) return;
  const { runId, range } = command;
  const nothing = new Float32Array(0);
  worker.say({ type: 'samples', runId, ...range, inputs: nothing, fields: nothing });
}

function fail(worker: SimulationWorker, message: string): void {
  const { runId } = worker.posted.shift()!;
  worker.say({ type: 'failed', runId, name: 'MeshError', message });
}

function started(size: number, on: SamplesOn = 'wasm') {
  const experiment = experimentFrom({ 'data.train': '30', 'data.test': '10' });
  const ranges = sampleRanges(experiment, 8);
  const chunks: SampleChunk[] = [];
  const makers = new Set<SamplesOn>();
  const failures: string[] = [];
  const refusals: string[] = [];
  const idle = vi.fn<() => void>();
  const pool = new SimulationPool(size);
  pool.listener = {
    onChunk: (chunk, by) => {
      chunks.push(chunk);
      makers.add(by);
    },
    onIdle: idle,
    onFailure: (message) => failures.push(message),
    onNoGpu: (reason) => refusals.push(reason),
  };
  pool.start(1, experiment, ranges, on);
  return { pool, ranges, chunks, makers, failures, refusals, idle };
}

const key = ({ set, first, count }: { set: string; first: number; count: number }) =>
  `${set} ${first} ${count}`;

beforeEach(() => {
  workers = [];
  vi.stubGlobal('Worker', workersInto(workers));
});
afterEach(() => vi.unstubAllGlobals());

describe('the pool', () => {
  it('leaves a core to the rest, but never has no worker', () => {
    expect([1, 2, 4, 16].map(poolSize)).toEqual([1, 1, 3, 15]);
  });

  it.each([1, 3, 9])('simulates every range once, with %i workers', (size) => {
    const { ranges, chunks } = started(size);
    while (busy().length > 0) for (const worker of busy().toReversed()) deliver(worker);
    expect(chunks.map(key).toSorted()).toEqual(ranges.map(key).toSorted());
  });

  it('pauses after the ranges in progress and goes on with the rest', () => {
    const { pool, ranges, chunks, idle } = started(2);
    pool.pause();
    expect(idle).not.toHaveBeenCalled();
    for (const worker of busy()) deliver(worker);
    expect(idle).toHaveBeenCalled();
    expect(chunks).toHaveLength(2);
    expect(busy()).toHaveLength(0);
    pool.resume();
    while (busy().length > 0) for (const worker of busy()) deliver(worker);
    expect(chunks.map(key).toSorted()).toEqual(ranges.map(key).toSorted());
  });

  it('stops at once and simulates again what was in progress', () => {
    const { pool, ranges, chunks } = started(3);
    deliver(busy()[0]);
    pool.stop();
    expect(busy()).toHaveLength(0);
    pool.resume();
    while (busy().length > 0) for (const worker of busy()) deliver(worker);
    expect(chunks.map(key).toSorted()).toEqual(ranges.map(key).toSorted());
  });

  it('keeps one worker busy with a GPU, which takes many samples at once', () => {
    const { ranges, chunks } = started(3, 'webgpu');
    expect(busy().map(({ posted }) => posted[0].on)).toEqual(['webgpu']);
    while (busy().length > 0) for (const worker of busy()) deliver(worker);
    expect(chunks.map(key)).toEqual(['train 0 30', 'test 0 10']);
    expect(ranges.length).toBeGreaterThan(2);
  });

  it('goes on with WebAssembly in all workers where a GPU refuses', () => {
    const { ranges, chunks, makers, refusals } = started(3, 'webgpu');
    deliver(busy()[0]);
    const [worker] = busy();
    worker.say({ type: 'noGpu', runId: worker.posted.shift()!.runId, reason: 'it was lost.' });
    expect(refusals).toEqual(['it was lost.']);
    expect(busy().map(({ posted }) => posted[0].on)).toEqual(['wasm', 'wasm']);
    while (busy().length > 0) for (const one of busy()) deliver(one);
    const test = ranges.filter(({ set }) => set === 'test');
    expect([...makers]).toEqual(['webgpu', 'wasm']);
    expect(chunks.map(key).toSorted()).toEqual(['train 0 30', ...test.map(key)].toSorted());
  });

  it('goes on with WebAssembly where the worker of a GPU dies', () => {
    const { ranges, chunks, refusals, failures } = started(3, 'webgpu');
    busy()[0].die('out of memory');
    expect(refusals).toEqual(['its worker stopped (out of memory).']);
    expect(failures).toEqual([]);
    // The command that died with its worker has no answer.
    for (const worker of workers) worker.posted = worker.posted.filter(({ on }) => on === 'wasm');
    expect(busy()).toHaveLength(3);
    while (busy().length > 0) for (const worker of busy()) deliver(worker);
    expect(chunks.map(key).toSorted()).toEqual(ranges.map(key).toSorted());
  });

  it('says why a range can’t be simulated, and can be asked again', () => {
    const { pool, ranges, chunks, failures } = started(2);
    fail(busy()[1], 'two walls meet');
    expect(failures).toEqual(['two walls meet']);
    expect(busy()).toHaveLength(0);
    pool.resume();
    while (busy().length > 0) for (const worker of busy()) deliver(worker);
    expect(chunks.map(key).toSorted()).toEqual(ranges.map(key).toSorted());
  });

  it('survives the death of a worker', () => {
    const { pool, ranges, chunks, failures } = started(2);
    busy()[0].die('out of memory');
    expect(failures).toEqual(['Its worker stopped (out of memory).']);
    pool.resume();
    while (busy().length > 0) for (const worker of busy()) deliver(worker);
    expect(chunks.map(key).toSorted()).toEqual(ranges.map(key).toSorted());
  });
});
