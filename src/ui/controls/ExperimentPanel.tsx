import type { ReactNode } from 'react';
import { Boundary } from '../faults/Boundary.tsx';
import { idsOf } from '../../engine/experiment/network.ts';
import { membersOf, type Hideable } from '../page/hideable.ts';
import { hiddenOf, useHidden, usePage } from '../page/page.ts';
import { Shown } from '../page/Shown.tsx';
import { Fold } from '../shared/Fold.tsx';
import { useLab } from '../state.ts';
import { AddNetwork } from './AddNetwork.tsx';
import { FieldGroup } from './FieldGroup.tsx';
import { SETTINGS_FOLD } from './foldNames.ts';
import { groups, type Group } from './groups.ts';
import { anyWrong } from './leaf.ts';
import { OwnData } from './OwnData.tsx';
import { NetworkCard } from './NetworkCard.tsx';
import { SamplesOn } from './SamplesOn.tsx';
import { ScaleScene } from './ScaleScene.tsx';
import styles from './fields.module.css';
import networkCard from './NetworkCard.module.css';

/** The groups, and the button that adds a network. */
const inFold = membersOf('settings');

/** The networks, and folded below them everything else, from the physics to the training. */
export function ExperimentPanel() {
  const ids = useLab(({ experiment }) => idsOf(experiment));
  const wrong = useLab((state) =>
    Object.values<Group>(groups).some(({ keys }) => anyWrong(state, keys)),
  );
  const folded = usePage((page) => {
    const hidden = hiddenOf(page);
    return inFold.some((name) => !hidden.has(name));
  });
  return (
    <div className={styles.experiment}>
      <Shown name="networks">
        {ids.map((id) => (
          <Boundary
            key={id}
            what={`The card of network ${id.toUpperCase()}`}
            className={networkCard.card}
          >
            <NetworkCard id={id} />
          </Boundary>
        ))}
      </Shown>
      {(folded || wrong) && (
        <Fold
          name={SETTINGS_FOLD}
          title="All settings"
          summary="scene, data, training …"
          wrong={wrong}
          className={styles.all}
        >
          <Shown name="networks">
            <AddNetwork />
          </Shown>
          <Settings name="task" group={groups.task} />
          <Settings name="own-data" group={groups.own}>
            <OwnData />
          </Settings>
          <Settings name="scene" group={groups.scene}>
            <ScaleScene />
          </Settings>
          <Settings name="source" group={groups.source} />
          <Settings name="zone" group={groups.zone} />
          <Settings name="recording" group={groups.recording} />
          <Settings name="random-fields" group={groups.modes} />
          <Settings name="medium" group={groups.medium} />
          <Settings name="data" group={groups.data}>
            <SamplesOn />
          </Settings>
          <Settings name="architecture" group={groups.net} />
          <Settings name="training" group={groups.training} />
        </Fold>
      )}
    </div>
  );
}

interface SettingsProps {
  /** As links call it. */
  name: Hideable;
  group: Group;
  children?: ReactNode;
}

/** One group, whose failure leaves the others as they are. */
function Settings({ name, group, children }: SettingsProps) {
  // Something wrong must stay in reach, also where the link hides it.
  const wrong = useLab((state) => anyWrong(state, group.keys));
  if (useHidden(name) && !wrong) return null;
  return (
    <Boundary what={`The group ${group.title}`} className={networkCard.card}>
      <FieldGroup group={group}>{children}</FieldGroup>
    </Boundary>
  );
}
