/** From a sample to what a network takes in, and the exact fields of the propagator task. */
import { normalise, type SampleParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { ModalSeries } from '../modes/series.ts';
import { hasModes, isOwn } from '../tasks/io.ts';
import type { SetName } from './dataset.ts';

type Propagated = Pick<Experiment, 'task' | 'modes'>;

/** The series on the task's grid with as many modes as the sample has amplitudes for, and r as its set has. */
let known: { key: string; series: ModalSeries } | undefined;

function seriesFor(
  { others }: SampleParameters,
  { task, modes }: Propagated,
  set: SetName,
): ModalSeries {
  const count = Math.round(Math.sqrt(others.length));
  const decay = set === 'shifted' ? modes.shiftDecay : modes.decay;
  const options = { modes: count, decay, speed: modes.speed, points: task.grid };
  const key = JSON.stringify(options);
  if (known?.key !== key) known = { key, series: new ModalSeries(options) };
  return known.series;
}

/**
 * u of a sample of the propagator task at some times (s), [times, x, y] in metres. The amplitudes fall off as in the
 * set that the sample belongs to.
 */
export const modalFields = (
  values: SampleParameters,
  experiment: Propagated,
  times: readonly number[],
  set: SetName = 'test',
): Float32Array => seriesFor(values, experiment, set).fields(values.others, times);

/** u(T), [x, y] in metres. */
export const propagated = (
  values: SampleParameters,
  experiment: Propagated,
  set: SetName = 'test',
): Float32Array => modalFields(values, experiment, [experiment.modes.time], set);

/** Normalised parameters, or the field u(0) [x, y] in metres; samples of own data carry theirs as it is. */
export const networkInput = (
  values: SampleParameters,
  experiment: Experiment,
  set: SetName = 'test',
): Float32Array => {
  if (isOwn(experiment)) return Float32Array.from(values.others);
  return hasModes(experiment)
    ? modalFields(values, experiment, [0], set)
    : normalise(values, experiment);
};
