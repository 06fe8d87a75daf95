/**
 * From settings as text to an experiment in which everything fits together. Nothing here throws: what can't be
 * used is left at the preset's value and explained.
 */
import type { Pair } from './linkText.ts';
import { mend } from './mend.ts';
import { findPageKey } from './pageKeys.ts';
import { findPreset, presets, type Preset } from '../experiment/presets.ts';
import { hasNetwork, networkIds } from '../experiment/network.ts';
import { checkText, findLeaf, findLeafOf, withValue, type Leaf } from '../experiment/leaves.ts';
import type { Experiment } from '../experiment/schema.ts';
import { rangeTestRemark, withoutRangeTests } from './rangeTest.ts';
import { presetOfVersion1 } from './version1.ts';
import { presetOfVersion2 } from './version2.ts';

/** What is written; links and files of earlier versions are read as they were meant then. */
export const LINK_VERSION = 3;
/** How the presets of each version come from those of today, with so many networks. */
const versions: Readonly<Record<number, (preset: Preset, count: number) => Experiment>> = {
  1: presetOfVersion1,
  2: presetOfVersion2,
  [LINK_VERSION]: ({ experiment }, count) => withValue(experiment, 'networks', count),
};
const VERSIONS = Object.keys(versions);
/** Networks of a link that does not say how many: it is from before there could be more, or names only these. */
export const LINK_NETWORKS = 2;
/** Text from outside is quoted at most this long. */
const MAX_QUOTE = 40;
/** More notes than this say nothing new. */
const MAX_NOTES = 6;

export interface DecodedLink {
  preset: Preset;
  /** Valid, whatever was asked for. */
  experiment: Experiment;
  /** What was ignored and why, one sentence each; empty for a clean link. */
  notes: string[];
  /** How it was understood, where somebody may have meant something else although nothing was ignored. */
  remark?: string;
  /** Why the first preset stands in for the one that was meant, where a link names a preset or version unknown here. */
  unknown?: string;
}

const [standard] = presets;

export const quote = (text: string): string =>
  `“${text.length > MAX_QUOTE ? `${text.slice(0, MAX_QUOTE)}…` : text}”`;

/** The first preset, and why. */
export const fallback = (note: string): DecodedLink => ({
  preset: standard,
  experiment: standard.experiment,
  notes: [`${note} The preset “${standard.title}” was opened instead.`],
  unknown: note,
});

/** The experiment that settings describe; `notes` are added to what there is to say of them. */
export function openPairs(pairs: readonly Pair[], notes: readonly string[] = []): DecodedLink {
  // A file may have been made from a link with all of its keys.
  const { texts, repeated } = byKey(pairs.filter(([key]) => !findPageKey(key)));
  // What was typed by hand names no version: it means what stands here now.
  const version = texts.get('v') ?? String(LINK_VERSION);
  if (!VERSIONS.includes(String(Number(version)))) return fallback(otherVersion(version));
  const all = [...notes, ...repeated];
  const wanted = texts.get('preset');
  const preset = wanted === undefined ? standard : findPreset(wanted.toLowerCase());
  const ids = presets.map(({ id }) => id).join(', ');
  let unknown: string | undefined;
  if (!preset) {
    const missing = `The preset ${quote(wanted!)} does not exist`;
    all.push(`${missing}; “${standard.title}” was taken. Presets: ${ids}.`);
    unknown = `${missing}. Presets: ${ids}.`;
  }
  texts.delete('v');
  texts.delete('preset');
  const opened = applyTexts(preset ?? standard, Number(version), texts, all);
  return withFewNotes({ ...opened, unknown });
}

/** Whether any of the pairs is meant for this page. */
export const nameSettings = (pairs: readonly Pair[]): boolean =>
  pairs.some(([key]) => ['v', 'preset'].includes(known(key)) || findLeafOf(key) !== undefined);

/** The key as it is written here, where only its capitals differ. */
function known(key: string): string {
  const small = key.toLowerCase();
  return small === 'v' || small === 'preset' ? small : (findLeafOf(key)?.key ?? key);
}

/** The first text of every key, and sentences about further ones. */
function byKey(pairs: readonly Pair[]): { texts: Map<string, string>; repeated: string[] } {
  const texts = new Map<string, string>();
  const repeated: string[] = [];
  for (const [written, text] of pairs) {
    const key = known(written);
    const first = texts.get(key);
    if (first === undefined) texts.set(key, text);
    else if (first !== text) {
      repeated.push(`${quote(`${key}=${text}`)} was ignored: the link already has this setting.`);
    }
  }
  return { texts, repeated };
}

