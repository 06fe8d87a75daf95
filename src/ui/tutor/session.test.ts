import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withValue } from '../../engine/experiment/leaves.ts';
import { findPreset, presets } from '../../engine/experiment/presets.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { pageOn, storage } from '../lab/runs.testing.ts';
import { openPage, settled, work } from '../lab/world.testing.ts';
import { usePage } from '../page/page.ts';
import type { Lesson } from './format/lesson.ts';
import { parseLesson } from './format/parse.ts';
import { progressOf, useProgress } from './progress.ts';
import { obstacle } from './room.ts';
import { begin, beginAgain, end, forget, openStep, setAside, useSession } from './session.ts';

const source = `---
title: T
minutes: 5
level: beginner
summary: S.
---
## One
::set{link="#v=3&preset=quick&b.rank=10%25"}
## Two
Text.
## Three
::set{link="#v=3&preset=quick&b.rank=20%25"}
## Four
Text.
`;

const lessonIn = (text: string): Lesson => (parseLesson(text) as { lesson: Lesson }).lesson;
const lesson = lessonIn(source);

beforeEach(() => useProgress.setState({ lessons: {} }));
afterEach(() => {
  usePage.setState({ arrivedByLink: false });
  forget();
});

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

it('lets what the lesson has stay where somebody came by its link', () => {
  const { lab, state } = openPage(presets[0].experiment);
  usePage.setState({ arrivedByLink: true });
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

describe('what was open before a lesson', () => {
  const start = `---\ntitle: T\nminutes: 5\nlevel: beginner\nsummary: S.\n---\n## One\n`;
  const onEarlier = lessonIn(`${start}\n::set{link="#v=3&preset=frames&networks=3"}\n\nText.\n`);

  it('comes back with conflicts and half-typed text, and where it is an unchanged preset', () => {
    const { lab, state } = openPage(quick);
    lab.settings.setField('data.test', '0');
    lab.settings.setField('training.steps', 'many');
    const before = state();
    expect(Object.keys(before.drafts).length).toBeGreaterThan(0);
    begin(lab, 'x', lesson);
    expect(state().drafts).toEqual({});
    end(lab);
    expect(state()).toMatchObject({ experiment: before.experiment, drafts: before.drafts });

    lab.settings.openPreset(findPreset('trace')!);
    begin(lab, 'x', lesson);
    end(lab);
    expect(state()).toMatchObject({ experiment: findPreset('trace')!.experiment });
  });

  it('is forgotten once a link takes its place', () => {
    const { lab, state } = openPage(own);
    begin(lab, 'x', lesson);
    lab.settings.openLink('#v=3&preset=quick&training.steps=55');
    forget();
    expect(state().experiment.training.steps).toBe(55);
    begin(lab, 'x', lesson);
    end(lab);
    expect(state().experiment.training.steps).toBe(55);
  });

  it('a finished run makes way for the networks that a page comes with, and is back at the end', async () => {
    const world = await pageOn(storage());
    const { lab, state } = world;
    lab.run.train();
    await work(world);
    expect(state().phase).toBe('finished');
    const { run, networks } = state();
    begin(lab, 'x', onEarlier);
    await settled();
    expect(state().run).toBeUndefined();
    expect(state().networks.c.earlier?.test).toBeGreaterThan(0);
    end(lab);
    await work(world);
    expect(state()).toMatchObject({ run, experiment: run });
    expect(state().networks.a.result).toEqual(networks.a.result);
  });

  it('a run in progress stays, and the page says so until it can be set aside', async () => {
    const world = await pageOn(storage());
    const { lab, state } = world;
    lab.run.train();
    await work(world, () => state().networks.a.step > 0);
    begin(lab, 'x', onEarlier);
    expect(state().run).toBeDefined();
    expect(obstacle(state())).toMatch(/^A run with other settings is in progress/);
    await work(world);
    expect(obstacle(state())).toMatch(/^A finished run/);
    setAside(lab);
    expect(obstacle(state())).toBeUndefined();
    await settled();
    end(lab);
    await work(world);
    expect(state().phase).toBe('finished');
  });
});
