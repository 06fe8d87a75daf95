import fc from 'fast-check';
import { expect, test } from 'vitest';
import { experimentFrom } from '../../engine/experiment/presets.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { formatIds } from 'slimwave-formats/registry';
import { planNetwork } from '../../engine/nets/plan.ts';
import { parseFractions } from './fractions.ts';
import { experimentOf, sweepCandidates, type Candidate } from './candidates.ts';
import { usualChoice, type SweepChoice } from './choice.ts';

const base = experimentFrom({
  'task.grid': '8',
  'task.frames': '4',
  'data.train': '24',
  'data.test': '8',
  'net.width': '12',
  'net.kernel': '3',
  'b.layers': 'classical(1,0)',
  'b.rate': '0.02',
});
const choice: SweepChoice = {
  ...usualChoice,
  formats: ['classical', 'one-way'],
  narrow: false,
};
const networksOf = (...[wanted, keep]: [SweepChoice, number[]]) =>
  sweepCandidates(base, wanted, keep).units.flat();
const countOf = ({ spec, plan }: Candidate) =>
  spec.width === 'matched' ? plan.totals.parameters : plan.totals.convolutionParameters;

test('any choice gives valid networks, each once, and a control beside its model', () => {
  const choices = fc.record({
    formats: fc.subarray([...formatIds]),
    kept: fc.constant(''),
    seeds: fc.constant(''),
    narrow: fc.boolean(),
    narrowConvolutions: fc.boolean(),
    after: fc.boolean(),
  });
  const keep = fc.subarray([1, 0.5, 0.25, 0.1, 0.02]);
  fc.assert(
    fc.property(choices, keep, (wanted, fractions) => {
      const { units } = sweepCandidates(base, wanted, fractions);
      const all = units.flat();
      const same = all.map(({ spec, plan }) =>
        JSON.stringify([
          spec.route,
          plan.format,
          plan.layers.map(({ shape, rank }) => [shape, rank]),
        ]),
      );
      expect(new Set(same).size).toBe(all.length);
      for (const unit of units) {
        for (const network of unit) {
          const { like, plan } = network;
          if (like) expect(unit).toContain(like);
          const run = like ? [like, network] : [network];
          const experiment = experimentOf(base, run);
          expect(validateExperiment(experiment)).toEqual([]);
          expect(planNetwork(experiment, like ? 'b' : 'a').totals).toEqual(plan.totals);
        }
      }
      for (const { spec } of all) {
        expect(spec.rate).toBe('auto');
        expect(spec.layers).toEqual([]);
      }
    }),
    { numRuns: 40 },
  );
});

test.each([
  ['narrow', 'Narrow classical as One-way, 50%'],
  ['narrowConvolutions', 'Narrow convolutions as One-way, 50%'],
])(
  'a narrow control runs beside its compressed network and has its parameters: %s',
  (key, title) => {
    const control = networksOf({ ...choice, [key]: true }, [0.5]).find(
      ({ spec }) => spec.width !== 'full',
    )!;
    const { like } = control;
    expect(control.title).toBe(title);
    expect(like?.spec.format).toBe('one-way');
    const goal = countOf({ ...like!, spec: control.spec });
    expect(Math.abs(countOf(control) / goal - 1)).toBeLessThan(0.15);
  },
);

test('budgets that resolve to the same ranks are trained once, and that is said', () => {
  // No rank of Kernel CP keeps less than 67 % of a 3×3 kernel.
  const wanted = { ...choice, formats: ['kernel-cp' as const] };
  const { units, skipped } = sweepCandidates(base, wanted, [0.5, 0.25]);
  expect(units).toHaveLength(1);
  expect(skipped).toEqual(['Kernel CP, 25% would be the same network as Kernel CP, 50%.']);
});

test('formats without a rank are trained once, whatever the fractions', () => {
  const wanted = { ...choice, formats: ['depthwise-separable' as const] };
  const { units, skipped } = sweepCandidates(base, wanted, [0.5, 0.25]);
  expect([units.length, skipped]).toEqual([1, []]);
});

test('networks that do not fit the limits are left out with the reason', () => {
  const large = { ...base, training: { ...base.training, batch: 25 } };
  const { units, skipped } = sweepCandidates(large, choice, [0.5]);
  expect(units).toEqual([]);
  expect(skipped[0]).toMatch(/^Classical is not possible: Batch size/);
});

test('fractions are percentages, with or without the sign', () => {
  expect(parseFractions('50%, 25; 12.5 50')).toEqual({ ok: true, keep: [0.5, 0.25, 0.125] });
  for (const text of [
    '',
    ' , ',
    '0%',
    '101',
    'half',
    '5%%',
    '12,5%',
    '50,25',
    '1 2 3 4 5 6 7 8 9 10 11 12 13',
  ]) {
    const parsed = parseFractions(text);
    expect(parsed.ok).toBe(false);
    expect(!parsed.ok && parsed.message).toMatch(/\.$/);
  }
});

test('networks start as the first compressed and the first classical one, whatever their letters', () => {
  const [first, second] = base.networks;
  const classical = { ...first, start: 'spectral' } as const;
  const compressed = { ...second, start: 'centred' } as const;
  const narrow = { ...classical, width: 'matched', start: 'random' } as const;
  const starts = (list: typeof base.networks) =>
    new Set(
      sweepCandidates({ ...base, networks: list }, { ...choice, after: true }, [0.5])
        .units.flat()
        .map(({ spec }) => [spec.format, spec.route, spec.start].join(' ')),
    );
  const usual = ['classical before spectral', 'one-way before centred', 'one-way after spectral'];
  expect(starts([classical, compressed])).toEqual(new Set(usual));
  expect(starts([compressed, narrow, classical])).toEqual(new Set(usual));
  expect(starts([compressed, narrow])).toEqual(
    new Set(usual.map((text) => text.replace('spectral', 'centred'))),
  );
});
