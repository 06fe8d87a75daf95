import { formatNumber, parseNumber, unclearSign } from '../../engine/experiment/numbers.ts';
import { outsideIntervals } from '../../engine/experiment/parameters.ts';
import { originOf } from '../../engine/tasks/index.ts';
import { usesFrequency } from '../../engine/scene/spans.ts';
import { limitsOf, onGrain } from '../lab/sceneItems.ts';
import { useActions } from '../lab/context.ts';
import { Icon } from '../shared/Icon.tsx';
import { NumberInput } from '../shared/NumberInput.tsx';
import { Tip } from '../shared/Tip.tsx';
import { useLab, type LabState } from '../state.ts';
import { useOrigin, usesPosition } from './current.ts';
import { FrequencySlider } from './FrequencySlider.tsx';
import { ParameterSliders } from './ParameterSliders.tsx';
import styles from './Playback.module.css';

/** Which sample is shown: one of the test samples, or any position and frequency of the source. */
export function SampleControls() {
  const shown = useLab((state) => state.shown);
  return (
    <div className={styles.sample} data-testid="sample">
      {usesPosition(shown) && <SamplePicker />}
      {originOf(shown).simulated && (usesPosition(shown) || usesFrequency(shown)) && (
        <SourceControls />
      )}
    </div>
  );
}

/** What stays in sight: the choice of the sample where there is no source to drag, other parameters, and where the sample stands. */
export function SampleState() {
  const picked = useLab(({ shown }) => !usesPosition(shown));
  return (
    <div className={styles.sampleState}>
      {picked && <SamplePicker />}
      <ParameterSliders />
      <Note />
    </div>
  );
}

function SourceControls() {
  const { stage } = useActions();
  const { x, y } = useLab((state) => state.parameters);
  const shown = useLab((state) => state.shown);
  const round = (at: number) => formatNumber(onGrain(at, shown.scene));
  const move = (axis: 'x' | 'y') => (text: string) => {
    const value = parseNumber(text.trim());
    const { min, max } = limitsOf(shown, `source.${axis}`);
    if (value >= min && value <= max) stage.moveSource({ [axis]: value });
  };
  return (
    <fieldset className={styles.sampleSource} aria-label="Source">
      <span className={styles.sampleLabel}>Source</span>
      {usesPosition(shown) && (
        <>
          <span>x</span>
          <NumberInput
            label="Source x"
            text={round(x)}
            onText={move('x')}
            {...limitsOf(shown, 'source.x')}
          />
          <span>y</span>
          <NumberInput
            label="Source y"
            text={round(y)}
            onText={move('y')}
            unit="m"
            {...limitsOf(shown, 'source.y')}
          />
        </>
      )}
      {usesFrequency(shown) && <FrequencySlider />}
    </fieldset>
  );
}

/** Of a sample that is none of the test samples: what else to do with it. */
function ownText({ shown, networks }: LabState): string {
  if (!usesPosition(shown)) return 'Your own sample, inside the training range.';
  const forecast = Object.values(networks).some((network) => network.forecast);
  return `Drag the source: the wave ${forecast ? 'and the forecasts follow' : 'follows'}. Here it is inside the training range.`;
}

/** Why the stage does not follow, or where its sample stands to those that the networks learn from. */
function Note() {
  const problem = useLab(({ stageProblem, issues }) =>
    issues.length > 0 ? `The stage waits for valid settings: ${issues[0].message}` : stageProblem,
  );
  const sample = useLab((state) => state.sample);
  const parameters = useLab((state) => state.parameters);
  const shown = useLab((state) => state.shown);
  const own = useLab(ownText);
  const outside = originOf(shown).simulated
    ? outsideIntervals(parameters, shown).map(({ title }) => title)
    : [];
  return (
    <output
      className={styles.sampleNote}
      data-testid="stage-note"
      data-kind={problem === undefined ? (outside.length > 0 ? 'outside' : undefined) : 'problem'}
    >
      {problem ??
        (outside.length > 0
          ? `Outside the training range: ${outside.join(', ')}. There the networks extrapolate.`
          : sample === undefined
            ? own
            : 'A test sample: the networks never see it while they learn.')}
    </output>
  );
}

function SamplePicker() {
  const { stage } = useActions();
  const sample = useLab((state) => state.sample);
  const count = useLab((state) => state.experiment.data.test);
  const waiting = useLab((state) => state.issues.length > 0);
  const { words } = useOrigin();
  const pick = (text: string) => {
    const number = unclearSign(text) ? NaN : parseNumber(text);
    if (Number.isInteger(number) && number >= 1 && number <= count) stage.showSample(number - 1);
  };
  return (
    <fieldset className={styles.samplePicker} aria-label="Test sample" disabled={waiting}>
      <span className={styles.sampleLabel}>
        <Tip text={words.testSample}>Test sample</Tip>
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label="Previous test sample"
        disabled={sample === 0}
        onClick={() => stage.showSample((sample ?? 1) - 1)}
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
      <span className="muted">{`of ${count}`}</span>
      <button
        type="button"
        className="icon-button"
        aria-label="Next test sample"
        disabled={sample === count - 1}
        onClick={() => stage.showSample((sample ?? -1) + 1)}
      >
        <Icon name="next" />
      </button>
    </fieldset>
  );
}
