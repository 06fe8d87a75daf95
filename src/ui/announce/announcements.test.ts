import { describe, expect, it } from 'vitest';
import { presets } from '../../engine/experiment/presets.ts';
import { withValue } from '../../engine/experiment/leaves.ts';
import type { TrainingResult } from '../../engine/train/progress.ts';
import { withSeeds } from '../../engine/train/series.ts';
import { emptyNetwork, noNetworks, type NetworkState } from '../state.ts';
import { announcements, gathered, sampleText, type RunView } from './announcements.ts';

const run = withValue(presets[0].experiment, 'training.steps', 600);

const idle: RunView = {
  phase: 'idle',
  runId: 0,
  data: { done: 0, total: 0 },
  sweeping: false,
  networks: noNetworks,
};
const begun: RunView = { ...idle, run, runId: 1, data: { done: 0, total: 640 } };

const training = (step: number, test?: number): NetworkState => ({
  ...emptyNetwork,
  status: 'training',
  step,
  curve: test === undefined ? [] : [{ step, test }],
});
const trains = (a: NetworkState, b = a): RunView => ({
  ...begun,
  phase: 'training',
  data: { done: 640, total: 640 },
  networks: { ...noNetworks, a, b },
});

const said = (before: RunView, now: RunView) => announcements(before, now).map(({ text }) => text);

describe('a run', () => {
  it('says that it begins, once, and how many samples it needs', () => {
    expect(said(idle, begun)).toEqual([]);
    expect(said(begun, { ...begun, phase: 'simulating' })).toEqual([
      'The run starts with 640 samples.',
    ]);
    const simulating: RunView = { ...begun, phase: 'simulating' };
    expect(said(simulating, { ...simulating, data: { done: 320, total: 640 } })).toEqual([]);
    expect(said(simulating, trains(training(0)))).toEqual([
      'The samples are ready. Training starts.',
    ]);
  });

  it('keeps errors to itself where the link hides numbers', () => {
    const secret = (before: RunView, now: RunView) => said(before, { ...now, secret: true });
    expect(secret(trains(training(100, 0.5)), trains(training(300, 0.3)))).toEqual([
      'Half of the training is done.',
    ]);
    const ended: NetworkState = {
      ...training(600),
      status: 'finished',
      result: { test: 0.1 } as TrainingResult,
    };
    const done: RunView = { ...trains(ended), phase: 'finished' };
    expect(secret(trains(ended, training(599)), done)).toEqual(['Training has finished.']);
  });

  it('says nothing of single steps, and three marks on the way', () => {
    const all: string[] = [];
    for (let step = 1; step <= 600; step++) {
      all.push(...said(trains(training(step - 1)), trains(training(step))));
    }
    expect(all).toEqual([
      'A quarter of the training is done.',
      'Half of the training is done.',
      'Three quarters of the training is done.',
    ]);
  });

  it('waits for the slower network, and says the errors so far by name', () => {
    const fast = training(400, 0.125);
    expect(said(trains(training(140), fast), trains(training(149), fast))).toEqual([]);
    expect(said(trains(training(149), fast), trains(training(150, 0.25), fast))).toEqual([
      'A quarter of the training is done. Test error so far: network A 25.0\u202f%, network B 12.5\u202f%.',
    ]);
  });

  it('does not wait for a network that has failed, and says why it has', () => {
    const failed: NetworkState = { ...emptyNetwork, status: 'failed', error: 'It diverged.' };
    expect(said(trains(training(10)), trains(training(10), failed))).toEqual([
      'Network B has failed. It diverged.',
    ]);
    expect(said(trains(training(299), failed), trains(training(301), failed))).toEqual([
      'Half of the training is done.',
    ]);
  });

  it('says where it pauses and that it goes on', () => {
    const paused: RunView = {
      ...trains({ ...training(120), status: 'paused' }, { ...training(119), status: 'paused' }),
      phase: 'paused',
    };
    expect(said({ ...paused, phase: 'pausing' }, paused)).toEqual([
      'Paused, network A at step 120 of 600, network B at step 119 of 600.',
    ]);
    expect(said(paused, { ...paused, phase: 'training' })).toEqual(['Training continues.']);
    const early: RunView = { ...begun, phase: 'paused', data: { done: 64, total: 640 } };
    expect(said({ ...early, phase: 'pausing' }, early)).toEqual(['Paused at 64 of 640 samples.']);
  });

  it('ends with the errors of both networks', () => {
    const ended = (test: number): NetworkState => ({
      ...training(600),
      status: 'finished',
      result: { test } as TrainingResult,
    });
    const before = trains(ended(0.07), ended(0.09));
    expect(said(before, { ...before, phase: 'finished' })).toEqual([
      'Training has finished. Test error: network A 7.00\u202f%, network B 9.00\u202f%.',
    ]);
    expect(said(trains(training(3)), { ...trains(training(3)), phase: 'finished' })).toEqual([
      'The run has ended without a result.',
    ]);
    expect(said({ ...before, phase: 'finished' }, { ...idle, runId: 2 })).toEqual([
      'Reset: the networks are untrained.',
    ]);
  });
});

