import { useEffect, useId, useRef, useState } from 'react';
import { openLesson, showLessonList, useLessons } from '../../lessons/open.ts';
import type { Outcome } from '../../lab/openFile.ts';
import { Icon } from '../../shared/Icon.tsx';
import { countOf } from '../../shared/numbers.ts';
import { lessonIds, loadLesson } from '../catalogue.ts';
import type { Lesson } from '../format/lesson.ts';
import { openOwnLesson } from '../ownFile.ts';
import { useProgressOf, type Progress } from '../progress.ts';
import { failureOf } from '../session.ts';
import css from './list.module.css';
import dialogStyles from '../../shared/dialog.module.css';

interface Listed {
  id: string;
  lesson?: Lesson;
  /** Why it can’t be shown. */
  failure?: string;
}

const load = async (id: string): Promise<Listed> => {
  try {
    return { id, lesson: await loadLesson(id) };
  } catch (error) {
    return { id, failure: failureOf(error).text };
  }
};

const orderOf = ({ lesson }: Listed): number => lesson?.order ?? Infinity;

/** Every lesson of the page, with its minutes and how far the reader is; and a file of one’s own. */
export function LessonList() {
  const dialog = useRef<HTMLDialogElement>(null);
  const listed = useLessons((state) => state.listed);
  const [lessons, setLessons] = useState<readonly Listed[]>();
  const title = useId();
  useEffect(() => {
    if (listed) dialog.current?.showModal();
    else dialog.current?.close();
  }, [listed]);
  useEffect(() => {
    let gone = false;
    void Promise.all(lessonIds.map(load)).then((all) => {
      if (!gone) setLessons(all.toSorted((one, other) => orderOf(one) - orderOf(other)));
    });
    return () => {
      gone = true;
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`${dialogStyles.dialog} ${css.dialog}`}
      aria-labelledby={title}
      closedby="any"
      onClose={() => showLessonList(false)}
    >
      <div className={css.body}>
        <div className={css.head}>
          <h2 id={title}>Lessons</h2>
          <form method="dialog">
            <button type="submit" className="quiet icon-button" aria-label="Close the list">
              <Icon name="close" />
            </button>
          </form>
        </div>
        {lessons ? (
          <ol className={css.list}>
            {lessons.map((one) => (
              <Item key={one.id} {...one} />
            ))}
          </ol>
        ) : (
          <p className="muted">Loading…</p>
        )}
        <OwnLesson />
      </div>
    </dialog>
  );
}

function stateOf({ furthest, finished }: Progress, pages: number): string | undefined {
  if (finished) return 'done';
  return furthest > 0 ? `page ${furthest + 1} of ${pages}` : undefined;
}

function Item({ id, lesson, failure }: Listed) {
  const progress = useProgressOf(id);
  if (!lesson) return <li className={css.failed}>{`${id}: ${failure}`}</li>;
  const state = stateOf(progress, lesson.steps.length);
  return (
    <li>
      <button type="button" className={css.item} onClick={() => openLesson(id)}>
        <span className={css.name}>{lesson.title}</span>
        <span className={css.facts}>
          {[countOf(lesson.minutes, 'minute'), lesson.level, state].filter(Boolean).join(' · ')}
        </span>
        <span className={css.summary}>{lesson.summary}</span>
      </button>
    </li>
  );
}

/** A lecturer’s own file. */
function OwnLesson() {
  const id = useId();
  const [outcome, setOutcome] = useState<Outcome>();
  return (
    <p className={css.own}>
      <label htmlFor={id}>Your own lesson, a Markdown file</label>
      <input
        id={id}
        type="file"
        accept=".md,.markdown,text/markdown"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file)
            void openOwnLesson(file)
              .then(setOutcome)
              .finally(() => (target.value = ''));
        }}
      />
      <output>{outcome?.text}</output>
    </p>
  );
}
