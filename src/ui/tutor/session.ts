/** The lesson that is open, and the experiment that its present page is about. */
import { create } from 'zustand';
import { decodeLink, encodeLink, isLink } from '../../engine/opening/link.ts';
import { changedKeys } from '../../engine/experiment/changes.ts';
import { presets } from '../../engine/experiment/presets.ts';
import type { Lab } from '../lab/lab.ts';
import { LoadError } from '../loading/chunk.ts';
import type { Opening } from '../lab/settings.ts';
import { useCovers } from '../lessons/cover.ts';
import { keepOwnLink, ownLink } from '../lessons/own.ts';
import { usePage } from '../page/page.ts';
import { LessonError } from './catalogue.ts';
import type { Lesson, Problem } from './format/lesson.ts';
import { noProgress, progressOf, setProgress } from './progress.ts';
import { bringBackRun, hidesEarlier } from './room.ts';

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
  /** What the visitor had before the lesson. */
  own?: Opening;
  /** The number of the visitor’s own run, if there was one. */
  ownRun?: number;
  /** Under which that run is stored, once it has been set aside. */
  aside?: string;
  /** How often a lesson was begun again. */
  round: number;
}

const nothing: Session = { name: '', round: 0 };

export const useSession = create<Session>()(() => nothing);

export const failureOf = (error: unknown): Failure => {
  if (error instanceof LessonError) return { text: error.message, problems: error.problems };
  const text = error instanceof LoadError || error instanceof Error ? error.message : String(error);
  return { text, problems: [] };
};

/** What was open before the lesson: with all of it in memory, without conflicts after a reload. */
function ownOpening(): Opening | undefined {
  const { own } = useSession.getState();
  const link = ownLink();
  if (own || link === undefined || !isLink(link)) return own;
  return { ...decodeLink(link), drafts: {} };
}

/** A lesson begins, or goes on where the reader left it. */
export function begin(lab: Lab, name: string, lesson: Lesson): void {
  const { preset, experiment, drafts, issues, run, runId } = lab.store.getState();
  if (ownOpening() === undefined) {
    useSession.setState({ own: { preset, experiment, drafts }, ownRun: run && runId });
    if (issues.length === 0) keepOwnLink(encodeLink(experiment, preset));
  }
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
  makeRoom(lab);
  const { furthest } = progressOf(name);
  setProgress(name, { step, furthest: Math.max(step, furthest) });
}

/** A finished run of other settings makes way for networks that come with the page, if it is stored. */
export function makeRoom(lab: Lab): void {
  const state = lab.store.getState();
  if (!hidesEarlier(state) || state.phase !== 'finished') return;
  if (lab.stored.finishedId !== undefined) setAside(lab);
}

/** The finished run makes way; the visitor’s own one is brought back at the end of the lesson. */
export function setAside(lab: Lab): void {
  const { runId } = lab.store.getState();
  if (runId === useSession.getState().ownRun) useSession.setState({ aside: lab.stored.finishedId });
  void lab.run.setAside();
}

/** From the beginning, with nothing guessed. */
export function beginAgain(lab: Lab): void {
  const { name, round } = useSession.getState();
  setProgress(name, noProgress);
  useSession.setState({ inForce: undefined, round: round + 1 });
  openStep(lab, 0);
}

/** The lesson is closed; what is open stays. */
export function forget(): void {
  keepOwnLink(undefined);
  useCovers.setState({ covered: new Set() });
  useSession.setState({ ...nothing, round: useSession.getState().round }, true);
}

/** Whether it is what the page opens by itself, for somebody who came for a lesson. */
const isNobodys = ({ experiment }: Opening): boolean =>
  usePage.getState().arrivedByLink && changedKeys(experiment, presets[0].experiment).length === 0;

/** The reader leaves the lesson: what was open before it comes back; networks that were trained meanwhile stay. */
export function end(lab: Lab): void {
  const own = ownOpening();
  const { aside } = useSession.getState();
  forget();
  if (own && !isNobodys(own)) lab.settings.reopen(own);
  if (aside !== undefined) void bringBackRun(lab, aside);
}
