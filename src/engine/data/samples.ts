import type { SampleParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { product, sum } from '../math.ts';
import { MediumSimulator } from '../medium/simulator.ts';
import { sharesModel, Simulator } from '../scene/simulator.ts';
import { taskIo } from '../experiment/taskIo.ts';
import { originOf } from '../tasks/index.ts';
import type { Origin } from '../tasks/origins/origin.ts';
import { DataSets, sampleCounts, setNames, type SetName } from './dataset.ts';
import { networkInput, sampleParameters } from './sampling.ts';
import type { SetScaling } from './scaling.ts';
import { sourceOf } from './sources/index.ts';

/** Samples of one set, from number `first` on. */
export interface SampleRange {
  set: SetName;
  first: number;
  count: number;
}

export interface SampleChunk extends SampleRange {
  /** [count, …input]: normalised parameters, or fields in SI units. */
  inputs: Float32Array;
  /** [count, …recording] in metres, or scaled. */
  fields: Float32Array;
  /** How inputs and fields are scaled; undefined where they are not. */
  scaling?: SetScaling;
}

/** The samples of an experiment in ranges of at most `size`, training set first. */
export function sampleRanges(
  experiment: Pick<Experiment, 'task' | 'data'>,
  size: number,
): SampleRange[] {
  const counts = sampleCounts(experiment);
  return setNames.flatMap((set) =>
    Array.from({ length: Math.ceil(counts[set] / size) }, (_, k) => ({
      set,
      first: k * size,
      count: Math.min(size, counts[set] - k * size),
    })),
  );
}

/** What simulates samples: u (m) of each as the networks forecast it. */
export interface TargetSimulator {
  targets(samples: readonly SampleParameters[]): Float32Array[];
  /** Gives memory back. */
  dispose(): void;
}

/**
 * Simulates a range of an experiment's samples (`sampleParameters`). The bits depend on the experiment alone, not
 * on the ranges.
 */
export function simulateRange(
  experiment: Experiment,
  samples: Readonly<Record<SetName, readonly SampleParameters[]>>,
  simulator: TargetSimulator | undefined,
  { set, first, count }: SampleRange,
): SampleChunk {
  const parameters = samples[set].slice(first, first + count);
  const io = taskIo(experiment);
  const inputs = new Float32Array(count * product(io.input));
  const fields = new Float32Array(count * io.channels * product(io.grid));
  parameters.forEach((values, i) => {
    inputs.set(networkInput(values, experiment, set), (i * inputs.length) / count);
  });
  const source = sourceOf(experiment);
  const targets = source.exact
    ? parameters.map((values) => source.exact!(values, experiment, set))
    : simulator!.targets(parameters);
  targets.forEach((target, i) => fields.set(target, i * target.length));
  return { set, first, count, inputs, fields };
}

/** What simulates the samples of an origin; exact solutions and those of a file need nothing. */
const simulators: Readonly<
  Partial<Record<Origin['id'], (experiment: Experiment) => TargetSimulator>>
> = {
  scene: (experiment) => new Simulator(experiment),
  medium: (experiment) => new MediumSimulator(experiment),
};

export const simulatorFor = (experiment: Experiment): TargetSimulator | undefined =>
  simulators[originOf(experiment).id]?.(experiment);

/**
 * Samples between two reports of progress. Where all share one mesh, a multiple of those that run side
 * by side; where every sample has its own, few, since each takes long.
 */
export const rangeSize = (experiment: Experiment): number =>
  !originOf(experiment).simulated || sharesModel(experiment) ? 8 : 2;

/** Simulates all samples of an experiment in this thread; `onProgress` hears how many are done. */
export function buildDataSets(
  experiment: Experiment,
  onProgress: (done: number, total: number) => void = () => {},
): DataSets {
  const sets = new DataSets(experiment);
  const simulator = simulatorFor(experiment);
  const samples = sampleParameters(experiment);
  const all = totalSamples(experiment);
  let done = 0;
  for (const range of sampleRanges(experiment, rangeSize(experiment))) {
    const { set, first, inputs, fields } = simulateRange(experiment, samples, simulator, range);
    sets.put(set, first, inputs, fields);
    done += range.count;
    onProgress(done, all);
  }
  simulator?.dispose();
  return sets;
}

export const totalSamples = (experiment: Pick<Experiment, 'task' | 'data'>): number =>
  sum(Object.values(sampleCounts(experiment)));
