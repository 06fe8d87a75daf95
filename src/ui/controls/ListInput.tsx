import type { ListField } from '../../engine/experiment/fields.ts';
import { useActions } from '../lab/context.ts';
import { ItemCard } from './ItemCard.tsx';
import { joinItems, splitItems } from './itemTexts.ts';
import { controlId, labelId, requireLeaf, type InputProps } from './leaf.ts';
import styles from './items.module.css';

/** Cards for the things in a list, and one button per kind to add another. */
export function ListInput({ fieldKey, field, text, errorId, disabled }: InputProps<ListField>) {
  const { settings, scene, addLayerChoice } = useActions();
  const items = splitItems(text);
  const kinds = Object.entries(field.kinds);
  const { noun } = field;
  const network = requireLeaf(fieldKey).network;
  const add = (kind: string) =>
    network ? addLayerChoice(network, kind) : scene.addItem(fieldKey, kind);
  const full = items.length >= field.maxItems;
  return (
    <fieldset
      id={controlId(fieldKey)}
      className={styles.list}
      tabIndex={-1}
      aria-labelledby={labelId(fieldKey)}
      aria-describedby={errorId}
    >
      {items.length > 0 && (
        <ol className={styles.items}>
          {items.map((item, index) => {
            const kind = field.kinds[item.kind];
            if (!kind) return null;
            return (
              <ItemCard
                key={index}
                index={index}
                name={`${noun} ${index + 1}`}
                item={item}
                kind={kind}
                errorId={errorId}
                disabled={disabled}
                onChange={(next) => settings.setField(fieldKey, joinItems(items.with(index, next)))}
                onRemove={() => settings.setField(fieldKey, joinItems(items.toSpliced(index, 1)))}
              />
            );
          })}
        </ol>
      )}
      <div className={styles.listAdd}>
        <span className="muted">Add</span>
        {kinds.map(([name, { label }]) => (
          <button
            key={name}
            type="button"
            aria-label={`Add ${noun.toLowerCase()}: ${label}`}
            title={full ? `At most ${field.maxItems}` : undefined}
            disabled={disabled || full}
            onClick={() => add(name)}
          >
            {label}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
