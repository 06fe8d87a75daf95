import type { Experiment } from '../experiment/schema.ts';
import type { Simulator, Source } from '../fem/simulator.ts';
import type { SetName } from './dataset.ts';
import { sampleSources } from './sampling.ts';

/** Samples per chunk: some milliseconds of copying, some tens of milliseconds of simulation. */
const CHUNK = 8;

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
      const sources = all[set].slice(first, first + CHUNK);
      const recordings = sources.map((source) => simulator.run(source).zone);
      const fields = new Float32Array(recordings[0].length * sources.length);
      recordings.forEach((zone, i) => fields.set(zone, i * zone.length));
      first += sources.length;
      done += sources.length;
      yield { set, sources, fields, done, total };
    }
  }
}
