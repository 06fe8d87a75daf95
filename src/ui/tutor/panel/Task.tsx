import { useEffect, useState, type ReactNode } from 'react';
import { useResultTab } from '../../shared/resultTab.ts';
import { useLab } from '../../state.ts';
import { findAnchor } from '../anchors.ts';
import { isDone } from '../deeds.ts';
import type { Deed } from '../format/lesson.ts';
import { useTasks } from '../tasks.ts';
import { useLookUpIn } from '../useLookUp.ts';
import css from './lesson.module.css';

/** Places that have been clicked since this was shown. */
function usePressed(deed: Deed): ReadonlySet<string> {
  const [pressed, setPressed] = useState<ReadonlySet<string>>(new Set());
  const at = deed.kind === 'press' ? deed.at : undefined;
  useEffect(() => {
    const selector = at === undefined ? undefined : findAnchor(at)?.selector;
    if (at === undefined || selector === undefined) return undefined;
    const listen = ({ target }: Event) => {
      if (target instanceof Element && target.closest(selector)) setPressed(new Set([at]));
    };
    document.addEventListener('click', listen, { capture: true });
    return () => document.removeEventListener('click', listen, { capture: true });
  }, [at]);
  return pressed;
}

/** Something to be done in the lab. */
export function Task({ deed, children }: { deed: Deed; children: ReactNode }) {
  const [done, setDone] = useState(false);
  const [before] = useState(() => useLab.getState());
  const pressed = usePressed(deed);
  const tab = useResultTab(({ open }) => open);
  const lookUpIn = useLookUpIn();
  const now = useLab((state) =>
    isDone(deed, before, { state, tab, pressed, lookUp: lookUpIn(state) }),
  );
  // What was done once stays done.
  if (now && !done) setDone(true);
  useEffect(() => useTasks.getState().add(done), [done]);
  return (
    <output className={css.task} data-done={done || undefined}>
      <span className={css.box} aria-hidden="true">
        {done ? '✓' : ''}
      </span>
      <span>
        <span className="visually-hidden">{done ? 'Done: ' : 'To do: '}</span>
        {children}
      </span>
    </output>
  );
}
