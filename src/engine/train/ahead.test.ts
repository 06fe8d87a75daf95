/** Sessions that run ahead of their read-backs and share a backend, as on a GPU; wasm computes, and waits are simulated. */
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DataSets } from '../data/dataset.ts';
import { chooseBackend } from '../device/choose.ts';
import { yieldToEvents } from '../events.ts';
import { presets } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { CurvePoint } from './progress.ts';
import { TrainingSession } from './session.ts';
import { specOf, withSpec } from '../experiment/network.ts';

const gpu = vi.hoisted(() => ({ ahead: false }));

vi.mock('slimwave-kernels/webgpu/queue', () => ({
  runsAhead: () => gpu.ahead,
  gpuIdle: () => yieldToEvents(),
}));

/** Train points every second step, test points every eleventh: windows end in between. */
const STEPS = 210;

const { experiment: quick } = presets.find(({ id }) => id === 'quick')!;
const experiment: Experiment = {
  ...quick,
  task: { ...quick.task, grid: 8, frames: 4 },
  data: { ...quick.data, train: 8, test: 4 },
  net: { ...quick.net, width: 2, kernel: 3 },
  training: { ...quick.training, batch: 2, steps: STEPS },
};

function madeUp(): DataSets {
  const sets = new DataSets(experiment);
  for (const name of ['train', 'test'] as const) {
    const { count, inputSize, size } = sets[name];
    const waves = (values: number) => Float32Array.from({ length: values }, (_, i) => Math.sin(i));
    sets.put(name, 0, waves(count * inputSize), waves(count * size));
  }
  return sets;
}

/** The curve of a network, paused after each of the given steps. */
async function curve(id: 'a' | 'b', pauses: number[] = []): Promise<CurvePoint[]> {
  const session = new TrainingSession(experiment, id, madeUp());
  const points: CurvePoint[] = [];
  for (const until of [...pauses, STEPS]) {
    await session.run(
      until,
      () => false,
      (progress) => points.push(...progress.points),
    );
    expect(session.step).toBe(until);
  }
  session.dispose();
  return points;
}

describe('training ahead of its read-backs', () => {
  beforeAll(async () => {
    await chooseBackend('wasm');
  });
  beforeEach(() => {
    gpu.ahead = true;
  });

  it('has exactly the points of training that waits, pauses or not', async () => {
    const ahead = await curve('a');
    const paused = await curve('a', [1, 2, 50, 99]);
    gpu.ahead = false;
    const waiting = await curve('a');
    expect(ahead).toEqual(waiting);
    expect(paused).toEqual(waiting);
    expect(waiting.map(({ step }) => step)).toEqual(
      waiting.map(({ step }) => step).toSorted((a, b) => a - b),
    );
  });

  it('does not depend on a network that trains on the same backend', async () => {
    const alone = { a: await curve('a'), b: await curve('b') };
    const [a, b] = await Promise.all([curve('a'), curve('b', [7])]);
    expect(a).toEqual(alone.a);
    expect(b).toEqual(alone.b);
  });

  it('still ends with the sentence of a network that diverges', async () => {
    const wild = withSpec(experiment, 'a', { ...specOf(experiment, 'a'), rate: 1e6 });
    const session = new TrainingSession(wild, 'a', madeUp());
    const run = session.run(
      STEPS,
      () => false,
      () => {},
    );
    await expect(run).rejects.toThrow(/diverged at step \d+/);
    session.dispose();
  });
});
