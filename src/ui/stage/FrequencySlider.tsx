import { cellSize } from '../../engine/scene/domain.ts';
import { cellsPerSide } from '../../engine/scene/meshed.ts';
import { cellsPerWavelength, speedRange } from '../../engine/scene/spans.ts';
import { decadeOf } from '../../engine/experiment/limits.ts';
import { formatIn } from '../shared/units.ts';
import { useActions } from '../lab/context.ts';
import { useLab } from '../state.ts';
import { Slider } from '../shared/Slider.tsx';
import { trainingInterval } from './trainingInterval.ts';
import styles from './Playback.module.css';

/** Of frequencies near 1 Hz. */
const STEP = 0.05;

/** The frequency of the source shown: the training range and as much again on either side. */
export function FrequencySlider() {
  const { stage } = useActions();
  const frequency = useLab((state) => state.parameters.frequency);
  const [low, high] = useLab((state) => state.shown.source.frequency);
  const resolved = useLab(
    ({ shown }) =>
      speedRange(shown).low /
      cellSize(shown.scene, cellsPerSide(shown)) /
      cellsPerWavelength(shown.scene),
  );
  const margin = Math.max(high - low, 0.2 * high);
  const step = STEP * decadeOf(high);
  const min = Math.max(step, low - margin);
  const max = Math.max(high, Math.min(high + margin, resolved));
  return (
    <Slider
      label="frequency"
      className={`${styles.parameter} ${styles.frequency}`}
      marked={trainingInterval({ low, high, min, max })}
      min={min}
      max={max}
      step={step}
      value={frequency}
      text={formatIn(frequency, 'Hz')}
      onMove={(value) => stage.moveSource({ frequency: value })}
    />
  );
}