it('of a series, the end of every seed is said, and at last the means', () => {
  const ended = (test: number): NetworkState => ({
    ...training(600),
    status: 'finished',
    result: { test } as TrainingResult,
  });
  const seedRun = (initSeed: number, test: number) => ({
    initSeed,
    shuffleSeed: initSeed,
    networks: { a: { curve: [], result: { test } as TrainingResult } },
  });
  const series = (...tests: number[]) => ({
    base: run,
    count: 2,
    done: tests.map((test, i) => seedRun(i + 1, test)),
  });
  const during = { ...trains(training(140)), series: series() };
  expect(said(during, { ...during, ...trains(training(160)) })).toEqual([]);
  const first = { ...trains(ended(0.1)), phase: 'finished', series: series(0.1) } as const;
  expect(said(during, first)).toEqual([
    'Seed 1 of 2 is done. Test error: network A 10.0\u202f%, network B 10.0\u202f%.',
  ]);
  const next: RunView = { ...begun, runId: 2, phase: 'starting', series: first.series };
  expect(said(first, next)).toEqual([]);
  const second: RunView = { ...trains(training(0)), runId: 2, series: first.series };
  expect(said(next, second)).toEqual([]);
  const seeds = { initSeed: 2, shuffleSeed: 2 };
  const last: RunView = {
    ...first,
    run: withSeeds(run, seeds),
    runId: 2,
    series: series(0.1, 0.12),
  };
  expect(said(second, last)).toEqual([
    'All 2 seeds are done. Mean test error and standard deviation: network A 11.0 ± 1.4\u202f%.',
  ]);
});

it('a sweep is not accompanied run by run', () => {
  const sweep = { sweeping: true };
  expect(
    said({ ...trains(training(140)), ...sweep }, { ...trains(training(160)), ...sweep }),
  ).toEqual([]);
});

it('a backend that can’t be started is told', () => {
  expect(said(idle, { ...idle, backendProblem: 'its worker stopped' })).toEqual([
    'The backend could not be started: its worker stopped.',
  ]);
});

it('of sentences at the same time those that are overtaken are left out', () => {
  expect(
    gathered([
      { text: 'Half.', passing: true },
      { text: 'Three quarters.', passing: true },
      { text: 'Finished.' },
    ]),
  ).toBe('Finished.');
  expect(gathered([{ text: 'Begins.' }, { text: 'A quarter.', passing: true }])).toBe(
    'Begins. A quarter.',
  );
});

it('a sample is told with the errors that are known', () => {
  expect(sampleText(2, { a: 0.072, b: 0.091 })).toBe(
    'Test sample 3: relative error of network A 7.20\u202f%, network B 9.10\u202f%.',
  );
  expect(sampleText(undefined, { b: 0.5 })).toBe(
    'Your own sample: relative error of network B 50.0\u202f%.',
  );
  expect(sampleText(2, {})).toBeUndefined();
});
