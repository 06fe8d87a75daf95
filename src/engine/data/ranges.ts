/** How an experiment's samples are divided for the workers that simulate them; what simulates them is in samples.ts. */
import type { Experiment } from '../experiment/schema.ts';
import { sum } from '../math.ts';
import { sharesModel } from '../scene/sharing.ts';
import { originOf } from '../tasks/index.ts';
import { sampleCounts, setNames, type SetName } from './dataset.ts';
import type { GivenScaling } from './scaling.ts';

/** What simulates samples. Of WebAssembly the bits are the same on the same JavaScript engine; a GPU computes in single precision. */
export type SamplesOn = 'wasm' | 'webgpu';

/** What has simulated all samples of a run: both, where a GPU could not go on. */
export type MadeOn = SamplesOn | 'mixed';

export const madeOnBoth = (one: MadeOn | undefined, other: MadeOn): MadeOn =>
  one === undefined || one === other ? other : 'mixed';

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
  scaling?: GivenScaling;
}

/** The samples of an experiment in ranges of at most `size`, training set first. */
export function sampleRanges(
  experiment: Pick<Experiment, 'task' | 'data'>,
  size: number,
): SampleRange[] {
  const counts = sampleCounts(experiment);
  return setNames.flatMap((set) => dividedRange({ set, first: 0, count: counts[set] }, size));
}

/** The parts of a range, of at most `size` samples each. */
export const dividedRange = ({ set, first, count }: SampleRange, size: number): SampleRange[] =>
  Array.from({ length: Math.ceil(count / size) }, (_, k) => ({
    set,
    first: first + k * size,
    count: Math.min(size, count - k * size),
  }));

/** Neighbouring ranges together, where they have no more than `size` samples. */
export function joinedRanges(ranges: readonly SampleRange[], size: number): SampleRange[] {
  const joined: SampleRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    const follows = last?.set === range.set && last.first + last.count === range.first;
    if (last && follows && last.count + range.count <= size) last.count += range.count;
    else joined.push({ ...range });
  }
  return joined;
}

/**
 * Samples between two reports of progress. Where all share one mesh, a multiple of those that run side
 * by side; where every sample has its own, few, since each takes long.
 */
export const rangeSize = (experiment: Experiment): number =>
  !originOf(experiment).simulated || sharesModel(experiment) ? 8 : 2;

export const totalSamples = (experiment: Pick<Experiment, 'task' | 'data'>): number =>
  sum(Object.values(sampleCounts(experiment)));
