import { useLab } from '../state.ts';
import { FieldControl } from './FieldControl.tsx';
import type { Group } from './groups.ts';
import { errorOf, requireLeaf, textOf } from './leaf.ts';

/** Fields that fold away; closed, the group still says its main values and whether something is wrong. */
export function FieldGroup({ group }: { group: Group }) {
  const summary = useLab((state) => group.summary(state.experiment));
  const wrong = useLab((state) => group.keys.some((key) => errorOf(state, key) !== undefined));
  const changed = useLab((state) =>
    group.keys.some((key) => {
      const leaf = requireLeaf(key);
      return textOf(state.experiment, leaf) !== textOf(state.preset.experiment, leaf);
    }),
  );
  return (
    <details className="group" data-changed={changed || undefined}>
      <summary>
        <span className="group-title">{group.title}</span>
        {wrong ? (
          <span className="group-wrong">needs attention</span>
        ) : (
          <span className="group-summary">{summary}</span>
        )}
      </summary>
      <div className="group-fields">
        {group.keys.map((key) => (
          <FieldControl key={key} fieldKey={key} />
        ))}
      </div>
    </details>
  );
}
