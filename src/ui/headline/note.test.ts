import { expect, it } from 'vitest';
import { idsOf, networkIds, type NetworkId } from '../../engine/experiment/network.ts';
import { withValue } from '../../engine/experiment/leaves.ts';
import { pretrainedExperiment, pretrainedOf } from '../../engine/pretrained/pretrained.ts';
import { experimentFrom, presets } from '../../engine/experiment/presets.ts';
import type { TrainingResult } from '../../engine/train/progress.ts';
import type { SeedRun } from '../../engine/train/series.ts';
import { emptyNetwork, noNetworks, type NetworkState } from '../state.ts';
import { contestOf, type ContestView } from './contest.ts';
import { headlineOf } from './headline.ts';
import { noteOf } from './note.ts';

const experiment = presets.find(({ id }) => id === 'quick')!.experiment;

const idle: ContestView = {
  experiment,
  run: undefined,
  issues: [],
  series: undefined,
  networks: noNetworks,
  phase: 'idle',
};

const finished = (test: number, silent = 0): NetworkState => ({
  ...emptyNetwork,
  status: 'finished',
  result: { test, testErrors: { silent, samples: 64 } } as TrainingResult,
});
const ran = (networks: Partial<Record<NetworkId, NetworkState>>): ContestView => ({
  ...idle,
  run: experiment,
  phase: 'finished',
  networks: { ...noNetworks, ...networks },
});

/** The headline and what stands below it. */
function said(state: ContestView): string {
  const contest = contestOf(state)!;
  const { text, others } = headlineOf(contest);
  return [text, ...others, ...noteOf(state, contest)].join(' ').replaceAll('\u202f', ' ');
}

it('before training it asks, and says what brings the answer', () => {
  expect(said(idle)).toMatch(/Does it do the same job\? Press Train to find out\.$/);
  const training: NetworkState = { ...emptyNetwork, status: 'training' };
  const running = { ...ran({ a: training, b: training }), phase: 'training' as const };
  expect(said(running)).toMatch(/same job\? Training will tell\.$/);
  expect(said({ ...running, phase: 'paused' })).toMatch(/same job\? Resume to find out\.$/);
});

it('of networks trained earlier it says so, with steps and errors', () => {
  const networks = { ...noNetworks };
  for (const id of idsOf(pretrainedExperiment))
    networks[id] = { ...emptyNetwork, earlier: pretrainedOf(pretrainedExperiment, id) };
  const text = said({ ...idle, experiment: pretrainedExperiment, networks });
  expect(text).toMatch(/^B does the same job as A with about a third of the parameters\. C is/);
  expect(text).toMatch(
    /Trained earlier in 1,100 steps\. Test error: A [56]\.\d+ %, B [56]\.\d+ %, C 1\d\.\d %\. One seed each: chance alone changes an error by more than 15 % in one case of four\.$/,
  );
});

it('after one run it says the errors, and what one seed is worth', () => {
  expect(said(ran({ a: finished(0.06), b: finished(0.132, 2) }))).toMatch(
    /2\.2 × the error of A\. Test error: A 6\.00 %, B 13\.2 %\. One seed each: .*15.% in one case of four\.$/,
  );
  expect(said(ran({ a: finished(0.06, 2), b: finished(0.132) }))).toContain(
    'B 13.2 %, without 2 of 64 test samples that are almost silent.',
  );
});

it('says nothing of errors that are none', () => {
  expect(said(ran({ a: finished(NaN), b: finished(NaN) }))).toBe(
    'The truth is almost silent in all test samples, so there are no errors to compare.',
  );
  const failed: NetworkState = { ...emptyNetwork, status: 'failed', diverged: true };
  expect(said(ran({ a: finished(0.06), b: failed }))).toMatch(
    /^B diverged: it forecasts nothing\. Test error: A 6\.00 %\./,
  );
  expect(said(ran({ a: { ...failed, diverged: false }, b: finished(0.06) }))).toMatch(
    /^A failed, so there is nothing to compare the others with\. Test error: B 6\.00 %\./,
  );
});

it('says that the settings have moved on, and that data are one’s own', () => {
  const run = ran({ a: finished(0.06), b: finished(0.132) });
  const moved = { ...run, experiment: withValue(experiment, 'training.steps', 500) };
  expect(said(moved)).toMatch(/The settings have changed since\.$/);
  const own = experimentFrom({
    'task.kind': 'own',
    'task.inputs': '1x8x8',
    'task.outputs': '1x8x8',
  });
  expect(said({ ...run, experiment: own, run: own })).toContain(
    'Test error on your data: A 6.00 %',
  );
});

it('of a series it says the scatter, and what the seeds decide', () => {
  const seed = (i: number, a: number, b: number): SeedRun => ({
    initSeed: i,
    shuffleSeed: i,
    networks: {
      a: { curve: [], result: { test: a } as TrainingResult },
      b: { curve: [], result: { test: b } as TrainingResult },
    },
  });
  const done = [seed(1, 0.06, 0.132), seed(2, 0.061, 0.133), seed(3, 0.059, 0.131)];
  const series = { base: experiment, count: 3, done };
  const text = said({ ...ran({ a: finished(0.059), b: finished(0.131) }), series });
  expect(text).toMatch(/^B is smaller but worse than A: .*, 2\.2 × the error of A\. /);
  expect(text).toContain('Test error: A 6.00 ± 0.10 %, B 13.20 ± 0.10 %.');
  expect(text).toMatch(/3 seeds, .*B against A: worse in 3 of 3 seeds, by 7\.2\d* ± .* points\.$/);
});

it('one network is alone; conflicting settings have no headline, but a run keeps its own', () => {
  const one = experimentFrom({ networks: '1' });
  expect(said({ ...idle, experiment: one })).toMatch(/^A is alone\./);
  const issues = [{ key: 'a.format', message: 'This can’t be.' }];
  expect(contestOf({ ...idle, issues })).toBeUndefined();
  expect(contestOf({ ...ran({ a: finished(0.1) }), issues })).toBeDefined();
});

it('all four networks have their sentence, whatever became of them', () => {
  const four = experimentFrom({ networks: '4' });
  const state = { ...ran({ a: finished(0.06), b: finished(0.06) }), run: four, experiment: four };
  const { others } = headlineOf(contestOf(state)!);
  expect(others).toHaveLength(networkIds.length - 2);
});
