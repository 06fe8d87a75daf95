import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from '../device/choose.ts';
import type { DataSets } from '../data/dataset.ts';
import { buildDataSets } from '../data/samples.ts';
import { experimentFrom } from '../experiment/presets.ts';
import type { Rate } from '../experiment/rate.ts';
import type { Experiment } from '../experiment/schema.ts';
import { formatIds, findFormat } from 'slimwave-formats/registry';
import { buildNetwork, convolutionsOf } from '../nets/build.ts';
import { startingModel } from './course.ts';
import type { CurvePoint, Cut } from './progress.ts';
import { TrainingSession } from './session.ts';

const tiny = {
  'scene.elements': '16',
  'task.grid': '8',
  'task.frames': '4',
  'source.frequency': '1..1.6',
  'data.train': '24',
  'data.test': '8',
  'net.width': '6',
  'net.kernel': '3',
  'training.steps': '20',
  'training.fineTune': '10',
  'training.batch': '8',
  'b.rate': '0.01',
};

let sets: DataSets;
beforeAll(async () => {
  await chooseBackend('wasm');
  sets = buildDataSets(experimentFrom(tiny));
});

async function run(experiment: Experiment, pauses: number[] = []) {
  const session = new TrainingSession(experiment, 'b', sets);
  const points: CurvePoint[] = [];
  let cut: Cut | undefined;
  let rate: Rate | undefined;
  for (const until of [...pauses, session.totalSteps]) {
    await session.run(
      until,
      () => false,
      (progress) => {
        points.push(...progress.points);
        ({ cut, rate } = progress);
      },
    );
  }
  const result = await session.result(
    () => false,
    () => {},
  );
  session.dispose();
  return { points, cut, rate, result };
}

describe('compression after training', () => {
  it.each(formatIds.filter((id) => findFormat(id).ranked && id !== 'layer-cp'))(
    '%s at full rank changes nothing at the cut',
    async (format) => {
      const full = { ...tiny, 'b.format': format, 'b.rank': '4096', 'b.route': 'after' };
      const { cut, points } = await run(experimentFrom(full));
      expect(cut?.step).toBe(20);
      expect(cut!.after).toBeCloseTo(cut!.before, 4);
      expect(points.at(-1)?.step).toBe(30);
    },
  );

  it('is done also without fine-tuning: the errors are those of the decomposed network', async () => {
    const low = { 'b.format': 'kernel-cp', 'b.rank': '1', 'b.route': 'after' };
    const none = { 'training.fineTune': '0' };
    const { cut, result } = await run(experimentFrom({ ...tiny, ...low, ...none }));
    expect(cut).toMatchObject({ step: 20 });
    expect(cut!.after).toBeGreaterThan(cut!.before);
    expect(result!.test).toBeCloseTo(cut!.after, 6);
    const paused = await run(experimentFrom({ ...tiny, ...low, ...none }), [7, 20]);
    expect(paused.result?.test).toBe(result!.test);
  });

  it('costs accuracy at the cut, and fine-tuning wins some of it back', async () => {
    const low = {
      ...tiny,
      'b.format': 'one-way',
      'b.rank': '1',
      'b.route': 'after',
      'training.steps': '100',
      'training.fineTune': '60',
    };
    const { cut, result } = await run(experimentFrom(low));
    expect(cut!.after).toBeGreaterThan(cut!.before);
    expect(result!.test).toBeLessThan(cut!.after);
    expect(result!.cut).toEqual(cut);
  });

  it.each(['matched', 'matched-convolutions'])(
    'decomposes into a network whose channels are %s',
    async (width) => {
      const settings = {
        'b.format': 'one-way',
        'b.rank': '2',
        'b.route': 'after',
        'b.width': width,
      };
      const { cut, result } = await run(experimentFrom({ ...tiny, ...settings }));
      expect(cut!.after).toBeGreaterThan(cut!.before);
      expect(result!.test).toBeGreaterThan(0);
    },
  );

  it('gives the same curve with and without pauses', async () => {
    const settings = { ...tiny, 'b.format': 'tucker-2', 'b.rank': '2', 'b.route': 'after' };
    const once = await run(experimentFrom(settings));
    expect((await run(experimentFrom(settings), [1, 19, 20, 21])).points).toEqual(once.points);
  });
});

