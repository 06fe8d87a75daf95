import { useEffect, useState } from 'react';
import { decodeLink } from '../../engine/opening/link.ts';
import { useActions } from '../lab/context.ts';
import { roomText } from '../lab/stored/room.ts';
import { canBegin } from '../lab/stored/storedRuns.ts';
import { isOutdated, type RunHead } from '../lab/stored/storedRun.ts';
import { networkName } from '../networks/networkName.ts';
import { countOf, formatCount, formatMoment, formatPercent } from '../shared/numbers.ts';
import { titleOf } from '../shared/experimentTitle.ts';
import { useLab } from '../state.ts';
import { networkIds } from '../../engine/experiment/network.ts';
import section from '../shared/section.module.css';
import styles from './takehome.module.css';
import saveRow from '../saving/SaveRow.module.css';

function describe(head: RunHead): string {
  const opened = decodeLink(head.link);
  const networks = networkIds.flatMap((id) => {
    const network = head[id];
    if (!network) return [];
    const state =
      network.test === undefined
        ? network.failed
          ? 'failed'
          : `step ${formatCount(network.step)}`
        : formatPercent(network.test);
    return [`${networkName(opened.experiment, id)}: ${state}`];
  });
  const seeds = head.seeds
    ? ` ${head.seeds.done} of ${countOf(head.seeds.count, 'seed')}; the last one:`
    : '';
  return `“${titleOf(opened)}”.${seeds} ${networks.join('; ')}.`;
}

const canResume = (head: RunHead): boolean =>
  !head.finished && !isOutdated(head, decodeLink(head.link).experiment);

/** Runs of earlier visits, and those of a sweep: each can be shown again, with everything that is to be saved of it. */
export function EarlierRuns() {
  const { stored } = useActions();
  const [runs, setRuns] = useState<readonly RunHead[]>();
  const runId = useLab((state) => state.runId);
  const phase = useLab((state) => state.phase);
  const free = useLab(canBegin);
  useEffect(() => {
    let current = true;
    // Without a database there are none.
    stored
      .list()
      .catch(() => [])
      .then(
        (found) => current && setRuns(found),
        () => {},
      );
    return () => {
      current = false;
    };
  }, [stored, runId, phase]);
  const remove = (id: string) =>
    void stored.remove(id).then(() => setRuns((all) => all?.filter((run) => run.id !== id)));
  if (!runs || runs.length === 0) {
    return (
      <p className={section.note}>
        Finished runs are kept in this browser. Earlier runs appear here.
      </p>
    );
  }
  return (
    <>
      <p className={section.note}>{`Show one to save its networks and tables. ${roomText}`}</p>
      <ul className={styles.earlierRuns} data-testid="earlier-runs">
        {runs.map((run) => (
          <li key={run.id}>
            <span>
              <strong>{formatMoment(run.savedAt)}</strong>
              <span>{` ${describe(run)}`}</span>
            </span>
            <span className={saveRow.buttons}>
              <button
                type="button"
                disabled={!free}
                title={free ? undefined : 'The run in progress must end or be reset first'}
                onClick={() => void stored.open(run.id)}
              >
                {canResume(run) ? 'Resume' : 'Show'}
              </button>
              <button type="button" onClick={() => remove(run.id)}>
                Remove
              </button>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
