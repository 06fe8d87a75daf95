import { expect, it } from 'vitest';
import { withValue } from '../../engine/experiment/leaves.ts';
import { findPreset } from '../../engine/experiment/presets.ts';
import { decodeLink } from '../../engine/opening/link.ts';
import { membersOf, seedsOf, type SeedOutcome } from '../../engine/train/series.ts';
import { useLab, type LabState } from '../state.ts';
import type { Lesson } from './format/lesson.ts';
import { parseLesson } from './format/parse.ts';
import { isMomentary, isOfPage, isSettled, pageMissing } from './measuring.ts';

const source = `---
title: T
minutes: 5
level: beginner
summary: S.
---
## One
Text.

## Two
::set{link="#v=3&preset=quick&b.rank=10%25"}
::note{name="first" is="error.b"}

## Three
::wait[Do.]{for="setting" key="net.kernel" to="3"}

## Four
::set{link="#v=3&preset=quick&b.rank=20%25"}

Text.
`;
const { lesson } = parseLesson(source) as { lesson: Lesson };
const quick = findPreset('quick')!.experiment;
const openedBy = (step: number) => decodeLink(lesson.steps[step].link!);

const ended = { curve: [], result: {} as SeedOutcome['result'] };
const seeds = membersOf(quick, 3).map((member) => ({
  ...seedsOf(member),
  networks: { a: ended, b: ended },
}));

it('takes for measured what is of the page’s experiment, and of what its reader was asked to change', () => {
  const { experiment } = openedBy(1);
  const wide = withValue(experiment, 'net.kernel', 3);
  const ofPages = (one: typeof experiment) =>
    lesson.steps.map((_, step) => isOfPage(one, lesson, step));
  expect(ofPages(experiment)).toEqual([true, true, true, false]);
  expect(ofPages(wide)).toEqual([true, false, true, false]);
  expect(ofPages(withValue(experiment, 'backend', 'cpu'))).toEqual([true, true, true, false]);
  expect(ofPages(withValue(experiment, 'training.steps', 7))).toEqual([true, false, false, false]);
  expect(ofPages(withValue(experiment, 'networks', 3))).toEqual([true, false, false, false]);
  expect(ofPages(openedBy(3).experiment)).toEqual([true, false, false, true]);
});

it('waits for the last seed of a series, and for the end of the training with what is of a moment', () => {
  const base = useLab.getInitialState();
  const at = (phase: LabState['phase'], done?: number): LabState => ({
    ...base,
    phase,
    series: done === undefined ? undefined : { base: quick, count: 3, done: seeds.slice(0, done) },
  });
  const error = ['error.b', 'noted.first'];
  expect(isSettled(error, at('training'))).toBe(true);
  expect(isSettled(error, at('training', 2))).toBe(false);
  expect(isSettled(error, at('finished', 2))).toBe(false);
  expect(isSettled(error, at('finished', 3))).toBe(true);
  expect(isSettled(['macs.b'], at('training', 2))).toBe(true);
  expect(isSettled(['trace.b'], at('training'))).toBe(false);
  expect(isSettled(['trace.b'], at('finished'))).toBe(true);
  expect(
    ['error.b', 'macs.b', 'interval.b', 'trace.b', 'live-error.b', 'why-rank'].filter((name) =>
      isMomentary([name]),
    ),
  ).toEqual(['trace.b', 'live-error.b', 'why-rank']);
});

it('knows which page has measured what is missing', () => {
  const names = ['error.b', 'noted.first'];
  expect(pageMissing(names, {}, lesson)).toBe(1);
  expect(pageMissing(names, { first: 0.2 }, lesson)).toBeUndefined();
  expect(pageMissing(['error.b'], {}, lesson)).toBeUndefined();
});
