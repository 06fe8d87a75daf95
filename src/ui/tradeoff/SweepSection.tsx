import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import type { Entry } from '../archive/entry.ts';
import { roomText } from '../lab/stored/room.ts';
import { useSweep } from '../sweep/state.ts';
import { Interrupted } from './Interrupted.tsx';
import { SweepForm } from './SweepForm.tsx';
import { SweepProgress } from './SweepProgress.tsx';
import section from '../shared/section.module.css';
import styles from './sweep.module.css';

/** Trains a family of networks under the settings now. */
export function SweepSection({ entries }: { entries: readonly Entry[] }) {
  const sweeping = useLab((state) => state.sweeping);
  const order = useSweep((state) => state.order);
  const outcome = useSweep((state) => state.outcome);
  const notice = useSweep((state) => state.notice);
  return (
    <section
      className={`${section.section} ${styles.sweep}`}
      aria-labelledby="sweep-title"
      data-testid="sweep"
    >
      <h2 id="sweep-title">
        <Tip text="Trains all chosen networks with the data and training of the current settings, as many at a time as there are cores, up to four. All layers of a network have the same format and budget, computed in the usual way for that format, and all networks train at automatic learning rates. What is trained already is not trained again.">
          Sweep
        </Tip>
      </h2>
      {sweeping && <SweepProgress entries={entries} />}
      {!sweeping && outcome !== undefined && (
        <output
          className={styles.outcome}
        >{`${outcome} To save networks and tables, open a run under Take home, Earlier runs. ${roomText}`}</output>
      )}
      {notice !== undefined && <output className={styles.notice}>{notice}</output>}
      <Problems />
      {!sweeping && order && <Interrupted order={order} entries={entries} />}
      {!sweeping && <SweepForm entries={entries} />}
    </section>
  );
}

function Problems() {
  const problems = useSweep((state) => state.problems);
  if (problems.length === 0) return null;
  return (
    <ul className={styles.problems}>
      {problems.map((problem) => (
        <li key={problem}>{problem}</li>
      ))}
    </ul>
  );
}
