import { useState, type ReactNode } from 'react';
import { numbersOf, type ItemKind, type ItemNumber } from '../../engine/experiment/list.ts';
import { parseInterval } from '../../engine/experiment/numbers.ts';
import { Icon } from '../shared/Icon.tsx';
import { NumberInput } from '../shared/NumberInput.tsx';
import { withCorner, withoutCorner } from './corners.ts';
import { FreeToggle } from './FreeToggle.tsx';
import { IntervalInput } from './IntervalInput.tsx';
import { useLimits } from './limits.ts';
import { harmless, isInterval, narrowed, widened, type ItemText } from './itemTexts.ts';
import styles from './items.module.css';

interface ItemCardProps {
  /** As in `Obstacle 1`. */
  name: string;
  index: number;
  item: ItemText;
  kind: ItemKind;
  onChange: (item: ItemText) => void;
  onRemove: () => void;
  errorId?: string;
  disabled?: boolean;
}

/** One thing of a list: its kind, its option and its numbers. */
export function ItemCard(props: ItemCardProps) {
  const { name, index, item, kind, onChange, onRemove, errorId, disabled } = props;
  const { option, numbers } = item;
  const described = numbersOf(kind, numbers.length);
  const cell = (i: number) => (
    <NumberCell
      key={described[i].name}
      name={`${name} ${described[i].title}`}
      number={described[i]}
      constant={kind.constant}
      text={numbers[i] ?? ''}
      onText={(text) => onChange({ ...item, numbers: numbers.with(i, text) })}
      errorId={errorId}
      disabled={disabled}
    />
  );
  return (
    <li className={styles.item}>
      <div className={styles.itemHead}>
        <span className={styles.itemName}>{`${index + 1} · ${kind.label}`}</span>
        {kind.option && (
          <select
            aria-label={`${name} ${kind.option.title.toLowerCase()}`}
            value={option}
            disabled={disabled}
            onChange={(event) => onChange({ ...item, option: event.target.value })}
          >
            {kind.option.options.map((word) => (
              <option key={word} value={word}>
                {kind.option?.labels[word]}
              </option>
            ))}
          </select>
        )}
        <button
          type="button"
          className="quiet icon-button"
          aria-label={`Remove ${name}`}
          title="Remove"
          disabled={disabled}
          onClick={onRemove}
        >
          <Icon name="close" />
        </button>
      </div>
      <div className={styles.itemNumbers}>{kind.numbers.map((_, i) => cell(i))}</div>
      {kind.corners && <Corners {...props} cell={cell} />}
    </li>
  );
}

function Corners({
  name,
  item,
  kind,
  onChange,
  disabled,
  cell,
}: ItemCardProps & { cell: (i: number) => ReactNode }) {
  const first = kind.numbers.length;
  const count = Math.floor((item.numbers.length - first) / 2);
  const { min, max } = kind.corners!;
  return (
    <>
      {Array.from({ length: count }, (_, c) => (
        <div key={c} className={styles.itemCorner}>
          {cell(first + 2 * c)}
          {cell(first + 2 * c + 1)}
          <button
            type="button"
            className="quiet icon-button"
            aria-label={`Remove corner ${c + 1} of ${name}`}
            title={count > min ? 'Remove this corner' : `At least ${min} corners`}
            disabled={disabled || count <= min}
            onClick={() => onChange(withoutCorner(item, first, c))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      <button
        type="button"
        className={styles.itemAddCorner}
        disabled={disabled || count >= max}
        onClick={() => onChange(withCorner(item, first))}
      >
        Add a corner
      </button>
    </>
  );
}

interface NumberCellProps {
  name: string;
  number: ItemNumber;
  constant?: boolean;
  text: string;
  onText: (text: string) => void;
  errorId?: string;
  disabled?: boolean;
}

function NumberCell(props: NumberCellProps) {
  const { name, number, constant, text, onText, errorId, disabled } = props;
  const { title, unit } = number;
  const limits = useLimits(number, text);
  const { min, max, step } = limits;
  // Both ends may be the same for a moment, while one of them is being typed.
  const [opened, setOpened] = useState(false);
  const free = opened || isInterval(text);
  const inside = parseInterval(text).every((end) => end >= min && end <= max);
  const shared = {
    text,
    onText: (typed: string) => onText(harmless(typed)),
    min,
    max,
    step,
    unit,
    disabled,
    errorId: inside ? undefined : errorId,
  };
  return (
    <div className={styles.itemNumber} data-free={free || undefined}>
      <span className={styles.itemTitle}>
        <span>{title}</span>
        {!constant && (
          <FreeToggle
            name={name}
            free={free}
            disabled={disabled}
            onChange={(next) => {
              setOpened(next);
              onText(next ? widened(text, limits) : narrowed(text, limits));
            }}
          />
        )}
      </span>
      {free ? <IntervalInput title={name} {...shared} /> : <NumberInput label={name} {...shared} />}
    </div>
  );
}
