import type { SampleParameters } from '../../experiment/parameters.ts';
import type { Experiment } from '../../experiment/schema.ts';
import { ModalSeries, sampleCoefficients } from '../../modes/series.ts';
import { randomStream } from '../../random.ts';
import type { SetName } from '../dataset.ts';
import type { Sampled, SampleSource } from './source.ts';

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
 * u of a random field at some times (s), [times, x, y] in metres. The amplitudes fall off as in the
 * set that the sample belongs to.
 */
export const modalFields = (
  values: SampleParameters,
  experiment: Propagated,
  times: readonly number[],
  set: SetName = 'test',
): Float32Array => seriesFor(values, experiment, set).fields(values.others, times);

/** The amplitudes of random fields, as `others` of samples that have no source. */
function drawer({ modes, data }: Sampled, set: SetName): () => SampleParameters {
  const random = randomStream(data.seed, `${set} modes`);
  const count = set === 'shifted' ? modes.shiftCount : modes.count;
  return () => ({ x: 0, y: 0, frequency: 0, others: [...sampleCoefficients(count, random)] });
}

/** Random fields: u(0) [x, y] is the input, u(T) [x, y] the output, both in metres. */
export const modes: SampleSource = {
  drawer,
  input: (values, experiment, set) => modalFields(values, experiment, [0], set),
  exact: (values, experiment, set) => modalFields(values, experiment, [experiment.modes.time], set),
  times: (experiment) => [experiment.modes.time],
};
