import fc from 'fast-check';
import { expect, test } from 'vitest';
import { experimentFrom } from '../../engine/experiment/presets.ts';
import { sum } from '../../engine/math.ts';
import { seedsOf, withSeeds } from '../../engine/train/series.ts';
import { planNetwork } from '../../engine/nets/plan.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { endedEntry } from '../archive/entry.testing.ts';
import { entryKey, groupOf } from '../archive/entry.ts';
import { familyOf, seedText } from '../archive/family.ts';
import { usualChoice } from './choice.ts';
import { estimate } from './estimate.ts';
import { sweepPlan, sweepQueue, type SweepOrder } from './queue.ts';
import { parseSeeds } from './seeds.ts';
import { measuredSteps } from './timed.ts';
import { dayText } from '../tradeoff/sweepTexts.ts';
import type { BackendReport } from '../../engine/device/choose.ts';

const experiment = experimentFrom({
  'task.grid': '8',
  'task.frames': '4',
  'data.train': '24',
  'data.test': '8',
  'net.width': '12',
  'net.kernel': '3',
});

const order = (change: Partial<SweepOrder> = {}): SweepOrder => ({
  experiment,
  choice: { ...usualChoice, formats: ['classical', 'one-way'], narrowConvolutions: true },
  keep: [0.5, 0.25],
  seeds: [1, 2].map((seed) => ({ initSeed: seed, shuffleSeed: seed })),
  ...change,
});

const plan = sweepPlan(order());

/** Keys of what the runs train. */
const keysIn = ({ runs }: ReturnType<typeof sweepQueue>): string[] =>
  runs.flatMap(({ networks }) => networks.map(({ key }) => key));

test('every network is trained once with every seed, in valid runs that are no larger than asked', () => {
  const { runs, total, left } = sweepQueue(plan, 3);
  // Classical, two compressed ones and two controls of each.
  expect([total, left]).toEqual([14, 14]);
  expect(new Set(keysIn(sweepQueue(plan, 3))).size).toBe(14);
  for (const { experiment: run, networks } of runs) {
    expect(networks.length).toBeLessThanOrEqual(3);
    expect(validateExperiment(run)).toEqual([]);
    for (const { id, plan: own, key } of networks) {
      expect(planNetwork(run, id).totals).toEqual(own.totals);
      expect(entryKey(endedEntry(run, id, 0.1))).toBe(key);
    }
  }
  // One seed after the other, since each has samples of its own.
  const seeds = runs.map(({ experiment: run }) => seedText(groupOf(run)));
  expect(seeds).toEqual(seeds.toSorted());
  expect(new Set(runs.map(({ experiment: run }) => familyOf(groupOf(run)))).size).toBe(1);
});

test('whatever is there already is not trained again, and all the rest is', () => {
  const all = keysIn(sweepQueue(plan, 2));
  fc.assert(
    fc.property(fc.subarray(all), fc.integer({ min: 2, max: 4 }), (there, atOnce) => {
      const queue = sweepQueue(plan, atOnce, (key) => there.includes(key));
      const rest = all.filter((key) => !there.includes(key));
      expect(keysIn(queue).toSorted()).toEqual(rest.toSorted());
      expect([queue.total, queue.left]).toEqual([all.length, rest.length]);
      for (const { experiment: run, networks } of queue.runs) {
        expect(validateExperiment(run)).toEqual([]);
        // A control still has its model, with the parameters of which it is what it is.
        for (const { id, plan: own } of networks)
          expect(planNetwork(run, id).totals).toEqual(own.totals);
      }
    }),
    { numRuns: 20 },
  );
});

test('after every prefix of the queue, what is left are the other runs', () => {
  const whole = sweepQueue(plan, 2);
  const runsOf = ({ runs }: typeof whole) => runs.map(({ networks }) => networks.map((n) => n.key));
  for (let done = 0; done <= whole.runs.length; done++) {
    const there = new Set(runsOf(whole).slice(0, done).flat());
    const rest = sweepQueue(plan, 2, (key) => there.has(key));
    expect(runsOf(rest).flat().toSorted()).toEqual(runsOf(whole).slice(done).flat().toSorted());
    expect(rest.total).toBe(whole.total);
  }
});

