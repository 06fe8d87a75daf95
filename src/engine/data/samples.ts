import type { SampleParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { sharesModel, Simulator } from '../scene/simulator.ts';
import { DataSets, type SetName } from './dataset.ts';
import { sampleParameters } from './sampling.ts';

/** Samples of one set, from number `first` on. */
export interface SampleRange {
  set: SetName;
  first: number;
  count: number;
}

export interface SampleChunk extends SampleRange {
  parameters: SampleParameters[];
  /** [count, t, x, y] in metres. */
  fields: Float32Array;
}

/** The samples of an experiment in ranges of at most `size`, training set first. */
export function sampleRanges({ data }: Pick<Experiment, 'data'>, size: number): SampleRange[] {
  return (['train', 'test'] as const).flatMap((set) =>
    Array.from({ length: Math.ceil(data[set] / size) }, (_, k) => ({
      set,
      first: k * size,
      count: Math.min(size, data[set] - k * size),
    })),
  );
}

/**
 * Simulates a range of an experiment's samples (`sampleParameters`). The bits depend on the experiment alone, not
 * on the ranges.
 */
export function simulateRange(
  samples: Readonly<Record<SetName, readonly SampleParameters[]>>,
  simulator: Simulator,
  { set, first, count }: SampleRange,
): SampleChunk {
  const parameters = samples[set].slice(first, first + count);
  const zones = simulator.zones(parameters);
  const fields = new Float32Array(count * zones[0].length);
  zones.forEach((zone, i) => fields.set(zone, i * zone.length));
  return { set, first, count, parameters, fields };
}

/**
 * Samples between two reports of progress. Where all share one mesh, a multiple of those that run side by
 * side; where every sample has its own, few, since each takes long.
 */
export const rangeSize = (experiment: Experiment): number => (sharesModel(experiment) ? 8 : 2);

/** Simulates all samples of an experiment in this thread; `onProgress` hears how many are done. */
export function buildDataSets(
  experiment: Experiment,
  onProgress: (done: number, total: number) => void = () => {},
): DataSets {
  const sets = new DataSets(experiment);
  const simulator = new Simulator(experiment);
  const samples = sampleParameters(experiment);
  const { train, test } = experiment.data;
  let done = 0;
  for (const range of sampleRanges(experiment, rangeSize(experiment))) {
    const { set, first, parameters, fields } = simulateRange(samples, simulator, range);
    sets.put(set, first, parameters, fields);
    done += range.count;
    onProgress(done, train + test);
  }
  simulator.dispose();
  return sets;
}
