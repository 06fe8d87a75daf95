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
  const close = () => menu.current?.hidePopover();
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
        <Item title="All lessons" {...{ close }} act={() => showLessonList()} />
        <Item title="Worksheet" {...{ close }} act={() => showSheet('worksheet')} />
        <Item title="My results" {...{ close }} act={() => showSheet('results')} />
        {noted && (
          <Item
            title={notes ? 'Hide the instructor’s notes' : 'Show the instructor’s notes'}
            {...{ close }}
            act={() => onNotes(!notes)}
          />
        )}
        {noted && (
          <Item title="Print with notes" {...{ close }} act={() => showSheet('instructor')} />
        )}
        <Item title="Begin again" {...{ close }} act={() => beginAgain(lab)} />
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

interface ItemProps {
  title: string;
  close: () => void;
  act: () => void;
}

function Item({ title, close, act }: ItemProps) {
  return (
    <button
      type="button"
      className="quiet"
      onClick={() => {
        close();
        act();
      }}
    >
      {title}
    </button>
  );
}
