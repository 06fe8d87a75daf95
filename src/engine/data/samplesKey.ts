/** Which settings determine the samples: the one place that says so. */
import type { Experiment } from '../experiment/schema.ts';
import { originOf, tasks } from '../tasks/index.ts';
import type { Part } from '../tasks/origins/origin.ts';

type SamplePart = Part | 'task';

const textOf = (experiment: Experiment, parts: readonly SamplePart[]): string =>
  JSON.stringify(parts.map((part) => [part, experiment[part]]));

/** Parts of an experiment from which samples may follow, of whatever task. */
export const sampleParts: readonly SamplePart[] = [
  ...new Set([...tasks.flatMap(({ origin }) => origin.parts), 'task', 'data'] as const),
];

/**
 * Equal for two experiments in which a sample with given parameters has the same input and the same field. How many
 * samples there are, and their seed, does not matter, except where a sample is scaled by those that train.
 */
export const fieldKey = (experiment: Experiment): string =>
  textOf(experiment, ['task', ...originOf(experiment).parts]);

/** Equal for two experiments with the same samples. `file` tells files of own data apart. */
export const samplesKey = (experiment: Experiment, file?: number): string =>
  `${fieldKey(experiment)} ${textOf(experiment, ['data'])} ${file ?? ''}`;
