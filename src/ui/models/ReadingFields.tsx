import type { ForeignReading } from '../../engine/import/candidate.ts';
import { Segmented } from '../shared/Segmented.tsx';
import styles from './models.module.css';

interface ReadingFieldsProps {
  reading: ForeignReading;
  onChange: (reading: ForeignReading) => void;
}

const axes = [
  { value: 'xy', label: 'x, then y' },
  { value: 'yx', label: 'y (rows), then x' },
] as const;

const lifts = [
  { value: 'channels first', label: 'Channel by channel' },
  { value: 'channels last', label: 'Point by point' },
] as const;

const units = [
  { value: 'scaled', label: 'Scaled as here' },
  { value: 'given', label: 'Unscaled' },
] as const;

/** What neither names nor shapes tell of weights that were trained elsewhere. */
export function ReadingFields({ reading, onChange }: ReadingFieldsProps) {
  const set = (change: Partial<ForeignReading>) => onChange({ ...reading, ...change });
  return (
    <dl className={styles.reading}>
      <dt>Axes of its kernels</dt>
      <dd>
        <Segmented
          label="Axes of its kernels"
          options={axes}
          value={reading.axes}
          onChange={(value) => set({ axes: value })}
        />
      </dd>
      <dt>Dense layers fill a grid</dt>
      <dd>
        <Segmented
          label="Dense layers fill a grid"
          options={lifts}
          value={reading.lift}
          onChange={(value) => set({ lift: value })}
        />
      </dd>
      <dt>Inputs and outputs</dt>
      <dd>
        <Segmented
          label="Inputs and outputs"
          options={units}
          value={reading.units}
          onChange={(value) => set({ units: value })}
        />
      </dd>
    </dl>
  );
}
