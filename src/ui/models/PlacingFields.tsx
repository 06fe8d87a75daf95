import { useId } from 'react';
import { formatIds, formatLabels, type FormatId } from 'slimwave-formats/registry';
import { hasNetwork } from '../../engine/experiment/network.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { networkName } from '../networks/networkName.ts';
import { placesIn, type Placing, type Use } from './place.ts';
import styles from './models.module.css';

interface PlacingFieldsProps {
  experiment: Experiment;
  placing: Placing;
  onChange: (placing: Placing) => void;
}

const uses: readonly { value: Use; label: string; help: string }[] = [
  {
    value: 'keep',
    label: 'Keep it as it is',
    help: 'It is not trained. Press Train: its errors are measured beside the other networks, and its kernels and forecasts can be looked at.',
  },
  {
    value: 'train',
    label: 'Train it further',
    help: 'It is fine-tuned on the samples of the settings.',
  },
  {
    value: 'compress',
    label: 'Compress it',
    help: 'Its kernels are decomposed into another format, and the result is fine-tuned.',
  },
];

/** Which network the model becomes, and what happens to it. */
export function PlacingFields({ experiment, placing, onChange }: PlacingFieldsProps) {
  const id = useId();
  const set = (change: Partial<Placing>) => onChange({ ...placing, ...change });
  return (
    <div className={styles.placing}>
      <label htmlFor={`${id}-place`}>It becomes</label>
      <select
        id={`${id}-place`}
        value={placing.place}
        onChange={({ target }) => set({ place: target.value as Placing['place'] })}
      >
        {placesIn(experiment).map((place) => (
          <option key={place} value={place}>
            {hasNetwork(experiment, place)
              ? `network ${place.toUpperCase()}, in place of ${networkName(experiment, place)}`
              : `a further network, ${place.toUpperCase()}`}
          </option>
        ))}
      </select>
      <fieldset className={styles.uses}>
        <legend className="visually-hidden">What to do with it</legend>
        {uses.map(({ value, label, help }) => (
          <label key={value}>
            <input
              type="radio"
              name={`${id}-use`}
              checked={placing.use === value}
              onChange={() => set({ use: value })}
            />
            <strong>{label}</strong>
            <span className="muted">{help}</span>
          </label>
        ))}
      </fieldset>
      {placing.use === 'compress' && (
        <>
          <label htmlFor={`${id}-format`}>Kernel format</label>
          <select
            id={`${id}-format`}
            value={placing.format}
            onChange={({ target }) => set({ format: target.value as FormatId })}
          >
            {formatIds
              .filter((format) => format !== 'classical')
              .map((format) => (
                <option key={format} value={format}>
                  {formatLabels[format]}
                </option>
              ))}
          </select>
          <label htmlFor={`${id}-rank`}>Rank, or share to keep</label>
          <input
            id={`${id}-rank`}
            type="text"
            inputMode="decimal"
            value={placing.rank}
            onChange={({ target }) => set({ rank: target.value })}
          />
        </>
      )}
    </div>
  );
}
