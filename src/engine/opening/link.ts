/**
 * An experiment as text: the URL hash of a link, or the keys of a file.
 *
 *   #v=3&preset=quick&b.format=one-way&b.rank=4
 *
 * Only what differs from the preset is written. Reading never throws: what cannot be used is left at the
 * preset's value and explained.
 */
import { changedKeys } from '../experiment/changes.ts';
import { formatFieldValue } from '../experiment/fields.ts';
import { splitLink, type LinkParts } from './pageKeys.ts';
import {
  fallback,
  LINK_NETWORKS,
  LINK_VERSION,
  nameSettings,
  openPairs,
  quote,
  type DecodedLink,
} from './pairs.ts';
import { presets, type Preset } from '../experiment/presets.ts';
import { getValue, leavesOfExperiment, withValue } from '../experiment/leaves.ts';
import type { Experiment } from '../experiment/schema.ts';

export { LINK_VERSION, type DecodedLink } from './pairs.ts';

/** Twice as long as the longest link that the schema allows; what is longer is junk. */
export const MAX_LENGTH = 65_536;

/**
 * The pairs key=text that differ from the preset with as many networks, in the schema's order. How many they are is
 * among them unless it is two, as in every link from before there could be more.
 */
export function differences(experiment: Experiment, preset: Preset): [key: string, text: string][] {
  const count = experiment.networks.length;
  const changed = new Set(changedKeys(experiment, withValue(preset.experiment, 'networks', count)));
  if (count !== LINK_NETWORKS) changed.add('networks');
  return leavesOfExperiment(experiment)
    .filter(({ key }) => changed.has(key))
    .map(({ key, field }) => [key, formatFieldValue(field, getValue(experiment, key))]);
}

/** What may stand in a link as it is, without ending it in a chat. */
const PLAIN = { '%2C': ',', '%20': '+', '%2F': '/', '%3A': ':', '%40': '@' } as const;

/** Readable: a list's commas and a mapping's colons stay, and blanks become plus signs. */
const escaped = (text: string): string =>
  Object.entries(PLAIN).reduce(
    (link, [code, sign]) => link.replaceAll(code, sign),
    encodeURIComponent(text),
  );

const [standard] = presets;

/** The hash of a link, with its leading #. */
export function encodeLink(experiment: Experiment, preset: Preset): string {
  const pairs = [
    ['v', String(LINK_VERSION)],
    ['preset', preset.id],
    ...differences(experiment, preset),
  ];
  const hash = `#${pairs.map(([key, text]) => `${key}=${escaped(text)}`).join('&')}`;
  // A bracket at the end is often taken for one of the sentence around the link.
  return hash.endsWith(')') ? `${hash.slice(0, -1)}%29` : hash;
}

/** Reads a hash (with or without #) or a whole link. */
export function decodeLink(link: string): DecodedLink {
  if (link.length > MAX_LENGTH) {
    return fallback(
      `The link is ${link.length} characters long, more than any real one (${MAX_LENGTH}).`,
    );
  }
  const { pairs, page, others } = splitLink(link);
  // Only the page's keys: the experiment is the one that a page without a link opens.
  if (page.length > 0 && pairs.length + others.length === 0) {
    return { preset: standard, experiment: standard.experiment, notes: [] };
  }
  return openPairs(
    pairs,
    others.map((part) => `${quote(part)} was ignored: it does not have the form key=value.`),
  );
}

/** Whether a text is the hash of a link, or a link, that names any setting; a mere anchor such as #main is not. */
export const namesSettings = (text: string): boolean =>
  text.length <= MAX_LENGTH && nameSettings(splitLink(text).pairs);

/** Whether it names a setting, or how the page is to show the present ones. */
export const isLink = (text: string): boolean => namesSettings(text) || pagePairs(text).length > 0;

/** What a hash or link says about the page: see `pageKeys.ts`. */
export const pagePairs = (text: string): LinkParts['page'] =>
  text.length <= MAX_LENGTH ? splitLink(text).page : [];
