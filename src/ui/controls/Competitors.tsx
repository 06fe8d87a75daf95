import { useId } from 'react';
import { isCompressed, specOf, type NetworkId } from '../../engine/experiment/network.ts';
import { isFull, withNetwork } from '../../engine/experiment/networkList.ts';
import { useActions } from '../lab/context.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { competitorOf, competitors, presentCompetitor, type Competitor } from './competitors.ts';
import { FULL } from './full.ts';
import styles from './NetworkCard.module.css';
import tip from '../shared/Tip.module.css';

/** One click adds a network that this compressed one is to be compared with. */
export function Competitors({ id }: { id: NetworkId }) {
  // One that is compressed after training is such a comparison itself.
  const compressed = useLab(({ experiment }) => {
    const spec = specOf(experiment, id);
    return isCompressed(spec) && spec.route === 'before';
  });
  const labelId = useId();
  if (!compressed) return null;
  return (
    <fieldset className={styles.competitors} aria-labelledby={labelId}>
      <span id={labelId} className={styles.competitorsLabel}>
        <Tip
          text={competitors.map(({ id: key, label, help }) => (
            <span key={key} className={tip.line}>
              <strong>{`${label}.`}</strong>
              <span>{` ${help}`}</span>
            </span>
          ))}
        >{`Compare ${id.toUpperCase()} with`}</Tip>
      </span>
      {competitors.map((competitor) => (
        <CompetitorButton key={competitor.id} id={id} competitor={competitor} />
      ))}
    </fieldset>
  );
}

function CompetitorButton({ id, competitor }: { id: NetworkId; competitor: Competitor }) {
  const { settings } = useActions();
  const { id: kind, label, help } = competitor;
  const present = useLab(({ experiment }) => presentCompetitor(experiment, id, kind));
  const full = useLab(({ experiment }) => isFull(experiment));
  const add = () => {
    const { experiment } = useLab.getState();
    const spec = competitorOf(experiment, id, kind);
    settings.openNetworks(withNetwork(experiment, spec));
  };
  const why = present === undefined ? FULL : `Network ${present.toUpperCase()} is that already`;
  const disabled = present !== undefined || full;
  return (
    <button
      type="button"
      aria-pressed={present !== undefined}
      title={disabled ? why : help}
      disabled={disabled}
      onClick={add}
    >
      {label}
    </button>
  );
}
