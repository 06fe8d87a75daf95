/** How far a run is, in numbers and in words. */
import type { Experiment } from '../../engine/experiment/schema.ts';
import { togetherMs } from '../../engine/device/decide.ts';
import type { Compiling } from '../../engine/train/progress.ts';
import { summary } from '../../engine/repeats.ts';
import { numberOf, openAfter, scatterOf } from '../../engine/train/series.ts';
import { stepsOf } from '../../engine/train/steps.ts';
import { countOf, formatCount, formatDuration, formatPercentScatter } from '../shared/numbers.ts';
import { type LabState } from '../state.ts';
import { idsOf, type NetworkId } from '../../engine/experiment/network.ts';

export interface Progress {
  /** Shares from 0 to 1: one bar while shaders are compiled or samples made, then one per network. */
  bars: { name: 'shaders' | 'data' | NetworkId; share: number }[];
  /** Of all bars together. */
  share: number;
  /** What is being done and how far it is. */
  text: string;
  /** Elapsed and, while it can be estimated, remaining time. */
  time: string;
}

/** What the progress is read from. */
export type RunState = Pick<
  LabState,
  'phase' | 'run' | 'series' | 'data' | 'clock' | 'backend' | 'compiling' | 'networks'
> & {
  /** Whether errors are not to be told. */
  secret?: boolean;
};

/** `cores`: how many networks can compute at the same time; where there are more, they take turns. */
export function progressOf(state: RunState, now: number, cores: number): Progress | undefined {
  const { run, data, clock } = state;
  if (!run) return undefined;
  const elapsed =
    clock.elapsedMs + (clock.runningSince === undefined ? 0 : now - clock.runningSince);
  const shaders = compiling(state);
  const simulating = state.phase !== 'finished' && data.done < data.total;
  const left =
    state.phase === 'finished'
      ? undefined
      : simulating
        ? leftOfData(data, elapsed)
        : leftOfTraining(state, cores);
  if (shaders) {
    const { done, total } = shaders;
    return {
      ...barsOf([{ name: 'shaders', share: done / total }]),
      text: `Compiling: ${formatCount(done)} of ${formatCount(total)} shaders`,
      time: formatDuration(elapsed),
    };
  }
  const time = [
    formatDuration(elapsed),
    left === undefined
      ? ''
      : `about ${formatDuration(left)} left${simulating ? ' for the data' : ''}`,
  ];
  return {
    ...barsOf(
      simulating
        ? [{ name: 'data', share: data.done / data.total }]
        : idsOf(run).map((id) => ({ name: id, share: state.networks[id].step / stepsOf(run, id) })),
    ),
    text: `${seedText(state, run)}${simulating ? describeData(state) : describeSteps(state, run)}`,
    time: time.filter(Boolean).join(', '),
  };
}

const barsOf = (bars: Progress['bars']): Pick<Progress, 'bars' | 'share'> => ({
  bars,
  share: bars.reduce((sum, { share }) => sum + share, 0) / bars.length,
});

/** Shaders compiled for the measurement of the backends, or for the networks' training. */
function compiling(state: RunState): Compiling | undefined {
  const all = [state, ...Object.values(state.networks)];
  const [first, ...others] = all.flatMap((one) => one.compiling ?? []);
  return others.reduce(
    (sum, { done, total }) => ({ done: sum.done + done, total: sum.total + total }),
    first,
  );
}

/** Nothing is simulated before the networks are built, on a backend that is known. */
function describeData({ phase, backend, data }: RunState): string {
  if (phase === 'starting') {
    return backend ? 'Building the networks' : 'Starting and testing the backend';
  }
  return `Simulating: ${formatCount(data.done)} of ${formatCount(data.total)} samples`;
}

/** Which seed of a series is being trained, or how many have been. */
function seedText({ phase, series }: RunState, run: Experiment): string {
  if (!series) return '';
  const { count, done } = series;
  return phase === 'finished'
    ? `${countOf(done.length, 'seed')}. `
    : `Seed ${numberOf(series, run)} of ${count}. `;
}

/** Of a series, the means over its seeds. */
function finalErrors({ networks, series }: RunState, run: Experiment): string[] {
  return idsOf(run).flatMap((id) => {
    const found = series ? scatterOf(series.done, id) : summary([networks[id].result?.test ?? NaN]);
    return found.count > 0 ? `${id.toUpperCase()} ${formatPercentScatter(found)}` : [];
  });
}

function describeSteps(state: RunState, run: Experiment): string {
  if (state.phase === 'finished') {
    const errors = finalErrors(state, run);
    if (errors.length > 0 && state.secret) return 'Done';
    return errors.length > 0 ? `Done. Test error: ${errors.join(', ')}` : 'The run has ended';
  }
  const ids = idsOf(run);
  const step = (id: NetworkId) => `${id.toUpperCase()} ${formatCount(state.networks[id].step)}`;
  const total = (id: NetworkId) => `of ${formatCount(stepsOf(run, id))}`;
  const oneTotal = new Set(ids.map(total)).size === 1;
  return oneTotal
    ? `Step ${ids.map(step).join(', ')} ${total(ids[0])}`
    : `Step ${ids.map((id) => `${step(id)} ${total(id)}`).join(', ')}`;
}

function leftOfData({ done, total }: LabState['data'], elapsed: number): number | undefined {
  return done > 0 ? (elapsed / done) * (total - done) : undefined;
}

/** Of the training that is in progress, and of the seeds that are still to come. */
function leftOfTraining(state: RunState, cores: number): number | undefined {
  const { run, series, networks } = state;
  if (!run) return undefined;
  const timed = idsOf(run).filter((id) => networks[id].stepMs);
  const open = timed.filter((id) => {
    const { status } = networks[id];
    return status !== 'empty' && status !== 'failed' && status !== 'finished';
  });
  if (open.length === 0) return undefined;
  const timeOf = (ids: readonly NetworkId[], stepsLeft: (id: NetworkId) => number) =>
    // The times of steps are without waiting for a turn.
    togetherMs(
      state.backend?.name ?? 'wasm',
      Object.fromEntries(ids.map((id) => [id, stepsLeft(id) * networks[id].stepMs!])),
      cores,
    );
  const later = series ? openAfter(series, run).length : 0;
  return (
    timeOf(open, (id) => stepsOf(run, id) - networks[id].step) +
    (later > 0 ? later * timeOf(timed, (id) => stepsOf(run, id)) : 0)
  );
}
