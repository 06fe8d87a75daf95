import { idsOf, specOf, type NetworkId } from '../../engine/experiment/network.ts';
import { isFull, withNetwork, withoutNetwork } from '../../engine/experiment/networkList.ts';
import { useActions } from '../lab/context.ts';
import { setFolds } from '../shared/folds.ts';
import { useLab } from '../state.ts';
import { cardFold } from './foldNames.ts';
import { FULL } from './full.ts';
import styles from './NetworkCard.module.css';

/** What can be done with a network as a whole. A run keeps the networks that it began with. */
export function CardActions({ id }: { id: NetworkId }) {
  const { settings } = useActions();
  const name = `network ${id.toUpperCase()}`;
  const only = useLab(({ experiment }) => experiment.networks.length === 1);
  const full = useLab(({ experiment }) => isFull(experiment));
  const isReference = useLab(({ experiment }) => experiment.reference === id);
  const duplicate = () => {
    const { experiment } = useLab.getState();
    settings.openNetworks(withNetwork(experiment, specOf(experiment, id)));
    // The copy waits to be changed.
    setFolds([cardFold(idsOf(useLab.getState().experiment).at(-1)!)], true);
  };
  const remove = () => settings.openNetworks(withoutNetwork(useLab.getState().experiment, id));
  return (
    <div className={styles.actions}>
      <button
        type="button"
        aria-label={`Duplicate ${name}`}
        title={full ? FULL : undefined}
        disabled={full}
        onClick={duplicate}
      >
        Duplicate
      </button>
      <button
        type="button"
        aria-label={`Remove ${name}`}
        title={only ? 'The only network can’t be removed' : undefined}
        disabled={only}
        onClick={remove}
      >
        Remove
      </button>
      {!only && !isReference && (
        <button
          type="button"
          aria-label={`Use ${name} as the reference`}
          title="Every ratio is relative to the reference"
          onClick={() => settings.setField('reference', id)}
        >
          Use as reference
        </button>
      )}
    </div>
  );
}
