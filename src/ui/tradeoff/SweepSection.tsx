import { useMemo } from 'react';
import { formatIds, formatLabels, type FormatId } from '../../engine/formats/index.ts';
import { formatDuration } from '../shared/numbers.ts';
import { Tip } from '../shared/Tip.tsx';
import { useLab } from '../state.ts';
import type { Entry } from '../archive/entry.ts';
import { estimate } from '../sweep/estimate.ts';
import { parseFractions } from '../sweep/fractions.ts';
import { atOnce } from '../sweep/grouping.ts';
import { sweepQueue } from '../sweep/queue.ts';
import { useActions } from '../lab/context.ts';
import { choose, startSweep, useSweep, whyNoSweep } from '../sweep/sweep.ts';
import { SweepProgress } from './SweepProgress.tsx';
import section from '../shared/section.module.css';
import styles from './sweep.module.css';
import fields from '../controls/fields.module.css';
import tip from '../shared/Tip.module.css';

/** Trains a family of networks under the settings now. */
export function SweepSection({ entries }: { entries: readonly Entry[] }) {
  const sweeping = useLab((state) => state.sweeping);
  const outcome = useSweep((state) => state.outcome);
  return (
    <section
      className={`${section.section} ${styles.sweep}`}
      aria-labelledby="sweep-title"
      data-testid="sweep"
    >
      <h2 id="sweep-title">
        <Tip text="Trains all chosen networks with the data and training of the current settings, as many at a time as there are cores, up to four. All layers of a network have the same format and budget, computed in the usual way for that format.">
          Sweep
        </Tip>
      </h2>
      {sweeping ? <SweepProgress /> : <SweepForm entries={entries} />}
      {!sweeping && outcome !== undefined && (
        <output
          className={styles.outcome}
        >{`${outcome} Each run is kept: open it under Take home, Earlier runs, to save its networks and tables.`}</output>
      )}
      <Problems />
    </section>
  );
}

function Problems() {
  const problems = useSweep((state) => state.problems);
  if (problems.length === 0) return null;
  return (
    <ul className={styles.problems}>
      {problems.map((problem) => (
        <li key={problem}>{problem}</li>
      ))}
    </ul>
  );
}

function SweepForm({ entries }: { entries: readonly Entry[] }) {
  const lab = useActions();
  const choice = useSweep((state) => state.choice);
  const experiment = useLab((state) => state.shown);
  const reason = useLab(whyNoSweep);
  const fractions = parseFractions(choice.kept);
  const queue = useMemo(() => {
    const parsed = parseFractions(choice.kept);
    return parsed.ok ? sweepQueue(experiment, choice, parsed.keep, atOnce()) : undefined;
  }, [experiment, choice]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (queue) void startSweep(lab, queue);
      }}
    >
      <Formats />
      <label className={styles.kept}>
        <span>Fractions to keep</span>
        <input
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={choice.kept}
          aria-invalid={!fractions.ok || undefined}
          aria-describedby={fractions.ok ? undefined : 'sweep-kept-error'}
          onChange={(event) => choose({ kept: event.target.value })}
        />
      </label>
      {!fractions.ok && (
        <p className={fields.fieldError} id="sweep-kept-error">
          {fractions.message}
        </p>
      )}
      <Competitors />
      {queue && (
        <p className={section.note} data-testid="sweep-size">
          <span>{`${queue.count} networks in ${queue.runs.length} runs, ${timeText(estimate(experiment, queue.runs, entries, atOnce()))}.`}</span>
          {queue.skipped.length > 0 && (
            <span>
              {' '}
              <Tip
                text={queue.skipped.map((sentence) => (
                  <span key={sentence} className={tip.line}>
                    {sentence}
                  </span>
                ))}
              >{`${queue.skipped.length} left out`}</Tip>
            </span>
          )}
        </p>
      )}
      <button
        type="submit"
        disabled={reason !== undefined || !queue || queue.count === 0}
        aria-describedby={reason === undefined ? undefined : 'sweep-reason'}
      >
        Start sweep
      </button>
      {reason !== undefined && (
        <p className={section.note} id="sweep-reason">
          {reason}
        </p>
      )}
    </form>
  );
}

const timeText = (ms: number | undefined): string =>
  ms === undefined ? 'the time is known after the first one' : `about ${formatDuration(ms)}`;

function Formats() {
  const formats = useSweep((state) => state.choice.formats);
  const toggle = (id: FormatId, on: boolean) =>
    choose({
      formats: formatIds.filter((format) => (format === id ? on : formats.includes(format))),
    });
  return (
    <fieldset>
      <legend>Formats</legend>
      <div className={styles.formats}>
        {formatIds.map((id) => (
          <label key={id} className={styles.check}>
            <input
              type="checkbox"
              checked={formats.includes(id)}
              onChange={(event) => toggle(id, event.target.checked)}
            />
            <span>{formatLabels[id]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const competitors = [
  {
    key: 'narrow',
    label: 'Narrow classical control',
    help: 'For every compressed network a classical one with fewer channels and the same number of parameters in all, trained beside it: the fair control for a compressed network.',
  },
  {
    key: 'narrowConvolutions',
    label: 'Narrow convolutions control',
    help: 'For every compressed network a classical one whose convolutions have fewer channels and together as many parameters as the compressed ones; the dense layers stay as they are.',
  },
  {
    key: 'after',
    label: 'Compressed after training',
    help: 'For every compressed network, the same format and rank, decomposed from a trained classical network and fine-tuned: the a posteriori competitor.',
  },
  {
    key: 'rangeTest',
    label: 'Range test for every network',
    help: 'On: short runs at a quarter to four times the rate of the first compressed network choose each network’s own rate, so that the comparison is fair; networks that begin classical start from the rate of the first classical one, if there is one. Off: these rates are used unchanged.',
  },
] as const;

function Competitors() {
  const choice = useSweep((state) => state.choice);
  return (
    <fieldset>
      <legend>Competitors and rate</legend>
      {competitors.map(({ key, label, help }) => (
        <span key={key} className={styles.option}>
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={choice[key]}
              onChange={(event) => choose({ [key]: event.target.checked })}
            />
            <span>{label}</span>
          </label>
          <Tip label={`About: ${label}`} text={help} />
        </span>
      ))}
    </fieldset>
  );
}
