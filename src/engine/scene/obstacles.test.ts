import { describe, expect, it } from 'vitest';
import { hiddenPositions, hideObstacles, visibleIn } from '../data/visible.ts';
import { sampleParameters } from '../data/sampling.ts';
import { SampleSet } from '../data/dataset.ts';
import { UNSCALED } from '../data/scaling.ts';
import { experimentAt, middleParameters } from '../experiment/parameters.ts';
import { experimentFrom } from '../experiment/presets.ts';
import { evaluate } from '../train/evaluate.ts';
import { relativeL2OfField } from '../metrics.ts';
import type { Trainer } from '../train/trainer.ts';
import { inObstacle } from 'slimwave-waves/scene/scene';
import { domainBox } from './domain.ts';
import { meshed } from './meshed.ts';
import { sceneOf } from './scene.ts';
import { pointMatrix } from 'slimwave-waves/scene/points';
import { targetPoints } from './points.ts';
import { Simulator } from './simulator.ts';
import { runSubmodel } from './submodel.ts';

const settings = {
  'scene.mesh': 'fitted',
  'scene.elements': '40',
  'scene.duration': '1',
  'task.grid': '24',
  'task.frames': '8',
  'data.train': '4',
  'data.test': '4',
};
const conditions = ['fixed', 'free', 'absorbing', 'driven'];

describe('the submodel has the points that the full model has', () => {
  it.each([
    // Points beside the chords of the cylinder.
    ...conditions.map((condition) => `circle(${condition},0.7,0.5,0.1)`),
    // Flush with the zone's boundary, in the zone and outside.
    'rectangle(free,0.48,0.5,0.06,0.2)',
    'rectangle(fixed,0.92,0.5,0.06,0.2)',
    'rectangle(free,0.4,0.5,0.1,0.2)',
    'rectangle(free,0.4801,0.5,0.06,0.2)',
    'polygon(free,0.45,0.4,0.6,0.35,0.55,0.5,0.6,0.65,0.45,0.6)',
  ])('%s', (obstacle) => {
    const experiment = experimentFrom({
      ...settings,
      'scene.obstacles': obstacle,
      'zone.submodel': 'on',
      'zone.cells': '60',
    });
    const values = middleParameters(experiment);
    const simulator = new Simulator(experiment);
    const { model } = simulator.prepare(values);
    const { zone, trace } = simulator.run(values, { trace: true });
    const submodel = runSubmodel(experiment, values, trace!, model.lambdaMax);
    // Half a per cent on the preset's finer meshes; one point that only one of the two has costs several per cent.
    expect(relativeL2OfField(submodel.zone, zone)).toBeLessThan(0.025);
    simulator.dispose();
  });
});

describe('inside moving obstacles', () => {
  const experiment = experimentFrom({
    ...settings,
    'scene.obstacles': 'circle(free,0.6..0.75,0.45..0.55,0.07..0.14)',
  });
  const points = targetPoints(experiment);
  const samples = sampleParameters(experiment).test;

  it('the truth is zero exactly where the shape is, and every point outside has a value', () => {
    const simulator = new Simulator(experiment);
    for (const values of samples) {
      const scene = sceneOf(experimentAt(meshed(experiment), values));
      const { mesh } = simulator.prepare(values).model;
      const { start } = pointMatrix({ scene, mesh }, points);
      const hidden = hiddenPositions(experiment, values)!;
      const [target] = simulator.targets([values]);
      points.forEach(([x, y], p) => {
        const {
          x: cx,
          y: cy,
          radius,
        } = scene.obstacles[0].shape as { x: number; y: number; radius: number };
        expect(hidden[p]).toBe(Math.hypot(x - cx, y - cy) < radius - 1e-9 ? 1 : 0);
        expect(start[p + 1] > start[p]).toBe(hidden[p] === 0);
        if (hidden[p] === 1) {
          for (let t = 0; t < 8; t++) expect(target[t * points.length + p]).toBe(0);
        }
      });
      expect(target.every(Number.isFinite)).toBe(true);
    }
    simulator.dispose();
  });

  it.each(['zone-frames', 'zone-volume'])('errors leave them out: %s', async (kind) => {
    const task = { ...experiment, task: { ...experiment.task, kind: kind as 'zone-frames' } };
    const set = new SampleSet(samples.length, task);
    const simulator = new Simulator(task);
    const fields = simulator.targets(samples);
    simulator.dispose();
    fields.forEach((field, i) => set.put(i, new Float32Array(set.inputSize), field));
    set.scale(set.rootMeanSquare(), UNSCALED);
    // Right outside, anything inside.
    const output = set.fields.slice();
    samples.forEach((values, i) => {
      const hidden = hiddenPositions(task, values)!;
      const [frames, count] = [task.task.frames, hidden.length];
      for (let t = 0; t < frames; t++) {
        for (let p = 0; p < count; p++) {
          const at = kind === 'zone-frames' ? p * frames + t : t * count + p;
          if (hidden[p] === 1) output[i * set.size + at] = 7;
        }
      }
    });
    const trainer = { batchSize: 16, step: 1, forecast: async () => output } as unknown as Trainer;
    const errors = await evaluate(trainer, set, 4, 0, visibleIn(task, 'test'), async () => true);
    expect(errors!.relativeL2).toBe(0);
    expect(errors!.medianL1).toBe(0);
  });

  it('a forecast is zero there, as the truth is', () => {
    const [values] = samples;
    const hidden = hiddenPositions(experiment, values)!;
    const field = hideObstacles(experiment, values, new Float32Array(8 * points.length).fill(1));
    field.forEach((u, i) => expect(u).toBe(1 - hidden[i % points.length]));
  });

  it('a scene without obstacles hides nothing', () => {
    const empty = experimentFrom(settings);
    expect(hiddenPositions(empty, middleParameters(empty))).toBeUndefined();
    const output = Float32Array.of(1, 2);
    expect(visibleIn(empty, 'test')(0, output)).toBe(output);
    expect(inObstacle({ obstacles: [], box: domainBox({ width: 1, height: 1 }) }, 0.5, 0.5)).toBe(
      false,
    );
  });
});
