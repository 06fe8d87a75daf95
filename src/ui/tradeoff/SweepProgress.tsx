import { useShallow } from 'zustand/react/shallow';
import { useFirstClick } from '../shared/firstClick.ts';
import { formatCount, formatDuration } from '../shared/numbers.ts';
import { useLab, type LabState } from '../state.ts';
import { useActions } from '../lab/context.ts';
import { stepsOf } from '../../engine/train/steps.ts';
import { useArchive } from '../archive/archive.ts';
import { groupOf } from '../archive/entry.ts';
import { estimate } from '../sweep/estimate.ts';
import { atOnce } from '../sweep/grouping.ts';
import { cancelSweep, useSweep } from '../sweep/sweep.ts';
import section from '../shared/section.module.css';
import styles from './sweep.module.css';
import { networkIds, specOf, type NetworkId } from '../../engine/experiment/network.ts';

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
  if (network.step === 0 && specOf(run, id).search === 'on') return 'range test of the rate';
  return `step ${formatCount(network.step)} of ${formatCount(stepsOf(run, id))}`;
}

export function SweepProgress() {
  const { runs, count, done, current } = useSweep();
  const state = useLab(
    useShallow(({ run, phase, data, networks }): Shown => ({ run, phase, data, networks })),
  );
  const left = useTimeLeft();
  // It appears where Start was.
  const lab = useActions();
  const cancel = useFirstClick(() => void cancelSweep(lab));
  const run = runs[current];
  return (
    <>
      <p
        className={section.note}
      >{`${done} of ${count} networks done${left === undefined ? '' : `, about ${formatDuration(left)} left`}.`}</p>
      <progress max={count} value={done} aria-label="Networks done" />
      <ul className={styles.now}>
        {run.map(({ title }, i) => {
          const id = networkIds[i];
          return (
            <li key={id} className={`network-${id}`}>
              <strong>{id.toUpperCase()}</strong>
              <span>{` ${title}: ${doing(state, id)}`}</span>
            </li>
          );
        })}
      </ul>
      <button type="button" {...cancel}>
        Cancel
      </button>
    </>
  );
}

/** Of the runs from the present one on (ms); the present one counts by the share of its steps that is left. */
function useTimeLeft(): number | undefined {
  const { base, runs, current } = useSweep();
  const entries = useArchive((state) => state.entries);
  const share = useLab((state) => {
    const { run } = state;
    if (!run) return 1;
    const ids = networkIds.filter((id) => state.networks[id].status !== 'empty');
    return Math.max(0, ...ids.map((id) => 1 - state.networks[id].step / stepsOf(run, id)));
  });
  if (!base) return undefined;
  const group = groupOf(base);
  const known = entries.filter((entry) => entry.group === group);
  const [now, later] = [runs.slice(current, current + 1), runs.slice(current + 1)];
  const times = [now, later].map((some) => estimate(base, some, known, atOnce()));
  return times[0] === undefined || times[1] === undefined ? undefined : share * times[0] + times[1];
}
