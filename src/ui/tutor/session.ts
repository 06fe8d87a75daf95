/** The lesson that is open, and the experiment that its present page is about. */
import { create } from 'zustand';
import { decodeLink, encodeLink, isLink } from '../../engine/opening/link.ts';
import { changedKeys } from '../../engine/experiment/changes.ts';
import type { Lab } from '../lab/lab.ts';
import { LoadError } from '../loading/chunk.ts';
import { useCovers } from '../lessons/cover.ts';
import { LessonError } from './catalogue.ts';
import type { Lesson, Problem } from './format/lesson.ts';
import { progressOf, setProgress } from './progress.ts';

export interface Failure {
  text: string;
  problems: readonly Problem[];
}

interface Session {
  /** Under which progress is kept. */
  name: string;
  lesson?: Lesson;
  failure?: Failure;
  /** The link that a page has opened last. */
  inForce?: string;
  /** The visitor’s own experiment as a link. */
  own?: string;
}

export const useSession = create<Session>()(() => ({ name: '' }));

export const failureOf = (error: unknown): Failure => {
  if (error instanceof LessonError) return { text: error.message, problems: error.problems };
  const text = error instanceof LoadError || error instanceof Error ? error.message : String(error);
  return { text, problems: [] };
};

/** It is kept for as long as the window is open, where storage is allowed: a lesson may be reloaded. */
const OWN_KEY = 'slimwave.before-lesson';

function ownLink(): string | undefined {
  try {
    return sessionStorage.getItem(OWN_KEY) ?? useSession.getState().own;
  } catch {
    return useSession.getState().own;
  }
}

function keepOwn(own: string | undefined): void {
  useSession.setState({ own });
  try {
    if (own === undefined) sessionStorage.removeItem(OWN_KEY);
    else sessionStorage.setItem(OWN_KEY, own);
  } catch {
    // It lasts as long as the page.
  }
}

/** A lesson begins, or goes on where the reader left it. */
export function begin(lab: Lab, name: string, lesson: Lesson): void {
  const { preset, experiment, issues } = lab.store.getState();
  if (ownLink() === undefined && issues.length === 0) keepOwn(encodeLink(experiment, preset));
  useSession.setState({ name, lesson, failure: undefined, inForce: undefined });
  openStep(lab, Math.min(progressOf(name).step, lesson.steps.length - 1));
}

export const fail = (name: string, error: unknown): void =>
  useSession.setState({ name, lesson: undefined, failure: failureOf(error) });

/** Opens a page: the experiment is that of the nearest page up to it that names one. */
export function openStep(lab: Lab, step: number): void {
  const { name, lesson, inForce } = useSession.getState();
  const page = lesson?.steps.at(step);
  if (!lesson || !page || step < 0) return;
  const link = lesson.steps.slice(0, step + 1).findLast((one) => one.link !== undefined)?.link;
  if (link !== undefined && (link !== inForce || page.link !== undefined)) {
    const opened = decodeLink(link);
    const { experiment } = lab.store.getState();
    if (changedKeys(experiment, opened.experiment).length > 0) lab.settings.openForLesson(opened);
    useSession.setState({ inForce: link });
  }
  const { furthest } = progressOf(name);
  setProgress(name, { step, furthest: Math.max(step, furthest) });
}

/** From the beginning, with nothing guessed. */
export function beginAgain(lab: Lab): void {
  const { name } = useSession.getState();
  setProgress(name, { step: 0, furthest: 0, guesses: {}, truths: {}, noted: {}, finished: false });
  useSession.setState({ inForce: undefined });
  openStep(lab, 0);
}

/** The end of a lesson: settings of the visitor’s own come back; networks that were trained stay. */
export function end(lab: Lab): void {
  const own = ownLink();
  keepOwn(undefined);
  useCovers.setState({ covered: new Set() });
  useSession.setState({ name: '', lesson: undefined, failure: undefined, inForce: undefined });
  if (own === undefined || !isLink(own)) return;
  const opened = decodeLink(own);
  const changes = changedKeys(opened.experiment, opened.preset.experiment);
  if (changes.length > 0) lab.settings.reopen(opened);
}
