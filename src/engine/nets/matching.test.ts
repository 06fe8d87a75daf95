import { describe, expect, it } from 'vitest';
import { experimentFrom, findPreset } from '../experiment/presets.ts';
import { withValue } from '../experiment/leaves.ts';
import type { Experiment } from '../experiment/schema.ts';
import { formatIds } from 'slimwave-formats/registry';
import { channelsOf } from './graph.ts';
import { countParameters } from './layerPlan.ts';
import { narrowedGraph, type Matching } from './matching.ts';
import { planNetwork } from './plan.ts';
import { specOf } from '../experiment/network.ts';

const counts = { matched: 'parameters', 'matched-convolutions': 'convolutionParameters' } as const;
const forms = ['matched', 'matched-convolutions'] as const;

/** The count nearest to `goal` among many networks of whole numbers of channels, from the narrowest to very wide ones. */
function nearestCount(experiment: Experiment, matching: Matching, goal: number): number {
  const seen = new Set<string>();
  let nearest = Infinity;
  for (let factor = 0; factor < 64; factor += factor < 4 ? 0.01 : 0.05) {
    const nodes = narrowedGraph(experiment, factor, matching);
    const channels = nodes.map(channelsOf).join();
    if (seen.has(channels)) continue;
    seen.add(channels);
    const count = countParameters(nodes, specOf(experiment, 'b'), true)[counts[matching]];
    if (Math.abs(count - goal) < Math.abs(nearest - goal)) nearest = count;
    // Counts fall now and then where a rank is rounded, but not by half.
    if (count > 2 * goal) break;
  }
  return nearest;
}

const cases = forms.flatMap((matching) =>
  (['generator', 'unet', 'resnet'] as const).flatMap((kind) =>
    formatIds.map((format) => [matching, kind, format] as const),
  ),
);

describe('a narrow control', () => {
  it.each(cases)('with %s of a %s of format %s has the nearest count', (matching, kind, format) => {
    for (const [rank, kernel, width] of [
      ['25%', '5', '9'],
      ['4', '3', '12'],
    ]) {
      const experiment = experimentFrom({
        'net.kind': kind,
        'net.kernel': kernel,
        'net.width': width,
        'net.blocks': '2',
        'a.format': 'one-way',
        'a.rank': '30%',
        'b.format': format,
        'b.rank': rank,
        'b.width': matching,
      });
      const [goal, own] = (['a', 'b'] as const).map(
        (id) => planNetwork(experiment, id).totals[counts[matching]],
      );
      const nearest = nearestCount(experiment, matching, goal);
      expect(Math.abs(own - goal)).toBeLessThanOrEqual(Math.abs(nearest - goal));
    }
  });

  it.each(['25%', '1'])('has narrower convolutions alone, or all layers: rank %s', (rank) => {
    const full = experimentFrom({
      'a.format': 'kernel-cp',
      'a.rank': rank,
      'b.format': 'classical',
    });
    const dense = (experiment: Experiment) =>
      planNetwork(experiment, 'b').layers.filter(({ kind }) => kind === 'dense');
    const [whole, alone] = forms.map((matching) => withValue(full, 'b.width', matching));
    expect(dense(alone)).toEqual(dense(full));
    expect(dense(whole)).not.toEqual(dense(full));
    for (const [matching, experiment] of [
      ['matched', whole],
      ['matched-convolutions', alone],
    ] as const) {
      const [goal, own] = (['a', 'b'] as const).map(
        (id) => planNetwork(experiment, id).totals[counts[matching]],
      );
      expect(Math.abs(own / goal - 1), matching).toBeLessThan(0.06);
      expect(planNetwork(experiment, 'b').note).toBeUndefined();
    }
  });

  it.each(forms)('is the full network where the other one is as large: %s', (matching) => {
    const experiment = experimentFrom({ 'b.format': 'classical', 'b.width': matching });
    expect(planNetwork(experiment, 'b').totals).toEqual(planNetwork(experiment, 'a').totals);
  });

  it('is the same in both forms where no layer is dense', () => {
    const { experiment } = findPreset('propagator')!;
    const deep = withValue(withValue(experiment, 'net.blocks', 3), 'b.format', 'classical');
    const [whole, alone] = forms.map((matching) =>
      planNetwork(withValue(deep, 'b.width', matching), 'b'),
    );
    expect(alone).toEqual(whole);
  });

  it('says which count is not met', () => {
    const { experiment } = findPreset('propagator')!;
    const note = (matching: Matching) =>
      planNetwork(withValue(experiment, 'a.width', matching), 'a').note;
    expect(note('matched')).toMatch(/this network has \d+ parameters and the other one \d+/);
    expect(note('matched-convolutions')).toMatch(/this network has \d+ convolution parameters and/);
  });
});
