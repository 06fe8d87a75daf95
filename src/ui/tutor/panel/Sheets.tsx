import { useEffect, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { toCsv } from '../../../engine/files/table.ts';
import { useHidden } from '../../page/page.ts';
import { startDownload } from '../../saving/download.ts';
import { Icon } from '../../shared/Icon.tsx';
import type { Lesson } from '../format/lesson.ts';
import { useProgressOf } from '../progress.ts';
import { tableOf } from '../results.ts';
import { useSession } from '../session.ts';
import { showSheet, useSheet, type Sheet } from '../sheets.ts';
import { ResultsSheet } from './ResultsSheet.tsx';
import { Worksheet } from './Worksheet.tsx';
import css from './sheet.module.css';
import dialogStyles from '../../shared/dialog.module.css';

const titles: Readonly<Record<Sheet, string>> = {
  worksheet: 'Worksheet',
  results: 'My results',
  instructor: 'With the instructor’s notes',
};

interface PaperProps {
  lesson: Lesson;
  shown: Sheet;
  name: string;
}

const Paper = ({ lesson, shown, name }: PaperProps) =>
  shown === 'results' ? (
    <ResultsSheet lesson={lesson} name={name} />
  ) : (
    <Worksheet lesson={lesson} full={shown === 'instructor'} />
  );

/** A sheet of the lesson: on the screen to be looked at, and on paper in place of the page. */
export function Sheets({ lesson }: { lesson: Lesson }) {
  const shown = useSheet((state) => state.shown);
  // A sheet is one of its lesson.
  useEffect(() => () => showSheet(undefined), []);
  return shown && <OpenSheet lesson={lesson} shown={shown} />;
}

function OpenSheet({ lesson, shown }: Omit<PaperProps, 'name'>) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [name, setName] = useState('');
  const progress = useProgressOf(useSession((state) => state.name));
  const secret = useHidden('answers');
  const title = useId();
  const field = useId();
  useEffect(() => dialog.current?.showModal(), []);
  const saveTable = () => {
    const bytes = new TextEncoder().encode(toCsv(tableOf(name, lesson, progress, secret)));
    startDownload({ name: 'lesson-results.csv', bytes });
  };
  const paper = <Paper lesson={lesson} shown={shown} name={name} />;
  return (
    <>
      <dialog
        ref={dialog}
        className={`${dialogStyles.dialog} ${css.dialog}`}
        aria-labelledby={title}
        closedby="any"
        onClose={() => showSheet(undefined)}
      >
        <div className={css.head}>
          <h2 id={title}>{titles[shown]}</h2>
          {shown === 'results' && (
            <p className={css.name}>
              <label htmlFor={field}>Name</label>
              <input
                id={field}
                value={name}
                maxLength={100}
                autoComplete="name"
                onChange={({ target }) => setName(target.value)}
              />
              <button type="button" onClick={saveTable}>
                Save as CSV
              </button>
            </p>
          )}
          <button type="button" onClick={() => window.print()}>
            Print
          </button>
          <form method="dialog">
            <button type="submit" className="quiet icon-button" aria-label="Close the sheet">
              <Icon name="close" />
            </button>
          </form>
        </div>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, also with keys alone */}
        <section className={css.paper} aria-label="The sheet" tabIndex={0}>
          {paper}
        </section>
      </dialog>
      {createPortal(
        <div className={css.printed} data-part="sheet">
          {paper}
        </div>,
        document.body,
      )}
    </>
  );
}
