import { useEffect, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { canTrain } from '../lab/actions.ts';
import { useActions } from '../lab/context.ts';
import { settingsMoved } from '../lab/moved.ts';
import { useFirstClick } from '../shared/firstClick.ts';
import { useCovered } from '../lessons/cover.ts';
import { useHidden } from '../page/page.ts';
import { Shown } from '../page/Shown.tsx';
import { useFold } from '../shared/folds.ts';
import { useLab, type Phase } from '../state.ts';
import { cancelSweep } from '../sweep/sweep.ts';
import { coresHere } from '../../worker/threads.ts';
import { runBytes } from '../../engine/opening/runBytes.ts';
import { planOf } from '../networks/plans.ts';
import { limitTexts, memoryHere } from './deviceLimits.ts';
import { SETTINGS_FOLD } from './foldNames.ts';
import { focusField, requireLeaf } from './leaf.ts';
import { progressOf } from './progress.ts';
import { Repeat } from './Repeat.tsx';
import { seedMs } from './repeatTime.ts';
import styles from './TrainBar.module.css';

const labels: Record<Phase, string> = {
  idle: 'Train',
  starting: 'Pause',
  simulating: 'Pause',
  training: 'Pause',
  pausing: 'Pausing…',
  paused: 'Resume',
  finished: 'Train again',
};

/** The one primary button and what belongs to a run; always in view. */
export function TrainBar({ onFocusField }: { onFocusField: () => void }) {
  const { run } = useActions();
  const phase = useLab((state) => state.phase);
  const ready = useLab(canTrain);
  const hasRun = useLab((state) => state.run !== undefined);
  const unfolded = useFold(SETTINGS_FOLD);
  const running = phase === 'starting' || phase === 'simulating' || phase === 'training';
  const startsRun = phase === 'idle' || phase === 'finished';
  const sweeping = useLab((state) => state.sweeping);
  // A double click trains; its second half does not pause.
  const pressed = useFirstClick(() => (running ? run.pause() : run.train()));
  const disabled = sweeping || phase === 'pausing' || (startsRun && !ready);
  return (
    <div className={styles.bar}>
      {startsRun && !ready && !sweeping && <Fault onFocusField={onFocusField} />}
      {sweeping ? <SweepHint /> : <ChangedHint phase={phase} />}
      {startsRun && ready && !sweeping && <Limits />}
      {/* Above the button, which stays where it is when these come: the second click of a double click hits it. */}
      {(hasRun || unfolded) && <Others running={running} />}
      <div className={styles.main}>
        <button
          type="button"
          id="train"
          className={styles.primary}
          data-testid="train"
          data-phase={phase}
          disabled={disabled}
          {...pressed}
        >
          <span className={styles.primaryLabel}>
            {sweeping ? 'Sweep is running' : labels[phase]}
          </span>
        </button>
        <TrainProgress />
      </div>
      {/* For tests and benchmarks; what people are told is in Announcer.tsx. */}
      <span className="visually-hidden" aria-hidden="true" data-testid="phase">
        {phase}
      </span>
    </div>
  );
}

/** What else can be done with a run: once there is one, and before for who has all settings open. */
function Others({ running }: { running: boolean }) {
  const { run } = useActions();
  const phase = useLab((state) => state.phase);
  const ready = useLab(canTrain);
  const hasRun = useLab((state) => state.run !== undefined);
  const startsRun = phase === 'idle' || phase === 'finished';
  const sweeping = useLab((state) => state.sweeping);
  return (
    <div className={styles.secondary} data-part="secondary">
      <button
        type="button"
        title="One weight update of every network"
        disabled={sweeping || !(phase === 'paused' || (startsRun && ready))}
        onClick={() => run.singleStep()}
      >
        Step
      </button>
      <button
        type="button"
        title="Ends the run now, even in the middle of a step"
        disabled={sweeping || (!running && phase !== 'pausing')}
        onClick={() => void run.stop()}
      >
        Stop
      </button>
      <button
        type="button"
        title="Returns to the untrained networks; the same settings give exactly the same run"
        disabled={sweeping || !hasRun}
        onClick={() => void run.reset()}
      >
        Reset
      </button>
      <Shown name="repeat">
        <Repeat />
      </Shown>
    </div>
  );
}

const REFRESH_MS = 500;

/** The progress, over the button. A separate component, so that the clock re-renders nothing else. */
function TrainProgress() {
  const { wakingNow } = useActions();
  const [now, setNow] = useState(wakingNow);
  const running = useLab((state) => state.clock.runningSince !== undefined);
  const state = useLab(
    useShallow(({ phase, run, series, data, clock, backend, compiling, networks }) => ({
      phase,
      run,
      series,
      data,
      clock,
      backend,
      compiling,
      networks,
    })),
  );
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => setNow(wakingNow()), REFRESH_MS);
    return () => clearInterval(timer);
  }, [running, wakingNow]);
  const hidden = useHidden('numbers');
  const secret = useCovered('errors') || hidden;
  const progress = progressOf(
    { ...state, secret },
    Math.max(now, state.clock.runningSince ?? 0),
    coresHere(),
  );
  if (!progress) return null;
  return (
    <div
      className={styles.progress}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a <progress> has one bar and no words
      role="progressbar"
      aria-label="Progress of the run"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(100 * progress.share)}
      aria-valuetext={`${progress.text}; ${progress.time}`}
    >
      <span className={styles.progressText}>{progress.text}</span>
      <span className={styles.progressText}>{progress.time}</span>
      <span className={styles.progressBars}>
        {progress.bars.map(({ name, share }) => (
          <span key={name} className={styles.progressBar} data-network={name}>
            <span style={{ width: `${100 * share}%` }} />
          </span>
        ))}
      </span>
    </div>
  );
}

/** Why Train is disabled, and the way to the control at fault. */
function Fault({ onFocusField }: { onFocusField: () => void }) {
  const key = useLab((state) => Object.keys(state.drafts)[0] ?? state.issues[0]?.key);
  if (key === undefined) return null;
  return (
    <output className={styles.fault}>
      Training needs valid settings.{' '}
      <button
        type="button"
        className="link"
        onClick={() => {
          onFocusField();
          focusField(key);
        }}
      >{`Go to ${requireLeaf(key).field.title}`}</button>
    </output>
  );
}

/** Why nothing here can be pressed, and the way out from any tab. */
function SweepHint() {
  const lab = useActions();
  const cancel = useFirstClick(() => void cancelSweep(lab));
  return (
    <output className={styles.hint}>
      A sweep (Trade-off) trains one network after another.{' '}
      <button type="button" className="link" {...cancel}>
        Cancel it
      </button>
    </output>
  );
}

/** What is too large for this device, before it starts. */
function Limits() {
  const texts = useLab(
    useShallow((state) => {
      const { experiment } = state;
      const bytes = runBytes(experiment, planOf);
      return limitTexts({ bytes, memory: memoryHere(), ms: seedMs(state, coresHere()) });
    }),
  );
  return texts.map((text) => (
    <output key={text} className={styles.hint} data-testid="limits">
      {text}
    </output>
  ));
}

function ChangedHint({ phase }: { phase: Phase }) {
  const changed = useLab(settingsMoved);
  if (!changed) return null;
  return (
    <output
      className={styles.hint}
    >{`Settings differ from this run. ${phase === 'finished' ? 'Train again to apply them.' : 'Press Reset, then Train, to apply them.'}`}</output>
  );
}
