import { useState } from 'react';
import { parseNumber } from '../../engine/experiment/numbers.ts';
import { formatFieldValue } from '../../engine/experiment/fields.ts';
import { changedKeys } from '../../engine/experiment/changes.ts';
import { findLeaf, getValue } from '../../engine/experiment/leaves.ts';
import { mediumFileOf, mediumMissing } from '../../engine/scene/mediumFile.ts';
import { scaledScene } from '../../engine/scene/scaled.ts';
import { useActions } from '../lab/context.ts';
import { NumberInput } from '../shared/NumberInput.tsx';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import styles from './scale.module.css';

const LARGEST = 1e6;

/** Multiplies all lengths and times of the scene: the wave stays the same, in other units. */
export function ScaleScene() {
  const { settings } = useActions();
  const experiment = useLab((state) => state.experiment);
  const [lengths, setLengths] = useState('1');
  const [times, setTimes] = useState('1');
  const scales = { lengths: parseNumber(lengths), times: parseNumber(times) };
  const usable = Object.values(scales).every((scale) => scale > 0 && scale <= LARGEST);
  // Speeds between those of black and white follow; those in arrays are what they are.
  const speedsStay =
    scales.lengths !== scales.times && mediumFileOf(experiment.scene)?.speed !== undefined;
  const missing = mediumMissing(experiment.scene);
  const scale = () => {
    const scaled = scaledScene(experiment, scales);
    const texts = changedKeys(experiment, scaled).flatMap((key) => {
      const leaf = findLeaf(key);
      return leaf ? [[key, formatFieldValue(leaf.field, getValue(scaled, key))]] : [];
    });
    settings.switchFields(Object.fromEntries(texts) as Record<string, string>);
    setLengths('1');
    setTimes('1');
  };
  const shared = { min: 1e-6, max: LARGEST, step: 1 };
  return (
    <fieldset className={styles.scale} aria-label="Scale the whole scene">
      <Tip
        label="About Scale all"
        text="Multiplies all lengths of the scene, and all its times. Speeds and frequencies follow, so that the wave stays the same: 1000 makes kilometres of metres. A change of the domain’s width or height alone leaves everything where it is."
      />
      <span>Scale all</span>
      <span>lengths ×</span>
      <NumberInput label="Factor of all lengths" text={lengths} onText={setLengths} {...shared} />
      <span>times ×</span>
      <NumberInput label="Factor of all times" text={times} onText={setTimes} {...shared} />
      <button type="button" disabled={!usable || speedsStay || missing} onClick={scale}>
        Scale
      </button>
      {missing && (
        <output>Open the file of the background first: its speeds may not follow.</output>
      )}
      {usable && speedsStay && (
        <output>The file’s speeds stay as they are: give lengths and times the same factor.</output>
      )}
    </fieldset>
  );
}
