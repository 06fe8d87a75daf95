import type { Experiment } from '../experiment/schema.ts';
import { Simulator, type Source } from '../fem/simulator.ts';
import { DataSets, type SetName } from './dataset.ts';
import { sampleSources } from './sampling.ts';

/** A chunk ends after this many samples or this much time (ms), so that whoever waits is soon heard. */
const CHUNK = 8;
const CHUNK_MS = 50;

export interface SampleChunk {
  set: SetName;
  sources: Source[];
  /** [sources.length, t, x, y] in metres. */
  fields: Float32Array;
  /** Samples so far, this chunk included, of `total`. */
  done: number;
  total: number;
}

/** Simulates all samples of an experiment after the first `from`, chunk by chunk, training set first. */
export function* simulateSamples(
  experiment: Experiment,
  simulator: Simulator,
  from = 0,
): Generator<SampleChunk, void> {
  const all = sampleSources(experiment);
  const total = all.train.length + all.test.length;
  let done = from;
  for (const set of ['train', 'test'] as const) {
    const before = set === 'train' ? 0 : all.train.length;
    let first = Math.max(0, from - before);
    while (first < all[set].length) {
      const started = performance.now();
      const recordings: Float32Array[] = [];
      do {
        recordings.push(simulator.run(all[set][first + recordings.length]).zone);
      } while (
        recordings.length < CHUNK &&
        first + recordings.length < all[set].length &&
        performance.now() - started < CHUNK_MS
      );
      const sources = all[set].slice(first, first + recordings.length);
      const fields = new Float32Array(recordings[0].length * recordings.length);
      recordings.forEach((zone, i) => fields.set(zone, i * zone.length));
      first += sources.length;
      done += sources.length;
      yield { set, sources, fields, done, total };
    }
  }
}

/** Simulates all samples of an experiment; `onChunk` hears of the progress. */
export function buildDataSets(
  experiment: Experiment,
  onChunk: (chunk: SampleChunk) => void = () => {},
): DataSets {
  const sets = new DataSets(experiment);
  for (const chunk of simulateSamples(experiment, new Simulator(experiment))) {
    sets.append(chunk.set, chunk.sources, chunk.fields);
    onChunk(chunk);
  }
  return sets;
}
