import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { SampleSet } from '../data/dataset.ts';
import { chooseBackend } from '../device/choose.ts';
import { presets } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';
import { buildNetwork } from '../nets/build.ts';
import { formatIds } from 'slimwave-formats/registry';
import { planNetwork } from '../nets/plan.ts';
import { Trainer } from './trainer.ts';

const { experiment: quick } = presets.find(({ id }) => id === 'quick')!;
const experiment: Experiment = {
  ...quick,
  task: { ...quick.task, grid: 8, frames: 4 },
  net: { ...quick.net, width: 4 },
  training: { ...quick.training, batch: 2 },
};

function trainer(id: 'a' | 'b', changed = experiment): Trainer {
  const data = new SampleSet(4, changed);
  data.fields.fill(1);
  data.norms.fill(Math.sqrt(data.size));
  const model = buildNetwork(changed, id);
  return new Trainer(model, experiment.training, data, { steps: 100, rates: 1e-3 });
}

describe('memory of a network', () => {
  beforeAll(async () => {
    await chooseBackend('wasm');
  });

  it('is its weights and two moments from the first step on, and stays so', async () => {
    const one = trainer('a');
    one.trainStep();
    await one.takeBatchErrors();
    const { weightBytes, optimizerBytes } = planNetwork(experiment, 'a').totals;
    // A few numbers that every step computes with.
    const few = one.bytes - weightBytes - optimizerBytes;
    expect(few).toBeGreaterThanOrEqual(0);
    expect(few).toBeLessThan(64);
    for (let i = 0; i < 5; i++) {
      one.trainStep();
      // The squared errors that nobody has read yet.
      expect(one.bytes).toBe(weightBytes + optimizerBytes + few + 4 * experiment.training.batch);
      await one.takeBatchErrors();
      expect(one.bytes).toBe(weightBytes + optimizerBytes + few);
    }
    one.dispose();
  });

  it('is counted apart for networks that share a backend, and adds up to all there is', async () => {
    const before = tf.memory().numBytes;
    const [a, b] = [trainer('a'), trainer('b')];
    for (let i = 0; i < 3; i++) {
      a.trainStep();
      const read = a.takeBatchErrors();
      b.trainStep();
      await read;
    }
    await b.takeBatchErrors();
    expect(a.bytes).not.toBe(b.bytes);
    expect(a.bytes + b.bytes).toBe(tf.memory().numBytes - before);
    a.dispose();
    b.dispose();
    expect(tf.memory().numBytes).toBe(before);
  });
});

describe('the steps and forecasts of a network', () => {
  const both = formatIds.flatMap((format) =>
    (['factorised', 'reconstructed'] as const).map((execution) => ({ format, execution })),
  );

  it.each(both)('are replayed with the same bits: $format, $execution', async (kernels) => {
    await chooseBackend('wasm');
    const networks = [quick.networks[0], { ...quick.networks[1], ...kernels }];
    const one = trainer('b', { ...experiment, networks });
    const input = one.data.inputs.subarray(0, one.data.inputSize);
    for (let i = 0; i < 3; i++) {
      one.trainStep();
      await one.forecast(input);
    }
    await one.takeBatchErrors();
    expect(one.replaying).toBe(true);
    one.dispose();
  });
});
