/** Apart from `description.ts`, since the page needs it without tensors. */
import { encodeLink } from '../opening/link.ts';
import { presets } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';

/** The shortest link: against the preset that is closest. */
export const shortestLink = (experiment: Experiment): string =>
  presets
    .map((preset) => encodeLink(experiment, preset))
    .reduce((best, link) => (link.length < best.length ? link : best));
