import { expect, it } from 'vitest';
import { encodeLink } from '../../../engine/opening/link.ts';
import { experimentFrom, findPreset } from '../../../engine/experiment/presets.ts';
import type { Checkpoint } from '../../../engine/train/checkpoint.ts';
import { ruleOf } from '../../../engine/train/rates.ts';
import {
  headOf,
  isFinished,
  isOutdated,
  openRun,
  OTHER_RATES,
  RANGE_TEST,
  readHead,
  withMoments,
  withoutMoments,
  type StoredRun,
} from './storedRun.ts';
import { result } from './result.testing.ts';

const preset = findPreset('quick')!;
const experiment = experimentFrom({ 'training.steps': '100' });

const checkpoint: Checkpoint = {
  step: 40,
  points: 2,
  trials: [
    { rate: 0.01, error: 0.5 },
    { rate: 0.04, error: Infinity },
  ],
  rate: 0.01,
  cut: undefined,
  due: { step: 40, train: 0.3 },
  batchErrors: [0.4, 0.2],
  stepMs: NaN,
  trainer: { done: 40, values: Float32Array.from([1, -2, 0.1, 0.2, 0, 0.3]) },
};

const stored = (change: Partial<StoredRun> = {}): StoredRun => ({
  version: 1,
  id: 'x',
  link: encodeLink(experiment, preset),
  savedAt: 1e12,
  elapsedMs: 5000,
  a: {
    kept: {
      checkpoint,
      curve: [
        { step: 0, test: 1 },
        { step: 20, train: 0.6 },
      ],
    },
  },
  b: { failure: { error: 'It diverged.', diverged: true } },
  ...change,
});

const withCheckpoint = (change: Partial<Checkpoint>): StoredRun =>
  stored({ a: { kept: { checkpoint: { ...checkpoint, ...change }, curve: [] } } });

it('comes back as it was stored, experiment and all', () => {
  const opened = openRun(structuredClone(stored()));
  expect(opened?.run).toEqual(stored());
  expect(opened?.experiment).toEqual(experiment);
  expect(opened?.preset).toBe(preset);
});

it('of an earlier version that was to search for rates says what is used instead', () => {
  const searching = stored({ link: '#v=1&preset=quick&b.search=on' });
  expect(openRun(searching)?.remark).toBe(RANGE_TEST);
  expect(openRun(searching)?.run.a?.kept?.checkpoint).toEqual(checkpoint);
  expect(openRun(stored({ link: '#v=1&preset=quick&b.search=off' }))?.remark).toBeUndefined();
  const ended = { ...searching, a: { result }, b: { failure: { error: 'No.', diverged: true } } };
  expect(openRun(ended)?.remark).toBeUndefined();
});

it('knows whether its automatic rates are the present ones', () => {
  const rule = ruleOf(experiment);
  expect(rule).toBeDefined();
  expect(openRun(stored({ rule }))).toMatchObject({ outdated: false });
  expect(openRun(stored())).toMatchObject({ outdated: false });
  const other = stored({ rule: '0.1,0.01,0' });
  expect(openRun(other)).toMatchObject({ outdated: true, remark: OTHER_RATES.unfinished });
  expect(isOutdated(readHead(structuredClone(headOf(other)))!, experiment)).toBe(true);
});

it('of own rates has no rule', () => {
  const own = experimentFrom({ 'a.rate': '0.01', 'b.rate': '0.02' });
  expect(ruleOf(own)).toBeUndefined();
});

it('comes back without weights before the first step, and with one network', () => {
  const early = withCheckpoint({ trainer: undefined, step: 0, due: { step: 0 } });
  expect(openRun(early)?.run).toEqual(early);
  expect(openRun(stored({ b: undefined }))).toBeDefined();
});

it.each<[string, unknown]>([
  ['nothing', null],
  ['another version', { ...stored(), version: 2 }],
  ['a link with unknown settings', stored({ link: '#v=3&preset=quick&no.such=3' })],
  ['a link to settings that do not fit', stored({ link: '#v=3&preset=quick&data.train=-1' })],
  ['own data, whose file is not there', stored({ link: '#v=3&preset=quick&task.kind=own' })],
  ['no network', stored({ a: undefined, b: undefined })],
  ['more steps than the run has', withCheckpoint({ step: 101 })],
  ['a negative number of points', withCheckpoint({ points: -1 })],
  [
    'weights that are no numbers',
    withCheckpoint({ trainer: { done: 40, values: Float32Array.from([NaN, 0, 0]) } }),
  ],
  [
    'weights that are all zero',
    withCheckpoint({ trainer: { done: 40, values: new Float32Array(6) } }),
  ],
])('is refused: %s', (_, value) => {
  expect(openRun(value)).toBeUndefined();
});

const ended = stored({ a: { ...stored().a, result } });

it('has ended when every network has a result or has failed, and one has a result', () => {
  expect(isFinished(ended)).toBe(true);
  expect(isFinished(stored())).toBe(false);
  expect(isFinished({ b: stored().b })).toBe(false);
  expect(isFinished({ a: ended.a, b: {} })).toBe(false);
  expect(openRun(structuredClone(ended))?.run.a?.result).toEqual(result);
  expect(openRun({ ...ended, a: { ...ended.a, result: { test: 'good' } } })).toBeUndefined();
});

it('is told in a few words without its weights', () => {
  const head = headOf(ended);
  expect(readHead(structuredClone(head))).toEqual(head);
  expect(head).toMatchObject({ finished: true, a: { step: 40, test: 0.2 }, b: { failed: true } });
  expect(head.bytes).toBeGreaterThanOrEqual(24);
  expect(readHead({ ...head, version: 2 })).toBeUndefined();
});

it('is kept without the moments of its optimizer, which only further training would need', () => {
  const small = withoutMoments(ended.a!);
  expect(small.kept?.checkpoint.trainer?.values).toEqual(Float32Array.of(1, -2));
  expect(withMoments(small).kept?.checkpoint.trainer?.values).toEqual(
    Float32Array.of(1, -2, 0, 0, 0, 0),
  );
  // Sound as it is stored, too.
  expect(openRun({ ...ended, a: small })?.run.a).toEqual(small);
});

it('of own data comes back when it has ended, since then nothing is left to train', () => {
  const own = { 'task.kind': 'own', 'task.inputs': '3', 'task.outputs': '8x32x32' };
  const link = encodeLink(experimentFrom(own), preset);
  const network = { result, kept: { checkpoint, curve: [] } };
  const run = stored({ link, file: 'waves.npz', a: network, b: network });
  expect(openRun(run)?.run.file).toBe('waves.npz');
  expect(openRun({ ...run, a: { kept: network.kept } })).toBeUndefined();
});
