import { stepsOf } from '../../engine/train/steps.ts';
import { acceptOffer, discardOffer, useOffer } from '../lab/offer.ts';
import type { OpenedRun } from '../lab/storedRun.ts';
import { networkIds } from '../state.ts';
import { formatCount } from './numbers.ts';

const steps = ({ run, experiment }: OpenedRun) =>
  networkIds.flatMap((id) => {
    const stored = run[id];
    if (!stored) return [];
    const step = stored.kept?.checkpoint.step ?? 0;
    return [{ id, step, total: stepsOf(experiment, id), failed: stored.failure !== undefined }];
  });

const reachedText = (networks: ReturnType<typeof steps>): string =>
  networks
    .map(({ id, step, total, failed }) =>
      failed
        ? `network ${id.toUpperCase()} had failed`
        : `network ${id.toUpperCase()} at step ${formatCount(step)} of ${formatCount(total)}`,
    )
    .join(', ');

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** Asks what is to become of a run that an earlier visit left unfinished. */
export function ResumeOffer() {
  const offer = useOffer((state) => state.offer);
  if (!offer) return null;
  const networks = steps(offer);
  const reached = Math.min(...networks.filter(({ failed }) => !failed).map(({ step }) => step));
  return (
    <section className="notices-card offer" aria-label="Unfinished run" data-testid="resume-offer">
      <p>
        <strong>A run was left unfinished.</strong>
        <span>{` “${offer.preset.title}”, ${moment.format(offer.run.savedAt)}: ${reachedText(networks)}.`}</span>
      </p>
      <div className="offer-buttons">
        <button
          type="button"
          className="offer-accept"
          onClick={() => void acceptOffer()}
        >{`Go on from step ${formatCount(reached)}`}</button>
        <button type="button" onClick={() => void discardOffer()}>
          Discard
        </button>
      </div>
    </section>
  );
}
