import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useFirstClick } from '../shared/firstClick.ts';
import { countOf, formatCount, formatRoughly } from '../shared/numbers.ts';
import { useLab, type LabState } from '../state.ts';
import { useActions } from '../lab/context.ts';
import { stepsOf } from '../../engine/train/steps.ts';
import { groupOf, type Entry } from '../archive/entry.ts';
import { seedText } from '../archive/family.ts';
import { networkName } from '../networks/networkName.ts';
import { estimate } from '../sweep/estimate.ts';
import { atOnce } from '../sweep/grouping.ts';
import type { SweepQueue } from '../sweep/queue.ts';
import { useSweep } from '../sweep/state.ts';
import { useTimed } from '../sweep/timed.ts';
import { cancelSweep } from '../sweep/sweep.ts';
import section from '../shared/section.module.css';
import styles from './sweep.module.css';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { networkIds, type NetworkId } from '../../engine/experiment/network.ts';

type Shown = Pick<LabState, 'run' | 'phase' | 'data' | 'networks'>;

/** What one of the networks is doing. */
function doing(state: Shown, id: NetworkId): string {
  const { run, phase, data } = state;
  const network = state.networks[id];
  if (!run || network.status === 'placing' || network.status === 'preparing')
    return 'is being built';
  if (network.status === 'failed') return network.diverged ? 'diverged' : 'failed';
  if (network.status === 'finished') return 'finished';
  if (phase === 'simulating')
    return `waits for the samples, ${formatCount(data.done)} of ${formatCount(data.total)}`;
  return `step ${formatCount(network.step)} of ${formatCount(stepsOf(run, id))}`;
}

export function SweepProgress({ entries }: { entries: readonly Entry[] }) {
  const queue = useSweep((state) => state.queue);
  const state = useLab(
    useShallow(({ run, phase, data, networks }): Shown => ({ run, phase, data, networks })),
  );
  const left = useTimeLeft(queue, entries);
  // It appears where Start was.
  const lab = useActions();
  const cancel = useFirstClick(() => void cancelSweep(lab));
  if (!queue) return null;
  const done = queue.total - queue.left;
  const { run } = state;
  const ids = run ? networkIds.filter((id) => state.networks[id].status !== 'empty') : [];
  return (
    <>
      <p
        className={section.note}
      >{`${done} of ${countOf(queue.total, 'network')} done${left === undefined ? '' : `, about ${formatRoughly(left)} left`}.`}</p>
      <progress max={queue.total} value={done} aria-label="Networks done" />
      <ul className={styles.now}>
        {run &&
          ids.map((id) => (
            <li key={id} className={`network-${id}`}>
              <strong>{id.toUpperCase()}</strong>
              <span>{` ${networkName(run, id)}${seedPart(queue, run)}: ${doing(state, id)}`}</span>
            </li>
          ))}
      </ul>
      <button type="button" {...cancel}>
        Cancel
      </button>
    </>
  );
}

/** Which of several seeds a run has. */
const seedPart = ({ seeds }: SweepQueue, run: Experiment): string =>
  seeds > 1 ? `, seed ${seedText(groupOf(run))}` : '';

/** Of the runs from the present one on (ms); the present one counts by the share of its steps that is left. */
function useTimeLeft(queue: SweepQueue | undefined, entries: readonly Entry[]): number | undefined {
  const share = useLab((state) => {
    const { run } = state;
    if (!run) return 1;
    const ids = networkIds.filter((id) => state.networks[id].status !== 'empty');
    return Math.max(0, ...ids.map((id) => 1 - state.networks[id].step / stepsOf(run, id)));
  });
  const timed = useTimed(entries);
  const times = useMemo(
    () =>
      queue &&
      [queue.runs.slice(0, 1), queue.runs.slice(1)].map((some) => estimate(some, timed, atOnce())),
    [queue, timed],
  );
  if (!times?.[0] || !times[1]) return undefined;
  return share * times[0].ms + times[1].ms;
}
