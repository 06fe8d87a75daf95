import { useState } from 'react';
import { useHidden } from '../../page/page.ts';
import { formatMoment } from '../../shared/numbers.ts';
import type { Lesson } from '../format/lesson.ts';
import { useProgressOf } from '../progress.ts';
import { resultsOf } from '../results.ts';
import { useSession } from '../session.ts';
import css from './sheet.module.css';

/** What the reader has guessed and measured. */
export function ResultsSheet({ lesson, name }: { lesson: Lesson; name: string }) {
  const progress = useProgressOf(useSession((state) => state.name));
  const secret = useHidden('answers');
  const [date] = useState(() => Date.now());
  const rows = resultsOf(lesson, progress, secret);
  const right = rows.filter(({ judgement }) => judgement === 'right').length;
  return (
    <>
      <h1>{lesson.title}</h1>
      <p>{`Name: ${name || '____________________'} · ${formatMoment(date)}`}</p>
      {rows.length === 0 && <p>This lesson asks no questions.</p>}
      {rows.length > 0 && (
        <>
          <p>{`${rows.filter(({ guess }) => guess !== '').length} of ${rows.length} questions answered${secret ? '' : `, ${right} right`}.`}</p>
          <div className={css.scroller}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Question</th>
                  <th scope="col">Guess</th>
                  <th scope="col">Measured</th>
                  <th scope="col">Verdict</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ page, question, guess, measured, judgement }) => (
                  <tr key={`${page} ${question}`}>
                    <td>{question}</td>
                    <td>{guess || '–'}</td>
                    <td>{measured || '–'}</td>
                    <td>{judgement || '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </>
  );
}
