import type { SampleParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { product } from '../math.ts';
import { MediumSimulator } from '../medium/simulator.ts';
import { Simulator } from '../scene/simulator.ts';
import { taskIo } from '../experiment/taskIo.ts';
import { originOf } from '../tasks/index.ts';
import type { Origin } from '../tasks/origins/origin.ts';
import { DataSets, type SetName } from './dataset.ts';
import {
  rangeSize,
  sampleRanges,
  totalSamples,
  type SampleChunk,
  type SampleRange,
} from './ranges.ts';
import { networkInput, sampleParameters } from './sampling.ts';
import { sourceOf } from './sources/index.ts';

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
  range: SampleRange,
): SampleChunk {
  const { set } = range;
  const targets = targetsOf(experiment, samplesIn(samples, range), set, simulator);
  return chunkOf(experiment, samples, targets, range);
}

export const samplesIn = (
  samples: Readonly<Record<SetName, readonly SampleParameters[]>>,
  { set, first, count }: SampleRange,
): readonly SampleParameters[] => samples[set].slice(first, first + count);

/** A range with what was simulated. */
export function chunkOf(
  experiment: Experiment,
  samples: Readonly<Record<SetName, readonly SampleParameters[]>>,
  targets: readonly Float32Array[],
  range: SampleRange,
): SampleChunk {
  const { set, first, count } = range;
  const io = taskIo(experiment);
  const inputs = new Float32Array(count * product(io.input));
  const fields = new Float32Array(count * io.channels * product(io.grid));
  samplesIn(samples, range).forEach((values, i) => {
    inputs.set(networkInput(values, experiment, set), (i * inputs.length) / count);
  });
  targets.forEach((target, i) => fields.set(target, i * target.length));
  return { set, first, count, inputs, fields };
}

/** u (m) of some samples of a set as the networks forecast it, as recorded. */
export function targetsOf(
  experiment: Experiment,
  samples: readonly SampleParameters[],
  set: SetName,
  simulator: TargetSimulator | undefined,
): Float32Array[] {
  const source = sourceOf(experiment);
  return source.exact
    ? samples.map((values) => source.exact!(values, experiment, set))
    : simulator!.targets(samples);
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
