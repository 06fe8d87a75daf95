import type { Failure } from '../session.ts';
import css from './lesson.module.css';

/** Why there is no lesson, with the line of every mistake. */
export function Failed({ failure: { text, problems } }: { failure: Failure }) {
  return (
    <div role="alert" className={css.failed} data-testid="lesson-failure">
      <p>{text}</p>
      {problems.length > 0 && (
        <ul>
          {problems.map((problem) => (
            <li
              key={`${problem.line} ${problem.text}`}
            >{`Line ${problem.line}: ${problem.text}`}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
