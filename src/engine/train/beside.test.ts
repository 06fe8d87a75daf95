/** Networks that train beside others, on one backend and interleaved step by step, against each of them alone. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from '../device/choose.ts';
import type { DataSets } from '../data/dataset.ts';
import { buildDataSets } from '../data/samples.ts';
import { yieldToEvents } from '../events.ts';
import { experimentFrom } from '../experiment/presets.ts';
import { idsOf, type NetworkId } from '../experiment/network.ts';
import type { Experiment } from '../experiment/schema.ts';
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

/** A classical network, and three that take different ways through a session. */
const pair = experimentFrom(tiny);
const [classical, compressed] = pair.networks;
const experiment: Experiment = {
  ...pair,
  networks: [
    classical,
    { ...compressed, format: 'one-way', rank: { rank: 2 } },
    { ...compressed, format: 'kernel-cp', rank: { rank: 1 }, rate: 0.02 },
    { ...compressed, format: 'one-way', rank: { rank: 3 }, route: 'after' },
  ],
};

let sets: DataSets;

interface Course {
  points: CurvePoint[];
  errors: Pick<TrainingResult, 'train' | 'test' | 'rate' | 'cut'>;
}

/** Trains a network to the end, with pauses at the given steps and so many breaths between two steps. */
async function course(
  id: NetworkId,
  pauses: readonly number[] = [],
  breaths: () => number = () => 1,
): Promise<Course> {
  const breathe = async () => {
    for (let left = breaths(); left > 0; left--) await yieldToEvents();
  };
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
  sets = buildDataSets(experiment);
});
afterAll(() => {
  expect(tf.memory().numTensors).toBe(tensors);
});

describe('a network beside others', () => {
  it('has the same curve and errors to the bit, whatever the pace and the pauses', async () => {
    const alone = new Map<NetworkId, Course>();
    for (const id of idsOf(experiment)) alone.set(id, await course(id));
    const random = randomStream(7, 'pace');
    for (const ids of [['a', 'd'] as const, idsOf(experiment)]) {
      const together = await Promise.all(
        ids.map((id) => {
          const pauses = [1, 5, 9, 17].filter(() => random.uniform() < 0.5);
          return course(id, pauses, () => 1 + random.below(3));
        }),
      );
      expect(together).toEqual(ids.map((id) => alone.get(id)));
      for (const { points } of together) expect(points.length).toBeGreaterThan(20);
    }
  });
});
