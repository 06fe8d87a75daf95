import { freeParameters } from '../../engine/experiment/parameters.ts';
import { originOf } from '../../engine/tasks/index.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { useActions } from '../lab/context.ts';
import { limitsOf } from '../lab/sceneItems.ts';
import { useLab } from '../state.ts';
import { Slider } from '../shared/Slider.tsx';
import { trainingInterval } from './trainingInterval.ts';
import styles from './Playback.module.css';

/** Sliders move by a part of what the arrow keys in a number do: they are there to be dragged. */
const STEPS_PER_STEP = 5;

/** The source's position and frequency, which have their own controls. */
const SOURCE_PARAMETERS = 3;

/** Finer than the step by a digit or two: three digits of lengths, two of speeds near one. */
const digitsOf = (value: number, step: number): string => {
  const decimals = -Math.floor(Math.log10(step) + 1e-9);
  return value.toFixed(Math.min(9, Math.max(0, decimals + 1)));
};

/** None of random fields: their amplitudes are no parameters of a scene. */
export const otherParameters = (shown: Experiment) =>
  originOf(shown).simulated ? freeParameters(shown).slice(SOURCE_PARAMETERS) : [];

/** Free parameters other than the source's own: their training interval and as much again on either side. */
export function ParameterSliders() {
  const { stage } = useActions();
  const shown = useLab((state) => state.shown);
  const values = useLab((state) => state.parameters.others);
  const parameters = otherParameters(shown);
  if (parameters.length === 0) return null;
  return (
    <fieldset className={styles.parameters} aria-label="Other free parameters">
      {parameters.map(({ key, title, unit, low, high }, i) => {
        const limits = limitsOf(shown, key, high);
        const min = Math.max(limits.min, low - (high - low));
        const max = Math.min(limits.max, high + (high - low));
        return (
          <Slider
            key={key}
            label={title}
            className={styles.parameter}
            marked={trainingInterval({ low, high, min, max })}
            min={min}
            max={max}
            step={limits.step / STEPS_PER_STEP}
            value={values[i]}
            text={`${digitsOf(values[i], limits.step)}${unit ? ` ${unit}` : ''}`}
            onMove={(value) => stage.setParameter(SOURCE_PARAMETERS + i, value)}
          />
        );
      })}
    </fieldset>
  );
}
