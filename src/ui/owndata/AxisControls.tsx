import { useId } from 'react';
import {
  axisRoles,
  type ArrayUse,
  type AxisRole,
  type AxisUse,
  type Part,
  type Problem,
} from '../../engine/mapping/mapping.ts';
import { isList, pickedIndices, pickPart } from '../../engine/mapping/parts.ts';
import { parseNumber } from '../../engine/experiment/numbers.ts';
import { NumberInput } from '../shared/NumberInput.tsx';
import { formatCount } from '../shared/numbers.ts';
import styles from './owndata.module.css';
import { kindOf, kindText, partKinds, partOfKind, type PartKind } from './partKinds.ts';
import { SliceInput } from './SliceInput.tsx';

const roleTexts: Readonly<Record<AxisRole | 'fixed', string>> = {
  sample: 'samples',
  time: 'times',
  x: 'x',
  y: 'y',
  channel: 'channels',
  fixed: 'only one index',
};

interface UseControlsProps {
  use: ArrayUse;
  /** Of the array; undefined if the files have none of this name. */
  shape?: readonly number[];
  problems: readonly Problem[];
  onAxis: (axis: number, role: AxisRole | 'fixed') => void;
  onPart: (axis: number, part: Part | undefined) => void;
  onIndex: (axis: number, at: number) => void;
}

/** What the axes of one array count, and which part of each is used. */
export function UseControls(props: UseControlsProps) {
  const { use, shape = [], problems } = props;
  const id = useId();
  const whole = problems.filter(({ axis }) => axis === undefined);
  return (
    <fieldset className={styles.use} aria-describedby={whole.length > 0 ? id : undefined}>
      <legend translate="no">{use.name}</legend>
      {use.axes.map((axis, i) => (
        <AxisRow
          key={i}
          name={use.name}
          axis={axis}
          number={i}
          extent={shape[i] ?? 1}
          problem={problems.find((one) => one.axis === i)?.message}
          onAxis={(role) => props.onAxis(i, role)}
          onPart={(part) => props.onPart(i, part)}
          onIndex={(at) => props.onIndex(i, at)}
        />
      ))}
      {whole.length > 0 && (
        <p id={id} className={styles.problem}>
          {whole.map(({ message }) => message).join(' ')}
        </p>
      )}
    </fieldset>
  );
}

interface AxisRowProps {
  name: string;
  axis: AxisUse;
  number: number;
  extent: number;
  problem?: string;
  onAxis: (role: AxisRole | 'fixed') => void;
  onPart: (part: Part | undefined) => void;
  onIndex: (at: number) => void;
}

function AxisRow({ name, axis, number, extent, problem, onAxis, ...change }: AxisRowProps) {
  const id = useId();
  const errorId = problem === undefined ? undefined : `${id}-problem`;
  return (
    <div className={styles.axis} data-axis={number}>
      <label htmlFor={id}>{`Axis ${number + 1}, ${formatCount(extent)} long:`}</label>
      <select
        id={id}
        aria-label={`What axis ${number + 1} of ${name}, ${extent} long, counts`}
        aria-invalid={errorId !== undefined || undefined}
        aria-describedby={errorId}
        value={axis.is}
        onChange={({ target }) => onAxis(target.value as AxisRole | 'fixed')}
      >
        {[...axisRoles, 'fixed' as const].map((role) => (
          <option key={role} value={role}>
            {roleTexts[role]}
          </option>
        ))}
      </select>
      <PartControl
        label={`Part of axis ${number + 1} of ${name}`}
        axis={axis}
        extent={extent}
        errorId={errorId}
        {...change}
      />
      {problem !== undefined && (
        <p id={errorId} className={styles.problem}>
          {problem}
        </p>
      )}
    </div>
  );
}

interface PartControlProps {
  label: string;
  axis: AxisUse;
  extent: number;
  errorId?: string;
  onPart: (part: Part | undefined) => void;
  onIndex: (at: number) => void;
}

function PartControl({ label, axis, extent, errorId, onPart, onIndex }: PartControlProps) {
  if (axis.is === 'sample') return <span className="muted">chosen below</span>;
  if (axis.is === 'fixed') {
    return (
      <NumberInput
        label={`${label}: index`}
        text={String(axis.at)}
        min={0}
        max={extent - 1}
        step={1}
        errorId={errorId}
        onText={(text) => {
          const at = parseNumber(text.trim());
          if (Number.isInteger(at) && at >= 0 && at < extent) onIndex(at);
        }}
      />
    );
  }
  const kinds = partKinds(axis.is, extent);
  const kind = kindOf(axis.part, axis.is, extent);
  return (
    <>
      <select
        aria-label={label}
        value={kind}
        onChange={({ target }) => onPart(partOfKind(target.value as PartKind, extent))}
      >
        {(kinds.includes(kind) ? kinds : [...kinds, kind]).map((one) => (
          <option key={one} value={one}>
            {kindText(one)}
          </option>
        ))}
      </select>
      {kind === 'range' && (
        <SliceInput
          label={label}
          slice={axis.part && !isList(axis.part) ? axis.part : undefined}
          extent={extent}
          errorId={errorId}
          onSlice={onPart}
        />
      )}
      {kind === 'list' && (
        <IndexBoxes label={label} part={axis.part} extent={extent} onPart={onPart} />
      )}
    </>
  );
}

interface IndexBoxesProps {
  label: string;
  part?: Part;
  extent: number;
  onPart: (part: Part) => void;
}

/** Single indices of a short axis. */
function IndexBoxes({ label, part, extent, onPart }: IndexBoxesProps) {
  const chosen = pickedIndices(pickPart(part, extent) ?? []);
  return (
    <fieldset className={styles.boxes} aria-label={label}>
      {Array.from({ length: extent }, (_, index) => (
        <label key={index}>
          <input
            type="checkbox"
            checked={chosen.includes(index)}
            onChange={({ target }) =>
              onPart(
                target.checked
                  ? [...chosen, index].toSorted((a, b) => a - b)
                  : chosen.filter((one) => one !== index),
              )
            }
          />
          <span>{index + 1}</span>
        </label>
      ))}
    </fieldset>
  );
}
