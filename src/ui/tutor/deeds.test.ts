import { expect, it } from 'vitest';
import { withValue } from '../../engine/experiment/leaves.ts';
import { findPreset } from '../../engine/experiment/presets.ts';
import { emptyNetwork, useLab, type LabState } from '../state.ts';
import { isDone, type Moment } from './deeds.ts';
import type { Deed } from './format/lesson.ts';
import { readExpression } from './values/expression.ts';

const { experiment } = findPreset('quick')!;
const before: LabState = { ...useLab.getInitialState(), experiment, shown: experiment };

const done = (deed: Deed, change: Partial<LabState>, more: Partial<Moment> = {}): boolean =>
  isDone(deed, before, {
    state: { ...before, ...change },
    tab: 'results',
    pressed: new Set(),
    lookUp: () => undefined,
    ...more,
  });

const at = (step: number) => ({ ...emptyNetwork, step });

it('knows a run of the present settings, its steps and its end', () => {
  const run = { run: experiment, phase: 'training' as const };
  const networks = { ...before.networks, a: at(50), b: at(40) };
  expect(done({ kind: 'train' }, {})).toBe(false);
  expect(done({ kind: 'train' }, run)).toBe(true);
  expect(done({ kind: 'finished' }, run)).toBe(false);
  expect(done({ kind: 'finished' }, { ...run, phase: 'finished' })).toBe(true);
  expect(done({ kind: 'steps', count: 40 }, { ...run, networks })).toBe(true);
  expect(done({ kind: 'steps', count: 41 }, { ...run, networks })).toBe(false);
  // A run of other settings is none.
  const other = withValue(experiment, 'training.steps', 7);
  expect(done({ kind: 'finished' }, { run: other, phase: 'finished' })).toBe(false);
});

it('knows what was dragged, chosen, set, opened, pressed and reached', () => {
  const moved = { ...before.parameters, x: before.parameters.x + 0.1 };
  expect(done({ kind: 'drag' }, {})).toBe(false);
  expect(done({ kind: 'drag' }, { parameters: moved })).toBe(true);
  expect(done({ kind: 'drag' }, { parameters: moved, sample: 3 })).toBe(false);
  expect(done({ kind: 'sample' }, { sample: 3 })).toBe(true);

  const changed = { experiment: withValue(experiment, 'training.steps', 7) };
  const key = 'training.steps';
  expect(done({ kind: 'setting', key }, {})).toBe(false);
  expect(done({ kind: 'setting', key }, changed)).toBe(true);
  expect(done({ kind: 'setting', key, to: '7' }, changed)).toBe(true);
  expect(done({ kind: 'setting', key, to: '8' }, changed)).toBe(false);

  expect(done({ kind: 'tab', tab: 'why' }, {}, { tab: 'why' })).toBe(true);
  expect(done({ kind: 'press', at: 'play' }, {}, { pressed: new Set(['play']) })).toBe(true);
  const is = readExpression('error.b < 0.2');
  expect(done({ kind: 'value', is }, {})).toBe(false);
  expect(done({ kind: 'value', is }, {}, { lookUp: () => 0.1 })).toBe(true);
});
