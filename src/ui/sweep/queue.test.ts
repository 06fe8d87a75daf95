import fc from 'fast-check';
import { expect, test } from 'vitest';
import { experimentFrom } from '../../engine/experiment/presets.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { formatIds } from '../../engine/formats/index.ts';
import { planNetwork } from '../../engine/nets/plan.ts';
import { estimate } from './estimate.ts';
import { experimentOf, parseFractions, sweepQueue, type SweepChoice } from './queue.ts';
import { specOf } from '../../engine/experiment/network.ts';

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
  formats: ['classical', 'one-way'],
  kept: '',
  narrow: false,
  after: false,
  rangeTest: true,
};
const networks = (queue: ReturnType<typeof sweepQueue>) =>
  queue.runs.flatMap(({ a, b }) => (b ? [a, b] : [a]));

test('any choice gives valid runs in which every network stands once', () => {
  const choices = fc.record({
    formats: fc.subarray([...formatIds]),
    kept: fc.constant(''),
    narrow: fc.boolean(),
    after: fc.boolean(),
    rangeTest: fc.boolean(),
  });
  const keep = fc.subarray([1, 0.5, 0.25, 0.1, 0.02]);
  fc.assert(
    fc.property(choices, keep, (wanted, fractions) => {
      const queue = sweepQueue(base, wanted, fractions);
      const all = networks(queue);
      expect(all).toHaveLength(queue.count);
      const same = all.map(({ spec, plan }) =>
        JSON.stringify([
          spec.route,
          plan.format,
          plan.layers.map(({ shape, rank }) => [shape, rank]),
        ]),
      );
      expect(new Set(same).size).toBe(all.length);
      for (const run of queue.runs) {
        const experiment = experimentOf(base, run);
        expect(validateExperiment(experiment)).toEqual([]);
        for (const id of ['a', 'b'] as const) {
          const network = run[id];
          if (network) expect(planNetwork(experiment, id).totals).toEqual(network.plan.totals);
        }
      }
      for (const { spec } of all) {
        expect(spec.search).toBe(wanted.rangeTest ? 'on' : 'off');
        expect(spec.layers).toEqual([]);
      }
    }),
    { numRuns: 40 },
  );
});

test('a narrow control runs beside its compressed network and has its parameters', () => {
  const { runs } = sweepQueue(base, { ...choice, narrow: true }, [0.5]);
  const pair = runs.find(({ a }) => a.spec.width === 'matched')!;
  expect(pair.b?.spec.format).toBe('one-way');
  const [narrow, compressed] = [pair.a, pair.b!].map(({ plan }) => plan.totals.parameters);
  expect(Math.abs(narrow / compressed - 1)).toBeLessThan(0.1);
});

test('budgets that resolve to the same ranks are trained once, and that is said', () => {
  // No rank of Kernel CP keeps less than 67 % of a 3×3 kernel.
  const { count, skipped } = sweepQueue(base, { ...choice, formats: ['kernel-cp'] }, [0.5, 0.25]);
  expect(count).toBe(1);
  expect(skipped).toEqual(['Kernel CP, 25% would be the same network as Kernel CP, 50%.']);
});

test('formats without a rank are trained once, whatever the fractions', () => {
  const wanted = { ...choice, formats: ['depthwise-separable' as const] };
  expect(sweepQueue(base, wanted, [0.5, 0.25])).toMatchObject({ count: 1, skipped: [] });
});

test('networks that begin classical take the rate of a classical A, all others that of B', () => {
  const all = networks(sweepQueue(base, { ...choice, narrow: true, after: true }, [0.5]));
  expect(all).toHaveLength(4);
  for (const { spec } of all) {
    const beginsClassical = spec.format === 'classical' || spec.route === 'after';
    expect(spec.rate).toBe(beginsClassical ? specOf(base, 'a').rate : specOf(base, 'b').rate);
  }
});

test('networks that do not fit the limits are left out with the reason', () => {
  const large = { ...base, training: { ...base.training, batch: 25 } };
  const queue = sweepQueue(large, choice, [0.5]);
  expect(queue.count).toBe(0);
  expect(queue.skipped[0]).toMatch(/^Classical is not possible: Batch size/);
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

test('the time of a sweep is that of its slower networks, range test included', () => {
  const [run] = sweepQueue(base, choice, [0.5]).runs;
  expect(estimate(base, [run], [])).toBeUndefined();
  const macs = Math.max(run.a.plan.totals.macs, run.b!.plan.totals.macs);
  // 1000 steps, and 5 trials of 100 steps.
  expect(estimate(base, [run], [{ stepMs: 2, macs }])).toBeCloseTo(1500 * 2, 6);
});
