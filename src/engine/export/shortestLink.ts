/** Apart from `description.ts`, since the page needs it without tensors. */
import { encodeLink } from '../opening/link.ts';
import { presets, type Preset } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';

interface Against {
  preset: Preset;
  /** The hash of a link, with its leading #. */
  link: string;
}

/** The preset that is closest, by the length of the link against it. */
export const closestPreset = (experiment: Experiment): Against =>
  presets
    .map((preset) => ({ preset, link: encodeLink(experiment, preset) }))
    .reduce((best, one) => (one.link.length < best.link.length ? one : best));

/** The shortest link: against the preset that is closest. */
export const shortestLink = (experiment: Experiment): string => closestPreset(experiment).link;
