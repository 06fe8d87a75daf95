import { asClassical, idsOf, networkIds, specOf } from '../../engine/experiment/network.ts';
import { isFull, withNetwork } from '../../engine/experiment/networkList.ts';
import { withValue } from '../../engine/experiment/leaves.ts';
import { useActions } from '../lab/context.ts';
import { setFolds } from '../shared/folds.ts';
import { useLab } from '../state.ts';
import { cardFold } from './foldNames.ts';
import { FULL } from './full.ts';
import styles from './NetworkCard.module.css';

/** One more network, a classical one at automatic learning rates, to be changed on its card. */
export function AddNetwork() {
  const { settings } = useActions();
  const full = useLab(({ experiment }) => isFull(experiment));
  const next = useLab(({ experiment }) => networkIds.at(idsOf(experiment).length));
  const add = () => {
    const { experiment } = useLab.getState();
    const longer = withValue(experiment, 'networks', experiment.networks.length + 1);
    settings.openNetworks(withNetwork(experiment, asClassical(specOf(longer, next!))));
    setFolds([cardFold(next!)], true);
  };
  return (
    <div className={styles.add} data-testid="add-network">
      <button type="button" disabled={full} title={full ? FULL : undefined} onClick={add}>
        {full ? 'Four networks at most' : `Add network ${next?.toUpperCase()}`}
      </button>
    </div>
  );
}
