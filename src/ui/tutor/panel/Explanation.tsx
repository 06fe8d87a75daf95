import { useEffect, useMemo, type ReactNode } from 'react';
import { useHidden } from '../../page/page.ts';
import { useLab } from '../../state.ts';
import type { Block } from '../format/lesson.ts';
import { expressionsIn } from '../format/names.ts';
import { isKept, KeptValues } from '../kept.ts';
import { keepValues, useProgressOf } from '../progress.ts';
import { useSession } from '../session.ts';
import { useLookUpIn } from '../useLookUp.ts';
import { isSettled } from '../measuring.ts';
import { useIsOfPage } from '../useMeasuring.ts';
import { namesIn, type Value } from '../values/expression.ts';
import css from './lesson.module.css';

interface ExplanationProps {
  of: string;
  blocks: readonly Block[];
  children: ReactNode;
}

/** What is said once there are a guess and the truth; its numbers stay what they were then. */
export function Explanation({ of, blocks, children }: ExplanationProps) {
  const name = useSession((state) => state.name);
  const { guesses, truths, kept } = useProgressOf(name);
  const values = kept[of] ?? noValues;
  const live = useIsOfPage();
  const found = useFound(blocks);
  const known = truths[of] !== undefined;
  useEffect(() => {
    if (live && known) keepValues(name, of, JSON.parse(found) as Record<string, Value>);
  }, [live, known, name, of, found]);
  const secret = useHidden('answers');
  const context = useMemo(() => ({ values, live }), [values, live]);
  if (secret || guesses[of] === undefined || !known) return null;
  return (
    <div className={css.explanation} data-testid="explanation">
      <h3 className="visually-hidden">Explanation</h3>
      <KeptValues value={context}>{children}</KeptValues>
    </div>
  );
}

const noValues: Readonly<Record<string, Value>> = {};

/** What the lab says now to the names in a text, where that is final: as text, so that the same is the same. */
function useFound(blocks: readonly Block[]): string {
  const names = useMemo(
    () => [...new Set(blocks.flatMap(expressionsIn).flatMap(namesIn))].filter(isKept),
    [blocks],
  );
  const lookUpIn = useLookUpIn();
  return useLab((state) => {
    const lookUp = lookUpIn(state);
    return JSON.stringify(
      Object.fromEntries(
        names.map((one) => [one, isSettled([one], state) ? lookUp(one) : undefined]),
      ),
    );
  });
}
