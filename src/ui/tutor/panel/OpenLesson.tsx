import { useEffect, useMemo, useRef, useState } from 'react';
import { useActions } from '../../lab/context.ts';
import type { Lab } from '../../lab/lab.ts';
import { closeLesson, openLesson } from '../../lessons/open.ts';
import { usePage } from '../../page/page.ts';
import { useLab } from '../../state.ts';
import { openResultTab, isTab } from '../../shared/resultTab.ts';
import { unanswered, useCovering } from '../covering.ts';
import type { Lesson } from '../format/lesson.ts';
import { useLessonKeys } from '../keys.ts';
import { neededBy } from '../needed.ts';
import { usePointing } from '../pointing.ts';
import { obstacle } from '../room.ts';
import { setProgress, useProgressOf } from '../progress.ts';
import { end, openStep, setAside, useSession } from '../session.ts';
import { useTasks } from '../tasks.ts';
import { Blocks } from './Blocks.tsx';
import { Menu } from './Menu.tsx';
import { Sheets } from './Sheets.tsx';
import css from './lesson.module.css';

const GUESS_FIRST = 'Make a guess first, or press Not sure yet.';

/** Leaves for the lab, where the keyboard goes on at the stage. */
function leave(lab: Lab): void {
  closeLesson();
  end(lab);
  document.querySelector<HTMLElement>('#stage')?.focus({ preventScroll: true });
}

export function OpenLesson({ lesson }: { lesson: Lesson }) {
  const lab = useActions();
  const name = useSession((state) => state.name);
  const progress = useProgressOf(name);
  const place = Math.min(progress.step, lesson.steps.length - 1);
  const step = lesson.steps[place];
  /** The page that was to be left without a guess. */
  const [hinted, setHinted] = useState<string>();
  const [notes, setNotes] = useState(false);
  const round = useSession((state) => state.round);
  const key = `${name} ${place} ${round}`;
  useCovering(step, progress);
  usePointing(step.points, key);
  useEffect(() => {
    usePage.setState({ needed: neededBy(step) });
    if (step.tab !== undefined && isTab(step.tab)) openResultTab(step.tab);
  }, [step]);
  const last = place === lesson.steps.length - 1;
  const open = unanswered(step, progress).length;
  const moves = useMemo(
    () => ({
      leave: () => leave(lab),
      back: () => openStep(lab, place - 1),
      next: () => {
        if (open > 0) setHinted(key);
        else if (!last) openStep(lab, place + 1);
      },
    }),
    [lab, key, place, last, open],
  );
  useLessonKeys(moves);
  useEffect(() => {
    if (last && open === 0) setProgress(name, { finished: true });
  }, [last, open, name]);
  return (
    <>
      <div className={css.head}>
        <p className={css.title}>{lesson.title}</p>
        <Menu lesson={lesson} notes={notes} onNotes={setNotes} onLeave={moves.leave} />
      </div>
      <Sheets lesson={lesson} />
      <Page key={key} lesson={lesson} place={place} notes={notes} />
      <div className={css.foot}>
        <output className={css.hint}>{open > 0 && hinted === key && GUESS_FIRST}</output>
        <button type="button" disabled={place === 0} onClick={moves.back}>
          Back
        </button>
        <span
          className={css.place}
          aria-hidden="true"
        >{`${place + 1} / ${lesson.steps.length}`}</span>
        {last ? (
          <Finish next={lesson.next} open={open} onLeave={moves.leave} />
        ) : (
          <Next blocked={open > 0} onNext={moves.next} />
        )}
      </div>
    </>
  );
}

function Next({ blocked, onNext }: { blocked: boolean; onNext: () => void }) {
  const tasks = useTasks((state) => state.open);
  return (
    <button
      type="button"
      className={tasks > 0 || blocked ? undefined : css.primary}
      aria-disabled={blocked}
      data-testid="lesson-next"
      onClick={onNext}
    >
      {tasks > 0 && !blocked ? 'Skip' : 'Next'}
    </button>
  );
}

interface FinishProps {
  next: string | undefined;
  open: number;
  onLeave: () => void;
}

function Finish({ next, open, onLeave }: FinishProps) {
  return (
    <>
      {next !== undefined && open === 0 && (
        <button type="button" onClick={() => openLesson(next)}>
          Next lesson
        </button>
      )}
      <button type="button" className={css.primary} data-testid="lesson-end" onClick={onLeave}>
        Back to the lab
      </button>
    </>
  );
}

/** A run that is in the way of the page; once it has ended, it can be set aside. */
function Obstacle() {
  const lab = useActions();
  const text = useLab(obstacle);
  const ended = useLab(({ phase }) => phase === 'finished');
  return (
    <div className={text === undefined ? undefined : css.obstacle}>
      <output data-testid="obstacle">{text}</output>
      {text !== undefined && ended && (
        <button type="button" onClick={() => setAside(lab)}>
          {lab.stored.finishedId === undefined
            ? 'Remove the run (it could not be stored)'
            : 'Set the run aside'}
        </button>
      )}
    </div>
  );
}

/** A page; its heading takes the focus, so that a screen reader begins with it. */
function Page({ lesson, place, notes }: { lesson: Lesson; place: number; notes: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const step = lesson.steps[place];
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, also for those who have only keys
    <section className={css.body} tabIndex={0} aria-label="The page of the lesson">
      <h2 ref={heading} tabIndex={-1} data-testid="lesson-heading">
        <span className="visually-hidden">{`Page ${place + 1} of ${lesson.steps.length}: `}</span>
        <span>{step.title}</span>
      </h2>
      <Obstacle />
      <Blocks blocks={step.blocks} />
      {notes && step.notes.length > 0 && (
        <section className={css.notes} aria-label="For the instructor">
          <Blocks blocks={step.notes} />
        </section>
      )}
    </section>
  );
}
