import type { ReactNode } from 'react';
import { setFolds, useFold } from '../shared/folds.ts';
import { useLab } from '../state.ts';
import { FieldControl } from './FieldControl.tsx';
import { groupFold } from './foldNames.ts';
import type { Group } from './groups.ts';
import { anyWrong, differs } from './leaf.ts';
import styles from './FieldGroup.module.css';

/** Fields that fold away; closed, the group still says its main values and whether something is wrong. */
interface FieldGroupProps {
  group: Group;
  /** What comes before the fields. */
  children?: ReactNode;
}

export function FieldGroup({ group, children }: FieldGroupProps) {
  // Something wrong must stay in reach, also where the task has no use for it.
  const shown = useLab(
    (state) => (group.applies?.(state.experiment) ?? true) || anyWrong(state, group.keys),
  );
  return shown && <Fields group={group}>{children}</Fields>;
}

function Fields({ group, children }: FieldGroupProps) {
  const name = groupFold(group);
  const open = useFold(name);
  const summary = useLab((state) => group.summary(state.experiment));
  const wrong = useLab((state) => anyWrong(state, group.keys));
  const changed = useLab((state) => group.keys.some((key) => differs(state, key)));
  return (
    <details
      data-fold={name}
      className={styles.group}
      data-changed={changed || undefined}
      open={open}
      onToggle={({ currentTarget }) => setFolds([name], currentTarget.open)}
    >
      <summary>
        <span className={styles.title}>{group.title}</span>
        {wrong ? (
          <span className={styles.wrong}>needs attention</span>
        ) : (
          <span className={styles.summary}>{summary}</span>
        )}
      </summary>
      <div className={styles.fields}>
        {children}
        {group.keys.map((key) => (
          <RelevantField key={key} fieldKey={key} group={group} />
        ))}
      </div>
    </details>
  );
}

/** A field that has a meaning now, or one that is wrong and would otherwise be out of reach. */
function RelevantField({ fieldKey, group }: { fieldKey: string; group: Group }) {
  const relevant = useLab(
    (state) =>
      (group.relevant?.(state.experiment, fieldKey) ?? true) || anyWrong(state, [fieldKey]),
  );
  return relevant && <FieldControl fieldKey={fieldKey} />;
}
