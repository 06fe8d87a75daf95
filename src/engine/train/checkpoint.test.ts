import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from '../device/choose.ts';
import type { DataSets } from '../data/dataset.ts';
import { buildDataSets } from '../data/samples.ts';
import { experimentFrom } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';
import { areSound, type Checkpoint } from './checkpoint.ts';
import type { CurvePoint, TrainingResult } from './progress.ts';
import { TrainingSession } from './session.ts';

const tiny = {
  'scene.elements': '16',
  'task.grid': '8',
  'task.frames': '4',
  'source.frequency': '1..1.6',
  'data.train': '20',
  'data.test': '8',
  'net.width': '6',
  'net.kernel': '3',
  'training.steps': '30',
  'training.fineTune': '12',
  // Batches end in the middle of an epoch.
  'training.batch': '8',
  'b.format': 'one-way',
  'b.rank': '2',
  'b.rate': '0.01',
};

const routes: Record<string, Record<string, string>> = {
  'the plain route': {},
  'AdamW with clipping at a constant rate': {
    'training.decay': '0.01',
    'training.decayOn': 'weights',
    'training.clip': '1',
    'training.schedule': 'constant',
  },
  'decay on kernels and a spectral start': {
    'training.decay': '0.01',
    'training.decayOn': 'kernels',
    'b.start': 'spectral',
  },
  'compression after training': { 'b.route': 'after' },
  'automatic rates': { 'b.rate': 'auto' },
  'automatic rates and compression after training': { 'b.route': 'after', 'b.rate': 'auto' },
  // Points of the two curves do not fall together.
  'a long run': { 'training.steps': '300' },
};

let sets: DataSets;
let tensors: number;
beforeAll(async () => {
  await chooseBackend('wasm');
  tensors = tf.memory().numTensors;
  sets = buildDataSets(experimentFrom(tiny));
});
afterAll(() => {
  expect(tf.memory().numTensors).toBe(tensors);
});

const never = () => false;

interface Course {
  points: CurvePoint[];
  result: TrainingResult;
  values: Float32Array;
  checkpoints: Checkpoint[];
}

/** Runs to the end, with every checkpoint that could be taken, each through the clone that messages and databases make. */
async function course(experiment: Experiment, from?: Checkpoint): Promise<Course> {
  const session = new TrainingSession(experiment, 'b', sets, from && structuredClone(from));
  const points: CurvePoint[] = [];
  const checkpoints: Checkpoint[] = [];
  const take = async () => {
    checkpoints.push(structuredClone((await session.checkpoint())!));
    expect(checkpoints.at(-1)!.points).toBe((from?.points ?? 0) + points.length);
  };
  await session.run(session.totalSteps, never, (told) => points.push(...told.points), {
    due: () => true,
    take,
  });
  await take();
  const result = (await session.result(never, () => {}))!;
  const { values } = await session.trainer.state();
  session.dispose();
  return { points, result, values, checkpoints };
}

/** What must be the same to the bit; times may differ. */
const exact = ({
  stepMs: _step,
  stepMsScatter: _stepScatter,
  forecastMs: _forecast,
  forecastMsScatter: _forecastScatter,
  ...rest
}: TrainingResult) => rest;

describe('a run that goes on from a checkpoint', () => {
  it.each(Object.entries(routes))('%s: is the same to the bit as without', async (_, settings) => {
    const experiment = experimentFrom({ ...tiny, ...settings });
    const whole = await course(experiment);
    const { checkpoints } = whole;
    const cut = checkpoints.find((checkpoint) => checkpoint.cut !== undefined);
    // The first and the last one, those at and about the cut, some in between.
    const tried = checkpoints.filter(
      (checkpoint, i) =>
        i % Math.ceil(checkpoints.length / 4) === 0 ||
        checkpoint === checkpoints.at(-1) ||
        Math.abs(checkpoint.step - (cut?.step ?? Infinity)) <= 1,
    );
    for (const checkpoint of tried) {
      const rest = await course(experiment, checkpoint);
      expect([...whole.points.slice(0, checkpoint.points), ...rest.points]).toEqual(whole.points);
      expect(rest.values).toEqual(whole.values);
      expect(exact(rest.result)).toEqual(exact(whole.result));
      expect(rest.result.stepMs).toBeGreaterThan(0);
    }
  });

  it('on another backend: the curve goes on close to what it would have been', async () => {
    const experiment = experimentFrom(tiny);
    const { points, checkpoints } = await course(experiment);
    const checkpoint = checkpoints.find(({ step }) => step >= 15)!;
    await chooseBackend('cpu');
    const rest = await course(experiment, checkpoint);
    await chooseBackend('wasm');
    const expected = points.slice(checkpoint.points);
    expect(rest.points.map(({ step }) => step)).toEqual(expected.map(({ step }) => step));
    rest.points.forEach(({ test, train }, i) => {
      expect(test ?? 0).toBeCloseTo(expected[i].test ?? 0, 3);
      expect(train ?? 0).toBeCloseTo(expected[i].train ?? 0, 3);
    });
  });

  it('survives a second interruption before its first step', async () => {
    const experiment = experimentFrom(tiny);
    const { checkpoints } = await course(experiment);
    const middle = checkpoints.find(({ step }) => step >= 15)!;
    const session = new TrainingSession(experiment, 'b', sets, middle);
    expect(session.step).toBe(middle.step);
    expect(session.begun).toBe(false);
    const kept = (await session.checkpoint())!;
    expect(kept).toEqual(middle);
    // As a worker does, which has nothing of it left then.
    structuredClone(kept, { transfer: [kept.trainer!.values.buffer as ArrayBuffer] });
    expect(await session.checkpoint()).toEqual(middle);
  });

  it('refuses the weights of another network with a sentence, and keeps no tensors', async () => {
    const { checkpoints } = await course(experimentFrom(tiny));
    const wider = experimentFrom({ ...tiny, 'net.width': '8' });
    const session = new TrainingSession(wider, 'b', sets, checkpoints.at(-1));
    await expect(session.run(30, never, () => {})).rejects.toThrow(/belongs to another network/);
  });
});

describe('what is not worth going back to', () => {
  const state = (weights: number[]) => ({
    done: 1,
    values: Float32Array.from([...weights, ...weights.map(() => 0), ...weights.map(() => 0)]),
  });

  it('is what a failed device reads: zero everywhere, or no numbers', () => {
    expect(areSound(state([0, -1e-9]))).toBe(true);
    expect(areSound(state([0, 0]))).toBe(false);
    expect(areSound(state([1, NaN]))).toBe(false);
    expect(areSound(state([1, Infinity]))).toBe(false);
    expect(areSound({ done: 1, values: Float32Array.from([1, 0, NaN]) })).toBe(false);
  });

  it('is not handed out by a session', async () => {
    const session = new TrainingSession(experimentFrom(tiny), 'b', sets);
    await session.run(3, never, () => {});
    const [weight] = session.trainer.model.trainableWeights;
    const nothing = tf.fill(weight.shape as number[], NaN);
    weight.write(nothing);
    nothing.dispose();
    expect(await session.checkpoint()).toBeUndefined();
    session.dispose();
  });
});
