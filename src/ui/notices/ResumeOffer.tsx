import { originOf } from '../../engine/tasks/index.ts';
import { numberOf } from '../../engine/train/series.ts';
import { stepsOf } from '../../engine/train/steps.ts';
import { useActions, useOffer } from '../lab/context.ts';
import { hasEndedRuns } from '../lab/run/series.ts';
import {
  isFinished,
  missingBackground,
  whyWaits,
  type OpenedRun,
} from '../lab/stored/storedRun.ts';
import { useCovered } from '../lessons/cover.ts';
import { useHidden } from '../page/page.ts';
import { useLab } from '../state.ts';
import { countOf, formatCount, formatMoment } from '../shared/numbers.ts';
import card from '../shared/card.module.css';
import { finishedTexts } from './finishedTexts.ts';
import styles from './notices.module.css';
import { networkIds } from '../../engine/experiment/network.ts';

/** Asks what is to become of a run that an earlier visit left. */
export function ResumeOffer() {
  const offer = useOffer();
  if (!offer) return null;
  return isFinished(offer.run) ? (
    <FinishedOffer offer={offer} />
  ) : (
    <UnfinishedOffer offer={offer} />
  );
}

interface OfferProps {
  offer: OpenedRun;
}

const where = ({ preset, run }: OpenedRun): string =>
  `“${preset.title}”, ${formatMoment(run.savedAt)}`;

function UnfinishedOffer({ offer }: OfferProps) {
  const { stored } = useActions();
  const { run, experiment, series, outdated, remark } = offer;
  // Opening a file changes the settings, or how they are judged.
  const waits = useLab(() => whyWaits(offer));
  const seed = series ? ` Seed ${numberOf(series, experiment)} of ${series.count}:` : '';
  const networks = networkIds.flatMap((id) => {
    const network = run[id];
    if (!network) return [];
    const step = network.kept?.checkpoint.step ?? 0;
    return [{ id, step, total: stepsOf(experiment, id), failed: network.failure !== undefined }];
  });
  const keeps = hasEndedRuns(series);
  const reached = Math.min(...networks.filter(({ failed }) => !failed).map(({ step }) => step));
  const texts = networks.map(({ id, step, total, failed }) =>
    failed
      ? `network ${id.toUpperCase()} had failed`
      : `network ${id.toUpperCase()} at step ${formatCount(step)} of ${formatCount(total)}`,
  );
  return (
    <section
      className={`${card.card} ${styles.offer}`}
      aria-label="Unfinished run"
      data-testid="resume-offer"
    >
      <p>
        <strong>A run was left unfinished.</strong>
        <span>{` ${where(offer)}:${seed} ${texts.join(', ')}.`}</span>
        {outdated && <span>{` ${remark}`}</span>}
        {waits !== undefined && <span>{` ${waits}`}</span>}
      </p>
      <div className={card.buttons}>
        <button
          type="button"
          className={styles.accept}
          disabled={waits !== undefined}
          onClick={() => void stored.accept()}
        >
          {outdated ? 'Show the run' : `Resume from step ${formatCount(reached)}`}
        </button>
        <button
          type="button"
          title={keeps ? 'It remains under Take home, Earlier runs' : undefined}
          onClick={() => void stored.discard()}
        >
          {keeps ? 'Not now' : 'Discard'}
        </button>
      </div>
    </section>
  );
}

function FinishedOffer({ offer }: OfferProps) {
  const { stored } = useActions();
  const { run, series } = offer;
  const background = useLab(() => missingBackground(offer));
  const without =
    originOf(offer.experiment).fromFile && run.file !== undefined
      ? `Its samples were in ${run.file}`
      : background;
  const hidden = useHidden('numbers');
  const covered = useCovered('errors');
  const texts = finishedTexts(offer, { errors: !hidden && !covered });
  return (
    <section
      className={`${card.card} ${styles.offer}`}
      aria-label="Finished run"
      data-testid="resume-offer"
    >
      <p>
        <strong>The last run is kept.</strong>
        <span>{` ${where(offer)}${series ? `, ${countOf(series.done.length, 'seed')}` : ''}: ${texts.join('; ')}.`}</span>
        <span>
          {without !== undefined &&
            ` ${without}: curves and errors are shown again, forecasts and weights are not.`}
        </span>
      </p>
      <div className={card.buttons}>
        <button type="button" className={styles.accept} onClick={() => void stored.accept()}>
          Show the run
        </button>
        <button
          type="button"
          title="It remains under Take home, Earlier runs"
          onClick={() => void stored.discard()}
        >
          Not now
        </button>
      </div>
    </section>
  );
}
