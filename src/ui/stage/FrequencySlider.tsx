import { CELLS_PER_WAVELENGTH } from '../../engine/experiment/validate.ts';
import { speedRange } from '../../engine/scene/check.ts';
import { moveSource } from '../lab/stage.ts';
import { useLab } from '../state.ts';

const STEP = 0.05;

/** The frequency of the source shown: the training range and as much again on either side. */
export function FrequencySlider() {
  const frequency = useLab((state) => state.parameters.frequency);
  const [low, high] = useLab((state) => state.experiment.source.frequency);
  const resolved = useLab(
    ({ shown }) => (speedRange(shown).low * shown.scene.elements) / CELLS_PER_WAVELENGTH,
  );
  const margin = Math.max(high - low, 0.2 * high);
  const min = Math.max(STEP, low - margin);
  const max = Math.max(high, Math.min(high + margin, resolved));
  const percent = (frequency: number) => `${(100 * (frequency - min)) / (max - min)}%`;
  return (
    <label className="frequency">
      <span>frequency</span>
      <span className="scrubber">
        <input
          type="range"
          min={min}
          max={max}
          step={STEP}
          value={frequency}
          aria-valuetext={`${frequency.toFixed(2)} hertz`}
          onChange={(event) => moveSource({ frequency: Number(event.target.value) })}
        />
        <span
          className="scrubber-recorded"
          style={{ left: percent(low), right: `calc(100% - ${percent(high)})` }}
          title="Training range"
        />
      </span>
      <span className="figure frequency-value">{frequency.toFixed(2)} Hz</span>
    </label>
  );
}
