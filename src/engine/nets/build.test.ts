import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { experimentFrom, findPreset } from '../experiment/presets.ts';
import { withValue } from '../experiment/leaves.ts';
import { validateExperiment } from '../opening/validate.ts';
import { formatIds } from 'slimwave-formats/registry';
import { product } from '../math.ts';
import { taskIo } from '../experiment/taskIo.ts';
import { buildNetwork } from './build.ts';
import { planNetwork } from './plan.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const tasks = {
  'zone-frames': { 'task.grid': '8', 'task.frames': '4' },
  'zone-volume': { 'task.grid': '8', 'task.frames': '4', 'net.kernel': '2' },
  'boundary-trace': { 'task.grid': '8', 'task.frames': '8', 'task.arc': '16' },
  propagator: { 'task.grid': '8' },
};
const kinds = ['generator', 'unet', 'resnet', 'propagator'] as const;

const cases = Object.entries(tasks).flatMap(([task, settings]) =>
  kinds
    .filter(
      (kind) => (task === 'propagator') !== (kind === 'generator' || false) || kind === 'unet',
    )
    .filter((kind) => task === 'propagator' || kind !== 'propagator')
    .map((kind) => ({ task, kind, settings })),
);

describe('every architecture', () => {
  it.each(cases)('$kind for $task has the planned parameters and shape in all formats', (one) => {
    for (const format of formatIds) {
      const experiment = experimentFrom({
        'task.kind': one.task,
        'net.kind': one.kind,
        'net.width': '6',
        'net.kernel': '3',
        'b.format': format,
        'b.rank': '2',
        ...one.settings,
      });
      expect(validateExperiment(experiment)).toEqual([]);
      const io = taskIo(experiment);
      const plan = planNetwork(experiment, 'b');
      const model = buildNetwork(experiment, 'b', plan);
      expect(model.countParams()).toBe(plan.totals.parameters);
      expect(model.outputs[0].shape).toEqual([null, ...io.grid, io.channels]);
      const out = tf.tidy(() => {
        const x = tf.randomNormal([2, ...io.input], 0, 1, 'float32', 7);
        return (model.apply(x) as tf.Tensor).dataSync();
      });
      expect(out).toHaveLength(2 * io.channels * product(io.grid));
      expect(out.every(Number.isFinite)).toBe(true);
      model.dispose();
    }
  });

  it.each([
    ['generator', 'propagator', /generator makes fields from a few numbers/],
    ['propagator', 'zone-frames', /propagator needs a field to begin with/],
  ])('%s refuses the task %s with a sentence', (kind, task, sentence) => {
    const experiment = experimentFrom({ 'net.kind': kind, 'task.kind': task });
    expect(validateExperiment(experiment)[0].message).toMatch(sentence);
  });
});

describe('settings that do not fit', () => {
  it.each([
    [{ 'task.kind': 'boundary-trace', 'task.arc': '30' }, /Points along the boundary must be div/],
    [{ 'net.padding': 'odd', 'net.kernel': '129' }, /Kernel size must be at most 31, because circ/],
    [{ 'a.width': 'matched', 'b.width': 'matched' }, /no other network with full channels/],
    [{ 'b.layers': 'classical(9,0)' }, /there is no layer 9; this network has the convolutions 1/],
    [{ 'b.layers': 'classical(1,0) one-way(1,2)' }, /layer 1 is named twice/],
  ])('%o', (differences, sentence) => {
    const issues = validateExperiment(experimentFrom(differences));
    expect(issues.map(({ message }) => message).join(' ')).toMatch(sentence);
  });
});

describe('the narrow control', () => {
  it('has as many parameters as the compressed network, within a channel’s worth', () => {
    for (const keep of ['50%', '25%', '12%']) {
      const experiment = experimentFrom({
        'a.width': 'matched',
        'b.format': 'one-way',
        'b.rank': keep,
      });
      const [a, b] = (['a', 'b'] as const).map(
        (id) => planNetwork(experiment, id).totals.parameters,
      );
      expect(Math.abs(a - b) / b).toBeLessThan(0.03);
      expect(
        planNetwork(experiment, 'a').layers.every(({ format }) => format === 'classical'),
      ).toBe(true);
    }
  });

  it('is the full network where the other one is as large', () => {
    const experiment = experimentFrom({ 'a.width': 'matched', 'b.format': 'classical' });
    expect(planNetwork(experiment, 'a').totals).toEqual(planNetwork(experiment, 'b').totals);
    expect(planNetwork(experiment, 'a').note).toBeUndefined();
  });

  it('says so where no number of channels brings it near', () => {
    const { experiment } = findPreset('propagator')!;
    const matched = withValue(experiment, 'a.width', 'matched');
    expect(planNetwork(matched, 'a').note).toContain('a single layer and so no channels to choose');
    expect(planNetwork(matched, 'b').note).toBeUndefined();
  });
});

describe('a network for a grid of any size', () => {
  it('ends on exactly that grid, however often it is halved on the way', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 40 }),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom(
          { 'net.kind': 'generator', 'task.inputs': '3' },
          { 'net.kind': 'resnet', 'task.inputs': '3' },
          { 'net.kind': 'unet', 'task.inputs': '3' },
          { 'net.kind': 'unet', 'task.inputs': '' },
        ),
        (n, blocks, { 'task.inputs': inputs, ...kind }) => {
          const experiment = experimentFrom({
            ...kind,
            'task.kind': 'own',
            'task.inputs': inputs || `2x${n}x${n}`,
            'task.outputs': `4x${n}x${n}`,
            'net.blocks': String(blocks),
            'net.width': '4',
            'net.kernel': '3',
          });
          expect(validateExperiment(experiment)).toEqual([]);
          const { nodes } = planNetwork(experiment, 'a');
          expect(nodes.at(-1)!.shape).toEqual([n, n, 4]);
          const finer = nodes.filter(({ op }) => op === 'upsample');
          for (const node of finer) {
            if (node.op !== 'upsample') continue;
            const [before] = nodes[node.from].shape;
            expect([2 * before, 2 * before - 1]).toContain(node.shape[0]);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('single layers', () => {
  it('have a format and a rank of their own', () => {
    const experiment = experimentFrom({
      'b.format': 'one-way',
      'b.rank': '4',
      'b.layers': 'classical(3,0) layer-cp(1,7)',
    });
    const layers = planNetwork(experiment, 'b').layers.filter(({ kind }) => kind === 'convolution');
    expect(layers.map(({ format }) => format)).toEqual(['layer-cp', 'one-way', 'classical']);
    expect(layers.map(({ rank }) => rank)).toEqual([7, 4, 1]);
  });
});
