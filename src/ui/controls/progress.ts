/** How far a run is, in numbers and in words. */
import { formatCount, formatDuration, formatPercent } from '../shared/numbers.ts';
import { networkIds, type LabState } from '../state.ts';

export interface Progress {
  /** Shares from 0 to 1: one bar while samples are made, then one per network. */
  bars: { name: 'data' | 'a' | 'b'; share: number }[];
  /** What is being done and how far it is. */
  text: string;
  /** Elapsed and, while it can be told, remaining time. */
  time: string;
}

/** What the progress is read from. */
export type RunState = Pick<LabState, 'phase' | 'run' | 'data' | 'clock' | 'a' | 'b'>;

export function progressOf(state: RunState, now: number): Progress | undefined {
  const { run, data, clock } = state;
  if (!run) return undefined;
  const elapsed =
    clock.elapsedMs + (clock.runningSince === undefined ? 0 : now - clock.runningSince);
  const simulating = data.done < data.total;
  const left =
    state.phase === 'finished'
      ? undefined
      : simulating
        ? leftOfData(data, elapsed)
        : leftOfTraining(state);
  const time = [
    formatDuration(elapsed),
    left === undefined
      ? ''
      : `about ${formatDuration(left)} left${simulating ? ' for the data' : ''}`,
  ];
  return {
    bars: simulating
      ? [{ name: 'data', share: data.done / data.total }]
      : networkIds.map((id) => ({ name: id, share: state[id].step / run.training.steps })),
    text: simulating
      ? `Simulating: ${formatCount(data.done)} of ${formatCount(data.total)} samples`
      : describeSteps(state, run.training.steps),
    time: time.filter(Boolean).join(', '),
  };
}

function describeSteps(state: RunState, total: number): string {
  if (state.phase === 'finished') {
    const errors = networkIds.flatMap((id) => {
      const { result } = state[id];
      return result ? `${id.toUpperCase()} ${formatPercent(result.test)}` : [];
    });
    return errors.length > 0 ? `Done. Test error: ${errors.join(', ')}` : 'The run has ended';
  }
  const steps = networkIds.map((id) => `${id.toUpperCase()} ${formatCount(state[id].step)}`);
  return `Step ${steps.join(', ')} of ${formatCount(total)}`;
}

function leftOfData({ done, total }: LabState['data'], elapsed: number): number | undefined {
  return done > 0 ? (elapsed / done) * (total - done) : undefined;
}

/** The networks train at the same time: the slower one counts. */
function leftOfTraining(state: RunState): number | undefined {
  const steps = state.run?.training.steps ?? 0;
  const times = networkIds.flatMap((id) => {
    const { status, step, stepMs } = state[id];
    if (status === 'failed' || status === 'finished' || !stepMs) return [];
    return (steps - step) * stepMs;
  });
  return times.length > 0 ? Math.max(...times) : undefined;
}
