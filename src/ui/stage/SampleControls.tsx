import { formatNumber, parseNumber } from '../../engine/experiment/numbers.ts';
import { outsideIntervals } from '../../engine/experiment/parameters.ts';
import { moveSource, showSample } from '../lab/stage.ts';
import { Icon } from '../shared/Icon.tsx';
import { NumberInput } from '../shared/NumberInput.tsx';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import { FrequencySlider } from './FrequencySlider.tsx';

const round = (x: number) => formatNumber(Number(x.toFixed(3)));

/** Which source is shown: one of the test samples, or any position and frequency. */
export function SampleControls() {
  const parameters = useLab((state) => state.parameters);
  const inside = useLab(({ shown }) => outsideIntervals(parameters, shown).length === 0);
  const sample = useLab((state) => state.sample);
  const move = (axis: 'x' | 'y') => (text: string) => {
    const value = parseNumber(text.trim());
    if (value >= 0 && value <= 1) moveSource({ [axis]: value });
  };
  const position = { min: 0, max: 1, step: 0.01 };
  return (
    <div className="sample">
      <SamplePicker />
      <fieldset className="sample-source" aria-label="Source">
        <span className="sample-label">Source</span>
        <span>x</span>
        <NumberInput label="Source x" text={round(parameters.x)} onText={move('x')} {...position} />
        <span>y</span>
        <NumberInput
          label="Source y"
          text={round(parameters.y)}
          onText={move('y')}
          unit="m"
          {...position}
        />
        <FrequencySlider />
      </fieldset>
      <output className="sample-note" data-outside={!inside || undefined}>
        {inside
          ? sample === undefined
            ? 'Your own source, inside the training range.'
            : 'A test sample: the networks never see it while they learn.'
          : 'Outside the training range: the networks extrapolate.'}
      </output>
    </div>
  );
}

function SamplePicker() {
  const sample = useLab((state) => state.sample);
  const count = useLab((state) => state.experiment.data.test);
  const pick = (text: string) => {
    const number = parseNumber(text.trim());
    if (Number.isInteger(number) && number >= 1 && number <= count) showSample(number - 1);
  };
  return (
    <fieldset className="sample-picker" aria-label="Test sample">
      <span className="sample-label">
        <Tip text="Sources drawn from the training ranges but kept out of training. Pick one to compare forecast and truth where it counts.">
          Test sample
        </Tip>
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label="Previous test sample"
        disabled={sample === 0}
        onClick={() => showSample((sample ?? 1) - 1)}
      >
        <Icon name="previous" />
      </button>
      <NumberInput
        label="Number of the test sample"
        text={sample === undefined ? '–' : String(sample + 1)}
        onText={pick}
        min={1}
        max={count}
        step={1}
      />
      <span className="muted">of {count}</span>
      <button
        type="button"
        className="icon-button"
        aria-label="Next test sample"
        disabled={sample === count - 1}
        onClick={() => showSample((sample ?? -1) + 1)}
      >
        <Icon name="next" />
      </button>
    </fieldset>
  );
}
