import { idsOf, type NetworkId } from '../../engine/experiment/network.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { useLocatedErrors } from '../lab/context.ts';
import { countOf, formatCount, formatShare } from '../shared/numbers.ts';
import { useLab } from '../state.ts';
import section from '../shared/section.module.css';
import styles from './errors.module.css';

/** What the numbers below are of, and of which networks they are still to come. */
export function States({ run }: { run: Experiment }) {
  return (
    <>
      <p className={section.note}>
        {`Over all ${countOf(run.data.test, 'test sample')}, which the networks never see while they learn.`}
      </p>
      <ul className={styles.states} aria-live="polite">
        {idsOf(run).map((id) => (
          <State key={id} id={id} />
        ))}
      </ul>
    </>
  );
}

function State({ id }: { id: NetworkId }) {
  const text = useStateText(id);
  if (text === undefined) return null;
  return (
    <li>
      <span className={`network-${id}`}>{`Network ${id.toUpperCase()}`}</span>
      <span>{`: ${text}`}</span>
    </li>
  );
}

/** What is to be said of a network; nothing of one that is measured. */
function useStateText(id: NetworkId): string | undefined {
  const status = useLab((state) => state.networks[id].status);
  const found = useLocatedErrors(id);
  const step = found?.report?.step;
  const older =
    step === undefined ? '' : ` Below is what was measured at step ${formatCount(step)}.`;
  switch (status) {
    case 'failed':
      return `it failed, so there is nothing to measure.${older}`;
    case 'lost':
      return `its worker is gone; Resume brings it back.${older}`;
    case 'paused':
    case 'finished':
      if (found?.problem !== undefined) return `${found.problem}${older}`;
      if (found?.report && found.share === 1) return undefined;
      return `measuring, ${formatShare(found?.share ?? 0)}.${older}`;
    case 'training':
      return `it is training; measured when the training pauses or ends.${older}`;
    case 'empty':
    case 'placing':
    case 'preparing':
    case 'waiting':
    case 'ready':
      return 'measured when its training pauses or ends.';
    default:
      return status satisfies never;
  }
}
