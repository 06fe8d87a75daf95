import { describe, expect, it } from 'vitest';
import { experimentFrom } from '../../engine/experiment/presets.ts';
import { planNetwork } from '../../engine/nets/plan.ts';
import { emptyNetwork, type NetworkState } from '../state.ts';
import { ratioText, rows, seedsCell } from './comparison.ts';

const experiment = experimentFrom({});
const plan = planNetwork(experiment, 'a');
const row = (title: string) => rows.find((one) => one.title === title)!;
const value = (title: string, state: Partial<NetworkState>) =>
  row(title).value(plan, { ...emptyNetwork, ...state });

it('every row has its own title, and says in a sentence what it is', () => {
  expect(new Set(rows.map(({ title }) => title)).size).toBe(rows.length);
  for (const { help } of rows) expect(help).toMatch(/^[A-Z][^]*\.$/);
});

it('what the plan counts is known before anything is trained, what is measured is not', () => {
  const known = rows.filter((one) => one.value(plan, emptyNetwork) !== undefined);
  expect(known.map(({ title }) => title)).toEqual([
    'All parameters',
    'Conv. parameters',
    'Weights',
    'Optimizer memory',
    'MACs per forecast',
  ]);
  expect(value('Weights', {})).toBe(4 * plan.totals.parameters);
  expect(value('Optimizer memory', {})).toBe(8 * plan.totals.parameters);
});

describe('an error', () => {
  const curve = [
    { step: 0, test: 1 },
    { step: 5, train: 0.8 },
    { step: 10, train: 0.6, test: 0.7 },
    { step: 15, train: 0.5 },
  ];

  it('is the latest of the curve until there is a result', () => {
    expect(value('Test error', { curve })).toBe(0.7);
    expect(value('Train error', { curve })).toBe(0.5);
    const result = { train: 0.4, test: 0.45 } as NetworkState['result'];
    expect(value('Test error', { curve, result })).toBe(0.45);
    expect(value('Train error', { curve, result })).toBe(0.4);
  });

  it('right after compression is shown where a network is compressed after training, and only there', () => {
    const shown = (settings: Record<string, string>) =>
      rows.filter((one) => one.applies?.(experimentFrom(settings)) ?? true).map((one) => one.title);
    expect(shown({})).not.toContain('Right after compression');
    expect(shown({ 'b.route': 'after' })).toContain('Right after compression');
    expect(
      value('Right after compression', { cut: { before: 0.1, after: 0.3 } as NetworkState['cut'] }),
    ).toBe(0.3);
  });
});

it('the range test lists its trials, those that diverged by name', () => {
  const remark = row('Learning rate').remark!;
  expect(remark({})).toBeUndefined();
  expect(remark({ trials: [] })).toBeUndefined();
  const { word, lines } = remark({
    trials: [
      { rate: 0.01, error: 0.25 },
      { rate: 0.5, error: NaN },
    ],
  })!;
  expect(word).toBe('range test');
  expect(lines.slice(1)).toEqual([expect.stringMatching(/^0\.01: 25/), '0.5: diverged']);
});

describe('a cell of a series', () => {
  const done = (...tests: (number | undefined)[]) =>
    tests.map((test, i) => ({
      initSeed: i + 1,
      shuffleSeed: i + 1,
      networks: {
        a: {
          // A network that diverges has a curve all the same.
          curve: [{ step: 5, test: 0.9 }],
          result: test === undefined ? undefined : ({ test, stepMs: 3, rate: 0.01 } as never),
        },
      },
    }));
  const cell = (title: string, ...tests: (number | undefined)[]) =>
    seedsCell(row(title), plan, {
      seeds: done(...tests),
      id: 'a',
      present: { ...emptyNetwork, memoryBytes: 4000 },
    });

  it('has mean and standard deviation of what differs', () => {
    expect(cell('Test error', 0.1, 0.12, 0.11)).toEqual({
      value: expect.closeTo(0.11, 12),
      text: '11.0\u202f%',
      deviation: '± 1.0',
    });
    expect(cell('Time per step', 0.1, 0.12).text).toBe('3.0\u202fms');
    expect(cell('Learning rate', 0.1, 0.12).text).toBe('0.01');
    expect(cell('Tensor memory', 0.1, 0.12).text).toBe('4.00\u202fkB');
    expect(cell('Weights', 0.1, 0.12).value).toBe(4 * plan.totals.parameters);
  });

  it('leaves out seeds that failed', () => {
    expect(cell('Test error', 0.1, undefined, 0.12)).toMatchObject({
      text: '11.0\u202f%',
      deviation: '± 1.4',
    });
    expect(cell('Test error', 0.1, undefined).text).toBe('10.0\u202f%');
    expect(cell('Test error', undefined, undefined)).toEqual({ value: undefined, text: '–' });
    expect(cell('Weights', undefined).value).toBe(4 * plan.totals.parameters);
  });
});

it('what is no saving has no ratio, and those of times have two digits', () => {
  expect(ratioText(row('Learning rate'), 0.035, 0.012)).toBeUndefined();
  expect(ratioText(row('Time per step'), 0.5512, 1)).toBe('×\u202f0.55');
  expect(ratioText(row('All parameters'), 5512, 10000)).toBe('×\u202f0.551');
  expect(ratioText(row('Test error'), 0.1, undefined)).toBeUndefined();
});

it('CNO’s score has a row of its own where the data file was read as CNO’s', () => {
  const applies = (settings: Record<string, string>) =>
    row('CNO’s score, median L1').applies!(experimentFrom(settings));
  const own = { 'task.kind': 'own', 'task.inputs': '1x8x8', 'task.outputs': '1x8x8' };
  const map = 'in(u(n,x,y)),out(v(n,x,y))';
  expect(applies({ ...own, 'task.map': `${map},score(median-l1)` })).toBe(true);
  expect(applies({ ...own, 'task.map': map })).toBe(false);
  expect(applies({})).toBe(false);
});
