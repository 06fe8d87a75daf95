import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useLab } from '../state.ts';
import { contestOf } from './contest.ts';
import { headlineOf } from './headline.ts';
import { Lettered } from './Lettered.tsx';
import { noteOf } from './note.ts';
import styles from './Headline.module.css';

/** What the comparison comes to, in the words of a headline, and below it what it rests on. */
export function Headline() {
  const state = useLab(
    useShallow(({ run, experiment, issues, series, networks, phase }) => ({
      run,
      experiment,
      issues,
      series,
      networks,
      phase,
    })),
  );
  const said = useMemo(() => {
    const contest = contestOf(state);
    return contest && { ...headlineOf(contest), note: noteOf(state, contest) };
  }, [state]);
  if (!said) return null;
  return (
    <div className={styles.headline} data-testid="headline">
      <h2>
        <Lettered text={said.text} />
      </h2>
      <div data-part="more">
        {said.others.map((sentence) => (
          <p key={sentence} className={styles.other}>
            <Lettered text={sentence} />
          </p>
        ))}
        <p className={styles.note}>{said.note.join(' ')}</p>
      </div>
    </div>
  );
}
