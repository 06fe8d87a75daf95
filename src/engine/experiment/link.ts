/**
 * An experiment as text: the URL hash of a link, or the keys of a file.
 *
 *   #v=1&preset=quick&b.format=one-way&b.rank=4
 *
 * Only what differs from the preset is written. Reading never throws: what cannot be used is left at the
 * preset's value and explained.
 */
import { formatFieldValue } from './fields.ts';
import { mend } from './mend.ts';
import { findPreset, presets, type Preset } from './presets.ts';
import { checkText, findLeaf, getValue, leaves, withValue, type Experiment } from './schema.ts';

export const LINK_VERSION = 1;
/** Far above any real link; what is longer is junk. */
const MAX_LENGTH = 8192;
/** Text from outside is quoted at most this long. */
const MAX_QUOTE = 40;

export interface DecodedLink {
  preset: Preset;
  experiment: Experiment;
  /** What was ignored and why, one sentence each; empty for a clean link. */
  notes: string[];
}

const quote = (text: string): string =>
  `“${text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…` : text}”`;

/** The pairs key=text that differ from the preset, in the schema's order. */
export function differences(experiment: Experiment, preset: Preset): [key: string, text: string][] {
  return leaves.flatMap(({ key, field }): [string, string][] => {
    const text = formatFieldValue(field, getValue(experiment, key));
    return text === formatFieldValue(field, getValue(preset.experiment, key)) ? [] : [[key, text]];
  });
}

/** The hash of a link, with its leading #. */
export function encodeLink(experiment: Experiment, preset: Preset): string {
  const pairs = [
    ['v', String(LINK_VERSION)],
    ['preset', preset.id],
    ...differences(experiment, preset),
  ];
  // Keys and values stay readable: of the characters in use only % has to be escaped.
  return `#${pairs.map(([key, text]) => `${key}=${encodeURIComponent(text)}`).join('&')}`;
}

function decodeText(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** More notes than this say nothing new. */
const MAX_NOTES = 6;

/** Reads a hash (with or without #) or a whole link. */
export const decodeLink = (link: string): DecodedLink => withFewNotes(decodeAll(link));

function withFewNotes(decoded: DecodedLink): DecodedLink {
  const { length } = decoded.notes;
  if (length <= MAX_NOTES) return decoded;
  const more = `${length - MAX_NOTES + 1} more parts of the link were ignored.`;
  return { ...decoded, notes: [...decoded.notes.slice(0, MAX_NOTES - 1), more] };
}

/** One setting as text, such as `['b.rank', '25%']`. */
export type Pair = readonly [key: string, text: string];

const [standard] = presets;

const fallback = (note: string): DecodedLink => ({
  preset: standard,
  experiment: standard.experiment,
  notes: [`${note} The preset “${standard.title}” was opened instead.`],
});

function decodeAll(link: string): DecodedLink {
  if (link.length > MAX_LENGTH) {
    return fallback(
      `The link is ${link.length} characters long, more than any real one (${MAX_LENGTH}).`,
    );
  }
  const { pairs, notes } = parsePairs(link);
  return openAll(pairs, notes);
}

/** The settings that a hash (with or without #) or a whole link names, not judged yet. */
export function parsePairs(link: string): { pairs: Pair[]; notes: string[] } {
  const hash = link.includes('#') ? link.slice(link.indexOf('#') + 1) : link;
  const notes: string[] = [];
  const pairs: Pair[] = [];
  for (const part of hash.split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const text = at > 0 ? decodeText(part.slice(at + 1)) : undefined;
    const key = at > 0 ? decodeText(part.slice(0, at)) : undefined;
    if (text === undefined || key === undefined) {
      notes.push(`${quote(part)} was ignored: it is not of the form key=value.`);
    } else {
      pairs.push([key, text]);
    }
  }
  return { pairs, notes };
}

/**
 * The experiment that settings describe, whatever their text. Never throws: what can't be used is left at the
 * preset's value and explained.
 */
export const openPairs = (pairs: readonly Pair[]): DecodedLink => withFewNotes(openAll(pairs, []));

function openAll(all: readonly Pair[], notes: string[]): DecodedLink {
  const pairs = new Map<string, string>();
  for (const [key, text] of all) {
    if (pairs.has(key)) {
      notes.push(
        `${quote(`${key}=${text}`)} was ignored: this setting stands in the link already.`,
      );
    } else {
      pairs.set(key, text);
    }
  }
  const version = pairs.get('v');
  if (version !== undefined && version !== String(LINK_VERSION)) {
    return fallback(
      /^\d+$/.test(version) && Number(version) > LINK_VERSION
        ? `The link was made by a newer Slimwave (link version ${quote(version)}, this page reads ${LINK_VERSION}): reload the page to update it.`
        : `The link has version ${quote(version)}, which this page does not read (it reads ${LINK_VERSION}); the link is too old or damaged.`,
    );
  }
  pairs.delete('v');
  const wanted = pairs.get('preset');
  pairs.delete('preset');
  const preset = wanted === undefined ? standard : findPreset(wanted);
  if (!preset) {
    notes.push(
      `The preset ${quote(wanted!)} does not exist; “${standard.title}” was taken. Presets: ${presets.map((p) => p.id).join(', ')}.`,
    );
  }
  return applyPairs(preset ?? standard, pairs, notes);
}

/** Sets the pairs on top of a preset, leaving out what is invalid or does not fit together. */
function applyPairs(
  preset: Preset,
  pairs: ReadonlyMap<string, string>,
  notes: string[],
): DecodedLink {
  let { experiment } = preset;
  const set = new Set<string>();
  for (const [key, text] of pairs) {
    const leaf = findLeaf(key);
    if (!leaf) {
      notes.push(`${quote(`${key}=${text}`)} was ignored: there is no setting of that name.`);
      continue;
    }
    const checked = checkText(leaf, text);
    if (checked.ok) {
      experiment = withValue(experiment, key, checked.value);
      set.add(key);
    } else {
      notes.push(`${quote(`${key}=${text}`)} was ignored: ${checked.message}`);
    }
  }
  const mended = mend(experiment, preset.experiment, [...set]);
  if (mended.reverted.length > 0) {
    notes.push(
      ...mended.messages,
      `Left at the preset’s value, so that the settings fit together: ${mended.reverted.join(', ')}.`,
    );
  }
  return { preset, experiment: mended.experiment, notes };
}
