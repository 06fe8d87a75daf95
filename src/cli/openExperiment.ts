/** The experiment that an argument names, and the settings on top of it. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { hasNetwork, networkIds } from '../engine/experiment/network.ts';
import { findPreset, presets } from '../engine/experiment/presets.ts';
import { checkText, findLeafOf, withValue } from '../engine/experiment/leaves.ts';
import type { Experiment } from '../engine/experiment/schema.ts';
import { decodeFile, FileError } from '../engine/opening/file.ts';
import { decodeLink, isLink, type DecodedLink } from '../engine/opening/link.ts';
import { findPageKey } from '../engine/opening/pageKeys.ts';
import { fileTask } from '../engine/tasks/index.ts';
import { UsageError } from './usageError.ts';

/** Files larger than this are not experiments. */
const MAX_FILE_BYTES = 1e6;

function openFile(path: string): DecodedLink {
  if (!existsSync(path)) {
    throw new UsageError(
      `“${path.slice(0, 80)}” is neither a preset (${presets.map(({ id }) => id).join(', ')}), nor a link with #, nor a file.`,
    );
  }
  const stat = statSync(path);
  if (!stat.isFile()) throw new UsageError(`${path} is not a file.`);
  if (stat.size > MAX_FILE_BYTES) {
    throw new UsageError(`${path} has ${stat.size} bytes; an experiment file has a few hundred.`);
  }
  try {
    return decodeFile(new Uint8Array(readFileSync(path)));
  } catch (error) {
    if (error instanceof FileError) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}

/** An experiment with own data was asked for without a file. */
export const NEEDS_DATA = 'This experiment needs its data file: give it with --data FILE.';

const FILE_TASK = new RegExp(`(?<=^|[#&?])task\\.kind=${fileTask}(?:&|$)`);

/** A link that asks for own data and leaves the shapes to its file: without the task, which the file of `--data` sets. */
function linkOf(text: string, hasData: boolean): string {
  if (!FILE_TASK.test(text) || /task\.(inputs|outputs)=/.test(text)) return text;
  if (hasData) return text.replace(FILE_TASK, '');
  throw new UsageError(NEEDS_DATA);
}

/** A preset, a link or a file; `hasData`: with own data beside it. Throws `UsageError`. */
export function openExperiment(name: string, { hasData = false } = {}): DecodedLink {
  const preset = findPreset(name);
  if (preset) return { preset, experiment: preset.experiment, notes: [] };
  const isText = !existsSync(name) && (name.includes('#') || isLink(name));
  const opened = isText ? decodeLink(linkOf(name, hasData)) : openFile(name);
  if (opened.notes.length > 0) throw new UsageError(opened.notes.join(' '));
  return opened;
}

/** A setting as `--set` takes it, key=value. Throws `UsageError`. */
export function parseSetting(pair: string): [key: string, text: string] {
  const at = pair.indexOf('=');
  if (at < 1) throw new UsageError(`--set needs key=value, not “${pair.slice(0, 40)}”.`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function applySetting(experiment: Experiment, key: string, text: string): Experiment {
  const leaf = findLeafOf(key);
  if (findPageKey(key)) {
    throw new UsageError(
      `“${key.slice(0, 40)}” says how the page shows an experiment: it has no meaning here, so leave it out.`,
    );
  }
  if (!leaf) {
    throw new UsageError(`There is no setting “${key.slice(0, 40)}”; “schema” lists all of them.`);
  }
  const checked = checkText(leaf, text);
  if (!checked.ok) throw new UsageError(`${key}=${text.slice(0, 40)}: ${checked.message}`);
  if (leaf.network && !hasNetwork(experiment, leaf.network)) {
    const count = 1 + networkIds.indexOf(leaf.network);
    throw new UsageError(
      `${leaf.key}: there is no network ${leaf.network.toUpperCase()}; add it with --set networks=${count}.`,
    );
  }
  return withValue(experiment, leaf.key, checked.value);
}

/** Applies settings in their order, but the number of networks first: the others may be about those it adds. */
export const applySettings = (
  experiment: Experiment,
  settings: readonly (readonly [key: string, text: string])[],
): Experiment => {
  const isCount = ([key]: readonly [string, string]) => findLeafOf(key)?.key === 'networks';
  return [...settings.filter(isCount), ...settings.filter((one) => !isCount(one))].reduce(
    (current, [key, text]) => applySetting(current, key, text),
    experiment,
  );
};
