import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from '../device/choose.ts';
import type { DataSets } from '../data/dataset.ts';
import { buildDataSets } from '../data/samples.ts';
import { findPreset } from '../experiment/presets.ts';
import { withValue } from '../experiment/leaves.ts';
import type { Experiment } from '../experiment/schema.ts';
import { buildNetwork } from '../nets/build.ts';
import { formatIds } from 'slimwave-formats/registry';
import { planNetwork } from '../nets/plan.ts';
import { DivergedError } from './errors.ts';
import { relativeL2, relativeL2OfField } from '../metrics.ts';
import { shareAt } from './schedule.ts';
import type { CurvePoint, Progress } from './progress.ts';
import { TrainingSession } from './session.ts';
import { specOf, withSpec } from '../experiment/network.ts';

const tiny: Experiment = Object.entries({
  'scene.elements': 16,
  'task.grid': 8,
  'task.frames': 4,
  'source.frequency': [1, 1.6],
  'data.train': 24,
  'data.test': 8,
  'net.width': 6,
  'net.kernel': 3,
  'b.format': 'one-way',
  'b.rank': { rank: 4 },
  'training.steps': 30,
  'training.batch': 8,
}).reduce(
  (experiment, [key, value]) => withValue(experiment, key, value),
  findPreset('quick')!.experiment,
);

const cycle = { kind: 'one-cycle', warmUp: 0.1, peak: 0.02 } as const;

const volume = withValue(withValue(tiny, 'task.kind', 'zone-volume'), 'b.rate', 0.02);

let sets: DataSets;
beforeAll(async () => {
  await chooseBackend('wasm');
  sets = buildDataSets(tiny);
});

