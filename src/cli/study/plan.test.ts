import { describe, expect, it } from 'vitest';
import { findPreset } from '../../engine/experiment/presets.ts';
import { formats } from 'slimwave-formats/registry';
import { planNetwork } from '../../engine/nets/plan.ts';
import { planHash, planStudy, shard } from './plan.ts';

const quick = { id: 'quick', experiment: findPreset('quick')!.experiment };
const plan = (seeds: number[], keeps: number[], presets = [quick]) =>
  planStudy({ presets, seeds, keeps, after: ['one-way'] });

describe('the plan', () => {
  it('has the classical network once per seed, and every format and both controls at every budget', () => {
    const runs = plan([1, 2], [0.5]);
    const formatCount = formats.length - 1;
    expect(runs).toHaveLength(2 * (1 + 2 + formatCount + 1));
    expect(new Set(runs.map(({ id }) => id)).size).toBe(runs.length);
    for (const { seed, experiment } of runs) {
      expect(experiment.data.seed).toBe(seed);
      expect(experiment.training).toMatchObject({ initSeed: seed, shuffleSeed: seed });
    }
  });

  it('gives each control as many parameters as it is to have', () => {
    const controls = plan([1], [0.5, 0.25]).filter(({ role }) => role.startsWith('narrow'));
    expect(controls).toHaveLength(4);
    for (const { role, experiment } of controls) {
      const [control, compressed] = (['b', 'a'] as const).map(
        (id) => planNetwork(experiment, id).totals,
      );
      const count = role === 'narrow control' ? 'parameters' : 'convolutionParameters';
      expect(Math.abs(control[count] / compressed[count] - 1)).toBeLessThan(0.05);
    }
  });

  it('trains no network twice', () => {
    // Kernel CP has its least rank at all of these budgets, and depthwise separable has no rank.
    const names = plan([1], [0.2, 0.1, 0.05]).map(({ id }) => id);
    expect(names.filter((id) => id.includes('kernel-cp'))).toHaveLength(1);
    expect(names.filter((id) => id.includes('depthwise'))).toEqual([
      'quick_seed1_before-training_depthwise-separable',
    ]);
    // A single layer has no channels to choose: both controls are the same network.
    const { experiment } = findPreset('propagator')!;
    const roles = plan([1], [0.5], [{ id: 'propagator', experiment }]).map(({ role }) => role);
    expect(roles).toContain('narrow control');
    expect(roles).not.toContain('narrow convolutions');
  });

  it('goes seed by seed, so that what is there first has all tasks', () => {
    const other = { id: 'other', experiment: quick.experiment };
    const runs = plan([3, 1], [0.5], [quick, other]);
    const order = [...new Set(runs.map(({ seed, preset }) => `${seed} ${preset}`))];
    expect(order).toEqual(['3 quick', '3 other', '1 quick', '1 other']);
  });

  it('is cut into shards that together are the whole', () => {
    const runs = plan([1, 2, 3], [0.5]);
    const parts = [1, 2, 3, 4].flatMap((index) => shard(runs, index, 4));
    expect(parts.map(({ id }) => id).toSorted()).toEqual(runs.map(({ id }) => id).toSorted());
  });

  it('has a hash that names and settings change, and nothing else', () => {
    expect(planHash(plan([1], [0.5]))).toBe(planHash(plan([1], [0.5])));
    expect(planHash(plan([1], [0.5]))).not.toBe(planHash(plan([2], [0.5])));
    const longer = { ...quick.experiment, training: { ...quick.experiment.training, steps: 301 } };
    expect(planHash(plan([1], [0.5], [{ ...quick, experiment: longer }]))).not.toBe(
      planHash(plan([1], [0.5])),
    );
  });
});
