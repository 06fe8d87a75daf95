import { useId, useRef } from 'react';
import { useActions } from '../../lab/context.ts';
import { showLessonList } from '../../lessons/open.ts';
import { Icon } from '../../shared/Icon.tsx';
import { placeNear } from '../../shared/place.ts';
import type { Lesson } from '../format/lesson.ts';
import { beginAgain } from '../session.ts';
import { showSheet } from '../sheets.ts';
import css from './lesson.module.css';
import popover from '../../shared/popover.module.css';

interface MenuProps {
  lesson: Lesson;
  notes: boolean;
  onNotes: (shown: boolean) => void;
  onLeave: () => void;
}

/** What else there is to do with a lesson, and the way back to the lab. */
export function Menu({ lesson, notes, onNotes, onLeave }: MenuProps) {
  const lab = useActions();
  const id = useId();
  const noted = lesson.steps.some((step) => step.notes.length > 0);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const item = (title: string, act: () => void) => (
    <button
      type="button"
      className="quiet"
      onClick={() => {
        menu.current?.hidePopover();
        act();
      }}
    >
      {title}
    </button>
  );
  return (
    <>
      <button ref={button} type="button" className="quiet" popoverTarget={id}>
        More
        <span className="visually-hidden"> about this lesson</span>
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        className={`${popover.popover} ${css.menu}`}
        onToggle={({ newState }) => {
          if (newState === 'open' && menu.current && button.current)
            placeNear(menu.current, button.current);
        }}
      >
        {item('All lessons', () => showLessonList())}
        {item('Worksheet', () => showSheet('worksheet'))}
        {item('My results', () => showSheet('results'))}
        {noted &&
          item(notes ? 'Hide the instructor’s notes' : 'Show the instructor’s notes', () =>
            onNotes(!notes),
          )}
        {noted && item('Print with notes', () => showSheet('instructor'))}
        {item('Begin again', () => beginAgain(lab))}
      </div>
      <button
        type="button"
        className="quiet icon-button"
        aria-label="Back to the lab"
        title="Back to the lab"
        onClick={onLeave}
      >
        <Icon name="close" />
      </button>
    </>
  );
}