test('seeds are a number of them, counted up from those of the settings, or a list', () => {
  const own = withSeeds(experiment, { initSeed: 7, shuffleSeed: 3 });
  const both = (seed: number) => ({ initSeed: seed, shuffleSeed: seed });
  const counted = [0, 1].map((i) => ({ initSeed: 7 + i, shuffleSeed: 3 + i }));
  expect(parseSeeds(' 2 ', own)).toEqual({ ok: true, seeds: counted });
  expect(parseSeeds('1', own)).toEqual({ ok: true, seeds: [seedsOf(own)] });
  expect(parseSeeds('3, 1 7', own)).toEqual({ ok: true, seeds: [3, 1, 7].map(both) });
  const last = withSeeds(experiment, both(999_999));
  expect(parseSeeds('1', last).ok).toBe(true);
  expect(parseSeeds('2', last)).toEqual({
    ok: false,
    message: expect.stringContaining('go beyond 999999'),
  });
  for (const [text, sentence] of [
    ['0', 'A sweep needs at least one seed.'],
    ['1000', /^1000 seeds are too many/],
    ['3, 1, 3', /^Seed 3 is in the list twice/],
    ['1, 1000000', /^Seed 1000000 is too large/],
    ['', /^Seeds must be a number/],
    ['five', /^“five” is not a whole number/],
    ['1.5', /^“1.5” is not/],
    ['-1', /^“-1” is not/],
    [Array.from({ length: 101 }, (_, i) => i).join(), /^101 seeds are too many/],
  ] as const) {
    const parsed = parseSeeds(text, own);
    expect(parsed.ok ? '' : parsed.message, text).toMatch(sentence);
    expect(parsed.ok ? '' : parsed.message, text).toMatch(/\.$/);
  }
});

test('the time of a sweep is that of its slower networks', () => {
  const wanted = order({
    choice: { ...usualChoice, narrow: false, formats: ['classical', 'one-way'] },
    keep: [0.5],
    seeds: [seedsOf(experiment)],
  });
  const { runs } = sweepQueue(sweepPlan(wanted), 2);
  const group = groupOf(experiment);
  expect(estimate(runs, [], 2)).toBeUndefined();
  expect(estimate([], [], 2)).toEqual({ ms: 0, roughly: false });
  const all = runs.flatMap(({ networks }) => networks.map((network) => network.plan.totals.macs));
  const macs = Math.max(...all);
  const known = [{ group, stepMs: 2, macs }];
  const time = estimate(runs, known, 2)!;
  expect(time.ms).toBeCloseTo(1000 * 2, 6);
  expect(time.roughly).toBe(false);
  // On a single core they take turns.
  expect(estimate(runs, known, 1)!.ms).toBeCloseTo((1000 * 2 * sum(all)) / macs, 6);
  // Another seed makes no difference; other settings are taken roughly, by their batch.
  const other = group.replace('data.seed=1', 'data.seed=8');
  expect(estimate(runs, [{ group: other, stepMs: 2, macs }], 2)).toEqual(time);
  const { batch } = experiment.training;
  const larger = group.replace(`training.batch=${batch}`, `training.batch=${2 * batch}`);
  const roughly = estimate(runs, [{ group: larger, stepMs: 4, macs }], 2)!;
  expect(roughly).toEqual({ ms: time.ms, roughly: true });
});

test('before the first run the time is that of the measured backend, so that a sweep of days is asked about', () => {
  const { runs } = sweepQueue(sweepPlan(order()), 2);
  const figures = [
    { name: 'cpu' as const, note: 'too slow' },
    { name: 'wasm' as const, stepMs: { a: 1e6, b: 3e5 } },
  ];
  const backend = { name: 'wasm' as const, figures } as unknown as BackendReport;
  const asked = { wanted: 'auto' as const, measured: experiment };
  const timed = measuredSteps({ backend, asked });
  expect(timed.map(({ stepMs }) => stepMs)).toEqual([1e6, 3e5]);
  expect(dayText(estimate(runs, timed, 2))).toMatch(/^This sweep takes about .* days/);
  expect(measuredSteps({ backend: { ...backend, name: 'cpu' }, asked })).toEqual([]);
  expect(measuredSteps({ backend: undefined, asked })).toEqual([]);
});