/** The curve of a run that pauses after each of the given steps. */
async function curve(
  experiment: Experiment,
  id: 'a' | 'b',
  pauses: number[] = [],
): Promise<CurvePoint[]> {
  const session = new TrainingSession(experiment, id, sets);
  const points: CurvePoint[] = [];
  for (const until of [...pauses, experiment.training.steps]) {
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

describe('training', () => {
  it.each(['a', 'b'] as const)('of network %s learns: the test error falls', async (id) => {
    const points = await curve(withValue(tiny, 'training.steps', 120), id);
    const tests = points.flatMap((point) => point.test ?? []);
    expect(tests[0]).toBeGreaterThan(0.9);
    expect(tests.at(-1)).toBeLessThan(0.8 * tests[0]);
    expect(points.at(-1)?.step).toBe(120);
  });

  it('gives exactly the same curve again, with and without pauses', async () => {
    const once = await curve(tiny, 'b');
    expect(await curve(tiny, 'b')).toEqual(once);
    expect(await curve(tiny, 'b', [1, 7, 8, 29])).toEqual(once);
  });

  it('places its points by step also where train and test points do not fall together', async () => {
    const long = withValue(tiny, 'training.steps', 300);
    const once = await curve(long, 'b');
    const tests = once.filter((point) => point.test !== undefined).map((point) => point.step);
    expect(tests).toEqual(Array.from({ length: 21 }, (_, i) => 15 * i));
    expect(await curve(long, 'b', [45, 46, 150])).toEqual(once);
  });

  it('can be paused in the middle of an evaluation and goes on as if nothing had happened', async () => {
    const once = await curve(tiny, 'b');
    const session = new TrainingSession(tiny, 'b', sets);
    const points: CurvePoint[] = [];
    const onProgress = (progress: Progress) => void points.push(...progress.points);
    // Every other question is answered with “pause”, so that evaluations are hit too.
    let asked = 0;
    const impatient = () => asked++ % 2 === 1;
    for (let i = 0; i < 200 && !session.finished; i++) {
      await session.run(30, impatient, onProgress);
    }
    await session.run(30, () => false, onProgress);
    expect(points).toEqual(once);
    expect(await session.result(() => true, onProgress)).toBeUndefined();
    const result = await session.result(() => false, onProgress);
    expect(result?.test).toBeGreaterThan(0);
    session.dispose();
  });

  it('gives another curve for another seed', async () => {
    const once = await curve(tiny, 'a');
    expect(await curve(withValue(tiny, 'training.initSeed', 2), 'a')).not.toEqual(once);
    expect(await curve(withValue(tiny, 'training.shuffleSeed', 2), 'a')).not.toEqual(once);
  });

  it('stops within a step when asked to', async () => {
    const session = new TrainingSession(tiny, 'a', sets);
    await session.run(
      30,
      () => session.step >= 5,
      () => {},
    );
    expect(session.step).toBe(5);
    session.dispose();
  });

  it('keeps the number of tensors constant and frees them all', async () => {
    const before = tf.memory().numTensors;
    const session = new TrainingSession(withValue(tiny, 'training.steps', 1000), 'b', sets);
    await session.run(
      20,
      () => false,
      () => {},
    );
    const { numTensors, numBytes } = tf.memory();
    await session.run(
      300,
      () => false,
      () => {},
    );
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(tf.memory().numBytes).toBe(numBytes);
    session.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([1e3, 1e30])('ends with a sentence when it diverges (learning rate %d)', async (rate) => {
    const wild = withValue(withValue(tiny, 'a.rate', rate), 'training.steps', 100);
    const session = new TrainingSession(wild, 'a', sets);
    const run = session.run(
      100,
      () => false,
      () => {},
    );
    await expect(run).rejects.toThrow(DivergedError);
    session.dispose();
  });

  it('works on 3-way kernels', async () => {
    const own = buildDataSets(volume);
    const session = new TrainingSession(volume, 'b', own);
    const points: CurvePoint[] = [];
    await session.run(
      30,
      () => false,
      (progress) => points.push(...progress.points),
    );
    expect(points.at(-1)!.test).toBeLessThan(points[0].test!);
    session.dispose();
  });
});

describe('the built network', () => {
  it.each([
    ['frames', tiny],
    ['volume', volume],
  ] as const)('%s has the planned parameters and output shape', (_, experiment) => {
    for (const format of formatIds) {
      const network = { ...specOf(experiment, 'b'), format, rank: { keep: 0.6 } };
      const changed = withSpec(experiment, 'b', network);
      const model = buildNetwork(changed, 'b');
      expect(model.countParams()).toBe(planNetwork(changed, 'b').totals.parameters);
      const expected =
        experiment.task.kind === 'zone-frames' ? [null, 8, 8, 4] : [null, 4, 8, 8, 1];
      expect(model.outputs[0].shape).toEqual(expected);
      model.dispose();
    }
  });

  it.each(formatIds)(
    'in the %s format comes back from tfjs’s own file format with the same forecast to the bit',
    async (format) => {
      const model = buildNetwork(
        withSpec(tiny, 'b', { ...specOf(tiny, 'b'), format, rank: { rank: 2 } }),
        'b',
      );
      let saved: tf.io.ModelArtifacts | undefined;
      await model.save(
        tf.io.withSaveHandler(async (artifacts) => {
          saved = artifacts;
          return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
        }),
      );
      const loaded = await loadLayersModel(tf.io.fromMemory(saved!));
      const mu = tf.tensor2d([[0.3, -0.7, 0.1]]);
      const [before, after] = [model, loaded].map((m) => (m.predict(mu) as tf.Tensor).dataSync());
      expect(after).toEqual(before);
      model.dispose();
      loaded.dispose();
    },
  );
});

describe('schedule', () => {
  it('rises to the peak, falls to almost nothing, and never exceeds the peak', () => {
    const shares = Array.from({ length: 100 }, (_, step) =>
      shareAt(step, { ...cycle, steps: 100 }),
    );
    expect(Math.max(...shares)).toBeCloseTo(1, 12);
    expect(shares[0]).toBeLessThan(0.2);
    expect(shares[99]).toBeLessThan(0.015);
    expect(shares.every((share) => share > 0)).toBe(true);
    expect(shareAt(0, { ...cycle, steps: 1 })).toBeGreaterThan(0);
  });
});

describe('relative L2', () => {
  it('is the mean over samples of the ratio of norms', () => {
    expect(relativeL2([4, 9], [4, 6], 4)).toBe((2 / 4 + 3 / 6) / 2);
  });

  it('is zero for the truth, one for nothing, and does not depend on the unit', () => {
    const truth = Float32Array.from([1, -2, 3]);
    expect(relativeL2OfField(truth, truth)).toBe(0);
    expect(relativeL2OfField(new Float32Array(3), truth)).toBe(1);
    const forecast = Float32Array.from([1.5, -2, 3]);
    const scaled = (values: Float32Array) => values.map((value) => value * 1024);
    expect(relativeL2OfField(scaled(forecast), scaled(truth))).toBeCloseTo(
      relativeL2OfField(forecast, truth),
      6,
    );
  });
});
