import type { FormatId } from 'slimwave-formats/registry';
import { describe, expect, it } from 'vitest';
import { findPreset } from '../../engine/experiment/presets.ts';
import { withValue } from '../../engine/experiment/leaves.ts';
import type { LayerInspection } from '../../engine/inspection/inspect.ts';
import { planNetwork, type NetworkPlan } from '../../engine/nets/plan.ts';
import { filled, kernelAt, planGrid } from './grid.ts';
import { shareTicks, spectrumFigure } from './spectrumFigure.ts';
import { spectrumRows, spectrumSource } from './spectrum.ts';
import { networkIds } from '../../engine/experiment/network.ts';

const convolutions = ({ layers }: NetworkPlan) =>
  layers.filter(({ kind }) => kind === 'convolution');

const oneWay = withValue(
  withValue(findPreset('quick')!.experiment, 'b.format', 'one-way'),
  'b.rank',
  { rank: 2 },
);
const [own, others] = [
  convolutions(planNetwork(oneWay, 'a')),
  convolutions(planNetwork(oneWay, 'b')),
];

/** σ² = 8, 1, 0.5, 0.5 in the unfolding, all energy in the first value of the kernels. */
const found = own.map(({ name, shape }): LayerInspection => ({
  name,
  format: 'classical',
  rank: 1,
  shape,
  kernel: new Float32Array(),
  filters: [],
  terms: { kind: 'svd', count: 1, groups: [], weights: new Float32Array(), factors: [] },
  spectra: {
    kernels: Float32Array.of(1, 0),
    unfolding: Float32Array.of(8, 1, 0.5, 0.5).map(Math.sqrt),
  },
}));

describe('spectrum', () => {
  it('is that of a classical network if there is one', () => {
    const [classical, cp] = [{ format: 'classical' as const }, { format: 'kernel-cp' as const }];
    const source = (...plans: { format: FormatId }[]) =>
      spectrumSource(new Map(plans.map((plan, i) => [networkIds[i], plan])));
    expect(source(cp, classical)).toEqual({
      id: 'b',
      other: 'a',
      choices: ['a'],
      trainedInFull: true,
    });
    expect(source(classical, cp).id).toBe('a');
    expect(source(cp, cp)).toEqual({
      id: 'a',
      other: 'b',
      choices: ['b'],
      trainedInFull: false,
    });
  });

  it('stands beside any compressed network, the first unless another one is wanted', () => {
    const [classical, cp] = [{ format: 'classical' as const }, { format: 'kernel-cp' as const }];
    const plans = new Map(
      [cp, classical, classical, cp].map((plan, i) => [networkIds[i], plan] as const),
    );
    expect(spectrumSource(plans)).toMatchObject({ id: 'b', other: 'a', choices: ['a', 'd'] });
    expect(spectrumSource(plans, 'd').other).toBe('d');
    // Of a run before, or classical.
    expect(spectrumSource(plans, 'c').other).toBe('a');
    expect(spectrumSource(new Map([['a', cp]]), 'd').other).toBe('a');
  });

  it('says what the other network’s rank keeps, layer by layer', () => {
    const rows = spectrumRows(own, others, found);
    expect(rows).toHaveLength(own.length);
    for (const { rank, kept, enough } of rows) {
      expect(rank).toBe(2);
      expect(kept).toBeCloseTo(0.9, 6);
      expect(enough).toBe(4);
    }
  });

  it('claims nothing for ranks that cut something else, and for layers of another shape', () => {
    const tucker = convolutions(planNetwork(withValue(oneWay, 'b.format', 'tucker-2'), 'b'));
    const narrow = convolutions(planNetwork(withValue(oneWay, 'net.width', 5), 'b'));
    expect(spectrumRows(own, tucker, found)[0].kept).toBeUndefined();
    expect(spectrumRows(own, narrow, found)[0].kept).toBeUndefined();
  });

  it('waits for layers that are not known yet', () => {
    expect(spectrumRows(own, others, [])[0].values).toBeUndefined();
  });
});

describe('the grid of kernels', () => {
  it.each([[[5, 5]], [[3, 3, 3]], [[7, 3]]])(
    '%j: every kernel is found where it is drawn',
    (size) => {
      const [inputs, outputs] = [13, 21];
      for (let s = 0; s < inputs; s++) {
        for (let t = 0; t < outputs; t++) {
          const plan = planGrid(size, inputs, outputs, { s, t });
          const part = filled(size);
          const x = (t - plan.firstT + 0.5 * part.x) * plan.pitch.x;
          const y = (s - plan.firstS + 0.5 * part.y) * plan.pitch.y;
          expect(Math.max(x, y)).toBeLessThan(1);
          expect(kernelAt(plan, inputs, outputs, x, y)).toEqual({ s, t });
        }
      }
    },
  );

  it('has nothing beside the kernels', () => {
    const plan = planGrid([3, 3], 2, 1, { s: 0, t: 0 });
    expect(kernelAt(plan, 2, 1, 0.99, 0.1)).toBeUndefined();
  });
});

describe('the ticks of the spectrum', () => {
  it.each([0.9, 0.5, 0.3, 0.1, 0.05, 1e-3, 1e-6])('reach from 1 to %d or below', (smallest) => {
    const ticks = shareTicks(smallest);
    expect(ticks.at(-1)).toBe(1);
    expect(ticks[0]).toBeLessThanOrEqual(smallest);
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(ticks.length).toBeLessThanOrEqual(8);
  });
});

it('numbers singular values by whole numbers, each once, also before any is known', () => {
  const rows = spectrumRows(own, others, []);
  const colours = {
    receivers: ['', '', '', ''],
    theme: 'light' as const,
    ink: '',
    muted: '',
    line: '',
    surface: '',
  };
  const { xaxis } = spectrumFigure(rows, {
    ...colours,
    networks: { a: '', b: '', c: '', d: '' },
  }).layout;
  expect(xaxis).toMatchObject({ tick0: 1, dtick: 1 });
  expect(xaxis).not.toHaveProperty('tickformat');
});
