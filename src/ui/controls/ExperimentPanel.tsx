import type { ReactNode } from 'react';
import { Boundary } from '../faults/Boundary.tsx';
import { idsOf } from '../../engine/experiment/network.ts';
import { Fold } from '../shared/Fold.tsx';
import { useLab } from '../state.ts';
import { AddNetwork } from './AddNetwork.tsx';
import { FieldGroup } from './FieldGroup.tsx';
import { SETTINGS_FOLD } from './foldNames.ts';
import { groups, type Group } from './groups.ts';
import { anyWrong } from './leaf.ts';
import { OwnData } from './OwnData.tsx';
import { NetworkCard } from './NetworkCard.tsx';
import styles from './fields.module.css';
import networkCard from './NetworkCard.module.css';

/** The networks, and folded below them everything else, from the physics to the training. */
export function ExperimentPanel() {
  const ids = useLab(({ experiment }) => idsOf(experiment));
  const wrong = useLab((state) =>
    Object.values<Group>(groups).some(({ keys }) => anyWrong(state, keys)),
  );
  return (
    <div className={styles.experiment}>
      {ids.map((id) => (
        <Boundary
          key={id}
          what={`The card of network ${id.toUpperCase()}`}
          className={networkCard.card}
        >
          <NetworkCard id={id} />
        </Boundary>
      ))}
      <Fold
        name={SETTINGS_FOLD}
        title="All settings"
        summary="scene, data, training …"
        wrong={wrong}
        className={styles.all}
      >
        <AddNetwork />
        <Settings group={groups.task} />
        <Settings group={groups.own}>
          <OwnData />
        </Settings>
        <Settings group={groups.scene} />
        <Settings group={groups.source} />
        <Settings group={groups.zone} />
        <Settings group={groups.recording} />
        <Settings group={groups.modes} />
        <Settings group={groups.medium} />
        <Settings group={groups.data} />
        <Settings group={groups.net} />
        <Settings group={groups.training} />
      </Fold>
    </div>
  );
}

/** One group, whose failure leaves the others as they are. */
function Settings({ group, children }: { group: Group; children?: ReactNode }) {
  return (
    <Boundary what={`The group ${group.title}`} className={networkCard.card}>
      <FieldGroup group={group}>{children}</FieldGroup>
    </Boundary>
  );
}
