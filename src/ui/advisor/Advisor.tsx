import { useMemo, useState } from 'react';
import { advise, type Choice } from '../../engine/advice.ts';
import {
  choiceText,
  goalTitles,
  nextText,
  problemText,
  unknownText,
} from '../../engine/adviceText.ts';
import { useArchive } from '../archive/archive.ts';
import { groupOf, type Entry } from '../archive/entry.ts';
import { familyOf } from '../archive/family.ts';
import { openAsB } from '../archive/openAsB.ts';
import { useActions } from '../lab/context.ts';
import { Segmented } from '../shared/Segmented.tsx';
import { Tip } from '../shared/Tip.tsx';
import section from '../shared/section.module.css';
import { useLab } from '../state.ts';
import styles from './Advisor.module.css';
import { advisedRun, entryFor, isMeasured } from './runs.ts';

const tolerances = ['0', '2', '5', '10', '20'] as const;
type Tolerance = (typeof tolerances)[number];

/** Which of the networks trained so far to take, for the present settings. */
export function Advisor() {
  const [tolerance, setTolerance] = useState<Tolerance>('5');
  const shown = useLab((state) => state.shown);
  const fileKey = useLab((state) => state.fileKey);
  const group = useMemo(() => groupOf(shown, fileKey), [shown, fileKey]);
  const entries = useArchive((state) => state.entries);
  const advice = useMemo(() => {
    const own = entries.filter(
      (entry) => familyOf(entry.group) === familyOf(group) && isMeasured(entry),
    );
    return advise(own.map(advisedRun), Number(tolerance) / 100)[0];
  }, [entries, group, tolerance]);
  if (!advice) return null;
  const notes = [problemText(advice), nextText(advice), unknownText(advice)].filter(Boolean);
  return (
    <section className={section.section} aria-labelledby="advisor-title" data-testid="advisor">
      <h2 id="advisor-title">
        <Tip text="From every network trained with the settings shown, whatever its seeds. Errors are compared seed by seed with the limit: the error of the classical network, plus the tolerance. Sure means that the interval of the mean difference is below it, at 95 % for all networks together (Holm’s correction): the more networks are compared, the more each of them has to show.">
          Which network?
        </Tip>
      </h2>
      <div className={styles.tolerance}>
        <span>Error above the classical one, at most</span>
        <Segmented
          label="Tolerance"
          options={tolerances.map((value) => ({ value, label: `${value} %` }))}
          value={tolerance}
          onChange={setTolerance}
        />
      </div>
      {advice.choices.length > 0 && (
        <dl className={styles.choices}>
          {advice.choices.map((choice) => (
            <ChoiceRow
              key={choice.goal}
              choice={choice}
              entry={entryFor(choice.pick.network, group, entries)}
            />
          ))}
        </dl>
      )}
      {notes.map((note) => (
        <p key={note} className={section.note}>
          {note}
        </p>
      ))}
    </section>
  );
}

function ChoiceRow({ choice, entry }: { choice: Choice; entry: Entry | undefined }) {
  const { settings } = useActions();
  const { name } = choice.pick;
  const title = goalTitles[choice.goal];
  return (
    <div data-goal={choice.goal}>
      <dt>{title}</dt>
      <dd>
        <strong translate="no">{name}</strong>
        {entry && (
          <button
            type="button"
            aria-label={`Open ${name} as B (${title.toLowerCase()})`}
            onClick={() => openAsB(settings, entry)}
          >
            As B
          </button>
        )}
        <span className={styles.reason}>{choiceText(choice)}</span>
      </dd>
    </div>
  );
}
