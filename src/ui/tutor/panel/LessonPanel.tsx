import { useEffect } from 'react';
import { useActions } from '../../lab/context.ts';
import { closeLesson, showLessonList, useOpenLesson, useLessons } from '../../lessons/open.ts';
import { usePage } from '../../page/page.ts';
import { Icon } from '../../shared/Icon.tsx';
import { begin, end, fail, forget, useSession } from '../session.ts';
import { loadOpenLesson, progressName } from '../source.ts';
import { Failed } from './Failed.tsx';
import { OpenLesson } from './OpenLesson.tsx';
import css from './lesson.module.css';

const isOpen = (): boolean =>
  useLessons.getState().file !== undefined || usePage.getState().lesson !== undefined;

/** The lesson beside the lab: loads what is to be opened, and ends it when it is closed. */
export function LessonPanel() {
  const lab = useActions();
  const open = useOpenLesson();
  const { name, text } = open ?? { name: '' };
  const { lesson, failure } = useSession();
  useEffect(() => {
    if (name === '') return undefined;
    const ends = new AbortController();
    const key = progressName({ name, text });
    loadOpenLesson({ name, text }, ends.signal).then(
      (found) => ends.signal.aborted || begin(lab, key, found),
      (error: unknown) => ends.signal.aborted || fail(key, error),
    );
    return () => {
      ends.abort();
      // Another lesson may follow at once. If a link has closed this one, what the link opened stays.
      queueMicrotask(() => {
        if (!isOpen()) forget();
      });
    };
  }, [lab, name, text]);
  return (
    <aside className={css.lesson} id="lesson" aria-label="Lesson" data-testid="lesson">
      {lesson && <OpenLesson lesson={lesson} />}
      {!lesson && (
        <>
          <Head title="Lesson" />
          <div className={css.body}>
            {failure ? <Failed failure={failure} /> : <p className="muted">Loading…</p>}
          </div>
        </>
      )}
    </aside>
  );
}

/** Only what is needed to get away from a lesson that can’t be shown. */
function Head({ title }: { title: string }) {
  const lab = useActions();
  return (
    <div className={css.head}>
      <p className={css.title}>{title}</p>
      <button type="button" className="quiet" onClick={() => showLessonList()}>
        All lessons
      </button>
      <button
        type="button"
        className="quiet icon-button"
        aria-label="Back to the lab"
        title="Back to the lab"
        onClick={() => {
          closeLesson();
          end(lab);
        }}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