const readable = (): string => `${VERSIONS.slice(0, -1).join(', ')} and ${VERSIONS.at(-1)}`;

const otherVersion = (version: string): string =>
  /^\d{1,9}$/.test(version) && Number(version) > LINK_VERSION
    ? `The link was made by a newer Slimwave (link version ${quote(version)}, this page reads ${readable()}): reload the page to update it.`
    : `The link has version ${quote(version)}, which this page does not read (it reads ${readable()}); the link is too old or damaged.`;

/** Sets the texts on top of a preset, leaving out what is invalid or does not fit together. */
function applyTexts(
  preset: Preset,
  version: number,
  texts: Map<string, string>,
  notes: string[],
): DecodedLink {
  const searching = withoutRangeTests(texts);
  const { count, remark } = countNetworks(texts, notes);
  const base = versions[version](preset, count);
  let experiment = base;
  const set: string[] = [];
  for (const [key, text] of texts) {
    const leaf = findLeafOf(key);
    if (!leaf || (leaf.network && !hasNetwork(base, leaf.network))) {
      notes.push(`${quote(`${key}=${text}`)} was ignored: ${whyUnknown(key, leaf, base)}`);
      continue;
    }
    if (key === 'networks') continue;
    const checked = checkText(leaf, text);
    if (checked.ok) {
      experiment = withValue(experiment, key, checked.value);
      set.push(key);
    } else {
      notes.push(`${quote(`${key}=${text}`)} was ignored: ${checked.message}`);
    }
  }
  const mended = mend(experiment, base, set);
  if (mended.reverted.length > 0) {
    notes.push(
      ...mended.messages,
      `Kept at the preset’s value, because otherwise the settings would conflict: ${mended.reverted.join(', ')}.`,
    );
  }
  const rates = rangeTestRemark(mended.experiment, searching);
  const remarks = [remark, rates].filter((one) => one !== undefined);
  return {
    preset,
    experiment: mended.experiment,
    notes,
    remark: remarks.length > 0 ? remarks.join(' ') : undefined,
  };
}

/**
 * How many networks a link or file has: as many as it says, otherwise two, or as many as it takes for the last one that
 * is named.
 */
function countNetworks(
  texts: ReadonlyMap<string, string>,
  notes: string[],
): { count: number; remark?: string } {
  const named = [...texts.keys()].map((key) => findLeafOf(key)?.network);
  const last = 1 + networkIds.findLastIndex((id) => named.includes(id));
  const wanted = Math.max(LINK_NETWORKS, last);
  const text = texts.get('networks');
  if (text !== undefined) {
    const checked = checkText(findLeaf('networks')!, text);
    if (checked.ok) return { count: checked.value as number };
    notes.push(`${quote(`networks=${text}`)} was ignored: ${checked.message}`);
    return { count: wanted };
  }
  const missing = networkIds.slice(1, last).filter((id) => !named.includes(id));
  if (last <= LINK_NETWORKS || missing.length === 0) return { count: wanted };
  return {
    count: wanted,
    remark: `Network ${networkIds[wanted - 1].toUpperCase()} is named but not ${missing.join(', ').toUpperCase()}: all ${wanted} were opened, with the preset’s values where there were none.`,
  };
}

/** Why a key can't be used, as the end of a sentence. */
function whyUnknown(key: string, leaf: Leaf | undefined, { networks }: Experiment): string {
  if (leaf?.network) {
    return `there is no network ${leaf.network.toUpperCase()}, since the link has ${networks.length} (networks=${networks.length}).`;
  }
  const [, letter, name] = /^([a-z])\.(.+)$/i.exec(key) ?? [];
  return letter && findLeafOf(`a.${name}`)
    ? `there are at most ${networkIds.length} networks, A to ${networkIds.at(-1)!.toUpperCase()}.`
    : 'there is no setting of that name.';
}

function withFewNotes(decoded: DecodedLink): DecodedLink {
  const { length } = decoded.notes;
  if (length <= MAX_NOTES) return decoded;
  const more = `${length - MAX_NOTES + 1} more parts of the link were ignored.`;
  return { ...decoded, notes: [...decoded.notes.slice(0, MAX_NOTES - 1), more] };
}
