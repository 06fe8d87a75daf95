import { useId } from 'react';
import { useActions } from '../lab/context.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { activeCompetitor, competitors, competitorTexts } from './competitors.ts';
import { requireLeaf, textOf } from './leaf.ts';
import styles from './NetworkCard.module.css';
import tip from '../shared/Tip.module.css';
import { specOf } from '../../engine/experiment/network.ts';

/** One click makes network A what network B is to be compared with, at the classical network's usual rate. */
export function Competitors() {
  const { settings } = useActions();
  const active = useLab((state) => activeCompetitor(state.experiment));
  const same = useLab(({ experiment }) => {
    const b = specOf(experiment, 'b');
    return b.format === 'classical' && b.layers.length === 0;
  });
  const id = useId();
  const choose = (competitor: (typeof competitors)[number]) => {
    const { experiment, preset } = useLab.getState();
    settings.switchFields({
      ...competitorTexts(competitor.id, experiment),
      'a.rate': textOf(preset.experiment, requireLeaf('a.rate')),
    });
  };
  return (
    <fieldset className={styles.competitors} aria-labelledby={id}>
      <span id={id} className={styles.competitorsLabel}>
        <Tip
          text={competitors.map(({ id: key, label, help }) => (
            <span key={key} className={tip.line}>
              <strong>{`${label}.`}</strong>
              <span>{` ${help}`}</span>
            </span>
          ))}
        >
          Compare B with
        </Tip>
      </span>
      {competitors.map((competitor) => (
        <button
          key={competitor.id}
          type="button"
          aria-pressed={competitor.id === active}
          title={
            competitor.id === 'after' && same
              ? 'Network B is classical: choose its format first'
              : competitor.help
          }
          disabled={competitor.id === 'after' && same}
          onClick={() => choose(competitor)}
        >
          {competitor.label}
        </button>
      ))}
    </fieldset>
  );
}