describe('initial weights', () => {
  it('spectral ones fit a network whose channels are matched', async () => {
    const settings = { ...tiny, 'b.format': 'one-way', 'b.rank': '2', 'b.width': 'matched' };
    const model = await startingModel(experimentFrom({ ...settings, 'b.start': 'spectral' }), 'b');
    const drawn = buildNetwork(experimentFrom(settings), 'b');
    expect(model.countParams()).toBe(drawn.countParams());
    model.dispose();
    drawn.dispose();
  });

  it('spectral ones at full rank are those of the classical network', async () => {
    const settings = {
      ...tiny,
      'b.format': 'tensor-train',
      'b.rank': '4096',
      'b.start': 'spectral',
    };
    const experiment = experimentFrom(settings);
    const spectral = await startingModel(experiment, 'b');
    const classical = buildNetwork(experimentFrom({ ...settings, 'b.format': 'classical' }), 'b');
    const [a, b] = [spectral, classical].map((model) =>
      tf.tidy(() => (model.predict(tf.tensor2d([[0.3, -0.2, 0.5]])) as tf.Tensor).dataSync()),
    );
    a.forEach((value, i) => expect(value).toBeCloseTo(b[i], 4));
    spectral.dispose();
    classical.dispose();
  });

  it('centred ones are largest at the centre of the kernel', () => {
    const settings = { ...tiny, 'net.kernel': '15', 'b.format': 'classical', 'b.start': 'centred' };
    const model = buildNetwork(experimentFrom(settings), 'b');
    const kernel = convolutionsOf(model)[0].denseKernel();
    const [centre, corner] = tf.tidy(() => {
      const rms = (x: number) => tf.sqrt(tf.mean(tf.square(tf.slice(kernel, [x, x], [1, 1]))));
      return [rms(7).dataSync()[0], rms(0).dataSync()[0]];
    });
    expect(centre).toBeGreaterThan(100 * corner);
    model.dispose();
  });

  it.each(['classical', 'one-way', 'layer-cp'])(
    'focused ones fade from the centre and keep the variance: %s',
    (format) => {
      const start = (name: string) => ({
        ...tiny,
        'net.kernel': '5',
        'net.width': '64',
        'b.rank': '100%',
        'b.format': format,
        'b.start': name,
      });
      const [random, focused] = ['random', 'focused'].map((name) => {
        const model = buildNetwork(experimentFrom(start(name)), 'b');
        const [layer] = convolutionsOf(model);
        const squares = layer
          .filterTensors()
          .map((filter) => tf.tidy(() => tf.mean(tf.square(filter)).dataSync()[0]));
        const kernel = tf.tidy(() => tf.mean(tf.square(layer.denseKernel()), [2, 3]).dataSync());
        model.dispose();
        return { squares, kernel };
      });
      focused.squares.forEach((square, i) => expect(square / random.squares[i]).toBeCloseTo(1, 0));
      // The middle of 5 × 5 points against a corner.
      expect(focused.kernel[12]).toBeGreaterThan(100 * focused.kernel[0]);
      expect(random.kernel[12]).toBeLessThan(3 * random.kernel[0]);
    },
  );
});

describe('decay on reconstructed kernels', () => {
  it('makes them smaller', async () => {
    const norm = async (decay: string) => {
      const settings = { ...tiny, 'b.format': 'one-way', 'b.rank': '3', 'training.decay': decay };
      const experiment = experimentFrom({ ...settings, 'training.decayOn': 'kernels' });
      const session = new TrainingSession(experiment, 'b', sets);
      await session.run(
        20,
        () => false,
        () => {},
      );
      const squares = convolutionsOf(session.trainer.model).map((layer) =>
        tf.tidy(() => tf.sum(tf.square(layer.denseKernel())).dataSync()[0]),
      );
      session.dispose();
      return squares.reduce((a, b) => a + b, 0);
    };
    expect(await norm('0.05')).toBeLessThan(0.95 * (await norm('0')));
  });
});
