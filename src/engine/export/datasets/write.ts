/** From samples to a file, one after the other. */
import { fromNetworkOrder, type DataSets } from '../../data/dataset.ts';
import { sampleParameters } from '../../data/sampling.ts';
import type { Experiment } from '../../experiment/schema.ts';
import type { ByteSink } from '../../files/byteSink.ts';
import { describeSamples, pointsOf, type DataContent, type SampleContent } from './content.ts';
import { samplesIn, type DataLayout, type Part } from './layout.ts';

/**
 * Called after every sample, and waited for; what it throws ends the writing, and nothing of the file counts.
 */
export type OnSample = (done: number, total: number) => void | Promise<void>;

export interface DatasetFile {
  layout: DataLayout;
  content: DataContent;
  parts: readonly Part[];
  sink: ByteSink;
}

/** Writes the samples of all parts in their order. Throws what the samples, the sink or `onSample` throw. */
export async function writeDataset(
  { layout, content, parts, sink }: DatasetFile,
  samples: Iterable<SampleContent>,
  onSample: OnSample = () => {},
): Promise<void> {
  const writer = await layout.open(content, parts, sink);
  const total = samplesIn(parts);
  try {
    let done = 0;
    for (const sample of samples) {
      writer.put(sample);
      done += 1;
      await onSample(done, total);
    }
    writer.finish();
  } catch (error) {
    writer.abandon();
    throw error;
  }
}

/** The samples of all parts from the sets with which networks are trained. Throws if these are not complete. */
export function* keptSamples(
  sets: DataSets,
  experiment: Experiment,
  content: DataContent,
  parts: readonly Part[],
): Generator<SampleContent> {
  const { scaling } = sets;
  if (scaling === undefined) throw new Error('The samples are not complete yet.');
  const describe = describeSamples(experiment, content);
  const drawn = sampleParameters(experiment);
  for (const { set, count } of parts) {
    const { fields, size } = sets[set];
    for (let i = 0; i < count; i++) {
      const field = fields.subarray(i * size, (i + 1) * size);
      const recorded = fromNetworkOrder(experiment.task, field, scaling);
      yield describe(drawn[set][i], set, recorded);
    }
  }
}

/** About how large the file becomes (bytes), all its arrays and what describes them. */
export function expectedBytes(content: DataContent, samples: number): number {
  const fields = content.times.length + content.medium.length + Number(content.beginsWithField);
  const sample = 4 * fields * pointsOf(content) + 8 * content.parameters.length;
  return samples * (sample + SAMPLE_OVERHEAD) + FILE_OVERHEAD;
}

/** Of a group with its arrays, in the layout that has one for every sample. */
const SAMPLE_OVERHEAD = 6000;
const FILE_OVERHEAD = 100_000;
