/** Own data on grids of any numbers of points along x and y: every network, format and padding, on random rectangles. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ownDataSets } from '../data/own.ts';
import { experimentFrom } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';
import { taskIo } from '../experiment/taskIo.ts';
import { checkOwnData } from '../files/ownData.ts';
import { formatIds } from 'slimwave-formats/registry';
import { product } from '../math.ts';
import { validateExperiment } from '../opening/validate.ts';
import { randomStream } from '../random.ts';
import { Trainer } from '../train/trainer.ts';
import { denseEquivalent } from './denseEquivalent.ts';
import { buildNetwork } from '../nets/build.ts';
import { planNetwork } from '../nets/plan.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const PADDINGS = ['zero', 'circular', 'odd'] as const;
const SAMPLES = 4;

/** Networks that the inputs fit, and how the times are laid out. */
const networks = [
  { kind: 'generator', numbers: true, time: 'channels' },
  { kind: 'generator', numbers: true, time: 'axis' },
  { kind: 'unet', numbers: true, time: 'channels' },
  { kind: 'resnet', numbers: true, time: 'axis' },
  { kind: 'unet', numbers: false, time: 'channels' },
  { kind: 'resnet', numbers: false, time: 'channels' },
  { kind: 'propagator', numbers: false, time: 'channels' },
] as const;

const rectangle = fc.record({
  network: fc.constantFrom(...networks),
  format: fc.constantFrom(...formatIds),
  padding: fc.constantFrom(...PADDINGS),
  x: fc.integer({ min: 4, max: 11 }),
  y: fc.integer({ min: 4, max: 11 }),
  frames: fc.integer({ min: 1, max: 3 }),
  blocks: fc.integer({ min: 1, max: 3 }),
  kernel: fc.constantFrom(2, 3, 4),
  upsampling: fc.constantFrom('nearest', 'linear'),
});
type Rectangle = typeof rectangle extends fc.Arbitrary<infer One> ? One : never;

function experimentOf(one: Rectangle): Experiment {
  const { network, x, y, frames } = one;
  return experimentFrom({
    backend: 'cpu',
    'task.kind': 'own',
    'task.inputs': network.numbers ? '2' : `2x${x}x${y}`,
    'task.outputs': `${frames}x${x}x${y}`,
    'task.time': network.time,
    'data.train': String(SAMPLES - 1),
    'data.test': '1',
    'net.kind': network.kind,
    'net.blocks': String(one.blocks),
    'net.width': '2',
    'net.hidden': '3',
    'net.kernel': String(one.kernel),
    'net.padding': one.padding,
    'net.upsampling': one.upsampling,
    'training.batch': '2',
    networks: '1',
    'a.format': one.format,
    'a.rank': '2',
  });
}

function setsOf(experiment: Experiment) {
  const random = randomStream(1, 'rectangles');
  const array = (shape: number[]) => ({
    shape,
    data: Float32Array.from({ length: product(shape) }, () => random.uniform()),
    dtype: '<f4',
  });
  const { inputs, outputs } = experiment.task;
  const shape = (text: string) => [SAMPLES, ...text.split('x').map(Number)];
  const names = inputs.includes('x') ? ['inputs', 'outputs'] : ['parameters', 'fields'];
  const own = checkOwnData(
    new Map([
      [names[0], array(shape(inputs))],
      [names[1], array(shape(outputs))],
    ]),
  );
  return ownDataSets(own, experiment);
}

/** Either the settings are refused with a sentence, or the network is built, trained for a step and unfolded. */
function check(one: Rectangle): string {
  const experiment = experimentOf(one);
  const [issue] = validateExperiment(experiment);
  if (issue) {
    // Padding that would need a second reflection, on a coarse grid or few times.
    expect(issue.message).toMatch(/^Kernel size must be at most \d+, because circular or odd/);
    expect(one.padding).not.toBe('zero');
    return 'refused';
  }
  const io = taskIo(experiment);
  expect(io.grid.slice(-2)).toEqual([one.x, one.y]);
  const plan = planNetwork(experiment, 'a');
  const model = buildNetwork(experiment, 'a', plan);
  expect(model.countParams()).toBe(plan.totals.parameters);
  expect(model.outputs[0].shape).toEqual([null, ...io.grid, io.channels]);
  model.dispose();
  trainsOn(experiment);
  return 'trained';
}

function trainsOn(experiment: Experiment): void {
  const { train } = setsOf(experiment);
  const trainer = new Trainer(buildNetwork(experiment, 'a'), experiment.training, train, {
    steps: 1,
    rates: 1e-2,
  });
  const before = trainer.model.getWeights().map((weight) => weight.dataSync().slice());
  trainer.trainStep();
  trainer.model.getWeights().forEach((weight, i) => {
    const now = weight.dataSync();
    expect(now.every(Number.isFinite)).toBe(true);
    // A gradient reached it: no weight is out of every output's sight.
    if (product(weight.shape) > 1)
      expect(now.some((value, k) => value !== before[i][k])).toBe(true);
  });
  const dense = denseEquivalent(trainer.model);
  const x = tf.tensor(train.inputs.slice(0, train.inputSize), [1, ...train.inputShape]);
  const [u, v] = [trainer.model, dense].map((one) => one.predict(x) as tf.Tensor);
  expect(v.shape).toEqual(u.shape);
  const difference = tf.max(tf.abs(tf.sub(u, v))).dataSync()[0];
  expect(difference).toBeLessThan(1e-5 * (1 + tf.max(tf.abs(u)).dataSync()[0]));
  trainer.dispose();
  dense.dispose();
}

describe('on a random rectangle', () => {
  it('a network has the planned numbers, learns, and has a dense equivalent', () => {
    fc.assert(
      fc.property(rectangle, (one) => {
        check(one);
      }),
      { numRuns: 8 },
    );
  });
});
