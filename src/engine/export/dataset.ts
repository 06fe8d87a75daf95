/** The samples of an experiment in SI units, as files in memory. */
import { sampleCounts, type DataSets } from '../data/dataset.ts';
import { sourceOf } from '../data/sources/index.ts';
import { freeParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { MemorySink } from '../files/byteSink.ts';
import { taskOf } from '../tasks/index.ts';
import { recordedAxes } from '../tasks/task.ts';
import { contentOf } from './datasets/content.ts';
import { dataLayout } from './datasets/index.ts';
import { filesOf, samplesIn } from './datasets/layout.ts';
import type { LayoutId } from './datasets/layoutNames.ts';
import { expectedBytes, keptSamples, writeDataset, type OnSample } from './datasets/write.ts';
import { jsonFile, type ExportFile } from './files.ts';
import { shortestLink } from './shortestLink.ts';

/**
 * The samples with which networks are trained and tested, in a layout; the sets must be complete. Throws a sentence, or
 * what `onSample` throws.
 */
export async function datasetFiles(
  sets: DataSets,
  experiment: Experiment,
  id: LayoutId,
  onSample: OnSample = () => {},
): Promise<ExportFile[]> {
  const layout = dataLayout(id)!;
  const content = contentOf(experiment);
  const problem = layout.problem?.(content);
  if (problem !== undefined) throw new Error(problem);
  const files: ExportFile[] = [];
  const all = filesOf(layout, sampleCounts(experiment));
  const total = samplesIn(all.flat());
  let before = 0;
  for (const parts of all) {
    const count = samplesIn(parts);
    const sink = new MemorySink(expectedBytes(content, count));
    const samples = keptSamples(sets, experiment, content, parts);
    const first = before;
    await writeDataset({ layout, content, parts, sink }, samples, (done) =>
      onSample(first + done, total),
    );
    before += count;
    files.push({ name: layout.fileName(parts[0].set, content), bytes: sink.bytes });
  }
  return id === 'npz' ? [...files, jsonFile('dataset.json', describeDataset(experiment))] : files;
}

/** What the arrays of an .npz hold; the other layouts say it themselves. */
export const describeDataset = (experiment: Experiment) => ({
  link: shortestLink(experiment),
  parameters: taskOf(experiment).beginsWithField(experiment.task) ? [] : freeParameters(experiment),
  fields: {
    unit: 'm',
    axes: ['sample', ...recordedAxes(taskOf(experiment), experiment.task).map(({ name }) => name)],
  },
  times: { unit: 's', values: sourceOf(experiment).times(experiment) },
});
