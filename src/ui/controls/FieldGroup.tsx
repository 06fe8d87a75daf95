import type { ReactNode } from 'react';
import { useLab } from '../state.ts';
import { FieldControl } from './FieldControl.tsx';
import type { Group } from './groups.ts';
import { errorOf, requireLeaf, textOf, presetTextOf } from './leaf.ts';
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
    (state) =>
      (group.applies?.(state.experiment) ?? true) ||
      group.keys.some((key) => errorOf(state, key) !== undefined),
  );
  return shown && <Fields group={group}>{children}</Fields>;
}

function Fields({ group, children }: FieldGroupProps) {
  const summary = useLab((state) => group.summary(state.experiment));
  const wrong = useLab((state) => group.keys.some((key) => errorOf(state, key) !== undefined));
  const changed = useLab((state) =>
    group.keys.some((key) => {
      const leaf = requireLeaf(key);
      return textOf(state.experiment, leaf) !== presetTextOf(state.preset, leaf);
    }),
  );
  return (
    <details className={styles.group} data-changed={changed || undefined}>
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
      (group.relevant?.(state.experiment, fieldKey) ?? true) ||
      errorOf(state, fieldKey) !== undefined,
  );
  return relevant && <FieldControl fieldKey={fieldKey} />;
}
