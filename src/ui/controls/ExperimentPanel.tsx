import { FieldGroup } from './FieldGroup.tsx';
import { groups } from './groups.ts';
import { OwnData } from './OwnData.tsx';
import { NetworkCard } from './NetworkCard.tsx';

/** The settings, from the physics to the training. */
export function ExperimentPanel() {
  return (
    <div className="experiment">
      <FieldGroup group={groups.task} />
      <FieldGroup group={groups.own}>
        <OwnData />
      </FieldGroup>
      <FieldGroup group={groups.scene} />
      <FieldGroup group={groups.source} />
      <FieldGroup group={groups.zone} />
      <FieldGroup group={groups.recording} />
      <FieldGroup group={groups.modes} />
      <FieldGroup group={groups.data} />
      <FieldGroup group={groups.net} />
      <NetworkCard id="a" />
      <NetworkCard id="b" />
      <FieldGroup group={groups.training} />
    </div>
  );
}
