import type { ReactNode } from 'react';
import { useHidden } from '../../page/page.ts';
import { useProgressOf } from '../progress.ts';
import { useSession } from '../session.ts';
import css from './lesson.module.css';

/** What is said once there are a guess and the truth. */
export function Explanation({ of, children }: { of: string; children: ReactNode }) {
  const { guesses, truths } = useProgressOf(useSession(({ name }) => name));
  const secret = useHidden('answers');
  if (secret || guesses[of] === undefined || truths[of] === undefined) return null;
  return (
    <div className={css.explanation} data-testid="explanation">
      <h3 className="visually-hidden">Explanation</h3>
      {children}
    </div>
  );
}
