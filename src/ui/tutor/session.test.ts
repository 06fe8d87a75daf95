import { beforeEach, expect, it } from 'vitest';
import { withValue } from '../../engine/experiment/leaves.ts';
import { findPreset } from '../../engine/experiment/presets.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { openPage } from '../lab/world.testing.ts';
import type { Lesson } from './format/lesson.ts';
import { parseLesson } from './format/parse.ts';
import { progressOf, useProgress } from './progress.ts';
import { begin, beginAgain, end, openStep, useSession } from './session.ts';

const source = `---
title: T
minutes: 5
level: beginner
summary: S.
---
## One
::set{link="#v=2&preset=quick&b.rank=10%25"}
## Two
Text.
## Three
::set{link="#v=2&preset=quick&b.rank=20%25"}
## Four
Text.
`;

const parsed = parseLesson(source);
const lesson = (parsed as { lesson: Lesson }).lesson;

beforeEach(() => useProgress.setState({ lessons: {} }));

const rankOf = ({ networks }: Experiment): string => JSON.stringify(networks[1].rank);

const quick = findPreset('quick')!.experiment;
const own = withValue(quick, 'training.steps', 77);

it('sets the experiment of every page, forwards and back, and leaves what the reader changes on it', () => {
  const { lab, state } = openPage(quick);
  begin(lab, 'x', lesson);
  const first = rankOf(state().experiment);
  lab.settings.setField('training.steps', '50');
  openStep(lab, 1);
  expect(state().experiment.training.steps).toBe(50);
  expect(rankOf(state().experiment)).toBe(first);
  openStep(lab, 2);
  const third = rankOf(state().experiment);
  expect(third).not.toBe(first);
  openStep(lab, 3);
  openStep(lab, 2);
  openStep(lab, 1);
  expect(rankOf(state().experiment)).toBe(first);
  expect(progressOf('x')).toMatchObject({ step: 1, furthest: 3 });
  end(lab);
});

it('brings the visitor’s own experiment back at the end, and Undo that of the lesson', () => {
  const { lab, state } = openPage(own);
  begin(lab, 'x', lesson);
  expect(state().experiment.training.steps).not.toBe(77);
  const ofLesson = state().experiment;
  end(lab);
  expect(state().experiment).toEqual(own);
  lab.settings.undoOpening();
  expect(state().experiment).toEqual(ofLesson);
});

it('lets what the lesson has stay where there was nothing of the visitor’s own', () => {
  const { lab, state } = openPage(quick);
  lab.settings.openPreset(findPreset('quick')!);
  begin(lab, 'x', lesson);
  const ofLesson = state().experiment;
  end(lab);
  expect(state().experiment).toEqual(ofLesson);
  expect(useSession.getState().lesson).toBeUndefined();
});

it('goes on where the reader was, with the experiment of that page, or begins again', () => {
  const { lab, state } = openPage(quick);
  begin(lab, 'x', lesson);
  openStep(lab, 3);
  const third = state().experiment;
  end(lab);
  lab.settings.openPreset(findPreset('quick')!);
  begin(lab, 'x', lesson);
  expect(progressOf('x').step).toBe(3);
  expect(state().experiment).toEqual(third);
  beginAgain(lab);
  expect(progressOf('x')).toMatchObject({ step: 0, furthest: 0, guesses: {} });
  expect(state().experiment).not.toEqual(third);
  end(lab);
});

it('keeps a run that is there', () => {
  const { lab, state } = openPage(quick);
  lab.run.train();
  const { run, runId } = state();
  expect(run).toBeDefined();
  begin(lab, 'x', lesson);
  openStep(lab, 2);
  end(lab);
  expect(state()).toMatchObject({ run, runId });
});
