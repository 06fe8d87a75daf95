/** Samples as they are simulated: apart from those of a run, which need no simulator. */
import { rangeSize } from '../../data/ranges.ts';
import { simulatorFor, targetsOf } from '../../data/samples.ts';
import { sourceOf } from '../../data/sources/index.ts';
import type { Experiment } from '../../experiment/schema.ts';
import { describeSamples, type DataContent, type SampleContent } from './content.ts';
import type { Part } from './layout.ts';

/** Simulates the samples of all parts, a few at a time: as those of the experiment, however many it has. */
export function* simulatedSamples(
  experiment: Experiment,
  content: DataContent,
  parts: readonly Part[],
): Generator<SampleContent> {
  const describe = describeSamples(experiment, content);
  const simulator = simulatorFor(experiment);
  const together = rangeSize(experiment);
  try {
    for (const { set, count } of parts) {
      const draw = sourceOf(experiment).drawer(experiment, set);
      for (let first = 0; first < count; first += together) {
        const values = Array.from({ length: Math.min(together, count - first) }, draw);
        const targets = targetsOf(experiment, values, set, simulator);
        for (const [i, target] of targets.entries()) yield describe(values[i], set, target);
      }
    }
  } finally {
    simulator?.dispose();
  }
}
