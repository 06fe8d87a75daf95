/** Networks that train beside others, on one backend and interleaved step by step, against each of them alone. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from '../device/choose.ts';
import type { DataSets } from '../data/dataset.ts';
import { buildDataSets } from '../data/samples.ts';
import { yieldToEvents } from '../events.ts';
import { experimentFrom } from '../experiment/presets.ts';
import type { NetworkId } from '../experiment/schema.ts';
import { randomStream } from '../random.ts';
import type { CurvePoint, TrainingResult } from './progress.ts';
import { TrainingSession } from './session.ts';

const tiny = {
  'scene.elements': '16',
  'task.grid': '8',
  'task.frames': '4',
  'source.frequency': '1..1.6',
  'data.train': '10',
  'data.test': '4',
  'net.width': '3',
  'net.kernel': '3',
  'training.steps': '20',
  'training.fineTune': '8',
  'training.batch': '4',
};

/** Four networks of the same samples: a classical one, and three that take different ways through a session. */
const networks: { id: NetworkId; settings: Record<string, string> }[] = [
  { id: 'a', settings: {} },
  { id: 'b', settings: { 'b.format': 'one-way', 'b.rank': '2' } },
  { id: 'b', settings: { 'b.format': 'kernel-cp', 'b.rank': '1', 'b.search': 'on' } },
  { id: 'b', settings: { 'b.format': 'one-way', 'b.rank': '3', 'b.route': 'after' } },
];

let sets: DataSets;

interface Course {
  points: CurvePoint[];
  errors: Pick<TrainingResult, 'train' | 'test' | 'rate' | 'cut'>;
}

/** Trains a network to the end, with pauses at the given steps and so many breaths between two steps. */
async function course(
  index: number,
  pauses: readonly number[] = [],
  breaths: () => number = () => 1,
): Promise<Course> {
  const { id, settings } = networks[index];
  const breathe = async () => {
    for (let left = breaths(); left > 0; left--) await yieldToEvents();
  };
  const experiment = experimentFrom({ ...tiny, ...settings });
  const session = new TrainingSession(experiment, id, sets, undefined, breathe);
  const points: CurvePoint[] = [];
  for (const until of [...pauses, session.totalSteps]) {
    await session.run(
      until,
      () => false,
      (progress) => points.push(...progress.points),
    );
    await breathe();
  }
  const result = await session.result(
    () => false,
    () => {},
  );
  session.dispose();
  const { train, test, rate, cut } = result!;
  return { points, errors: { train, test, rate, cut } };
}

let tensors: number;
beforeAll(async () => {
  await chooseBackend('wasm');
  tensors = tf.memory().numTensors;
  sets = buildDataSets(experimentFrom(tiny));
});
afterAll(() => {
  expect(tf.memory().numTensors).toBe(tensors);
});

describe('a network beside others', () => {
  it('has the same curve and errors to the bit, whatever the pace and the pauses', async () => {
    const alone: Course[] = [];
    for (const index of networks.keys()) alone.push(await course(index));
    const random = randomStream(7, 'pace');
    for (const indices of [
      [0, 3],
      [0, 1, 2, 3],
    ]) {
      const together = await Promise.all(
        indices.map((index) => {
          const pauses = [1, 5, 9, 17].filter(() => random.uniform() < 0.5);
          return course(index, pauses, () => 1 + random.below(3));
        }),
      );
      expect(together).toEqual(indices.map((index) => alone[index]));
      for (const { points } of together) expect(points.length).toBeGreaterThan(20);
    }
  });
});
