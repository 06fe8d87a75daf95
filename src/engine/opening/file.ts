/**
 * An experiment as a JSON file: the same readable keys and texts as a link.
 *
 *   { "preset": "quick", "b.format": "one-way", "b.rank": "25%" }
 */
import { DuplicateKeyError, parseJson } from '../files/json.ts';
import { decodeText } from '../files/text.ts';
import { differences } from './link.ts';
import type { Pair } from './linkText.ts';
import { LINK_VERSION, nameSettings, openPairs, type DecodedLink } from './pairs.ts';
import { findPreset, presets, type Preset } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';

/** Thrown for text that is no experiment file at all; the message says what to do. */
export class FileError extends Error {
  override name = 'FileError';
}

/** The file that `decodeFile` reads back to the same experiment. */
export const encodeFile = (experiment: Experiment, preset: Preset): string => {
  const head = { v: LINK_VERSION, preset: preset.id };
  const keys = Object.fromEntries(differences(experiment, preset));
  return `${JSON.stringify({ ...head, ...keys }, undefined, 2)}\n`;
};

function parseContent(file: string | Uint8Array): unknown {
  const text = typeof file === 'string' ? file : decodeText(file);
  if (text === undefined) {
    throw new FileError(
      'The file is not UTF-8 or UTF-16 text, as an experiment file must be: save it as UTF-8, or choose a file that was saved here.',
    );
  }
  try {
    // A text that was decoded elsewhere may still have its byte order mark.
    return parseJson(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof DuplicateKeyError) {
      throw new FileError(`The file has a key twice (${quoted(error.key)}): keep one.`);
    }
    throw new FileError(`The file is not JSON: ${message.replace(/\.$/, '')}.`);
  }
}

const quoted = (text: string): string => `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;

/**
 * Reads a file, as text or as bytes in UTF-8 or UTF-16. What cannot be used of it is left at the preset's
 * value and explained. Throws `FileError`.
 */
export function decodeFile(file: string | Uint8Array): DecodedLink {
  const content = parseContent(file);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new FileError(
      'The file must hold one JSON object such as {"preset": "quick", "b.rank": 4}.',
    );
  }
  const keys = Object.keys(content);
  if ('modelTopology' in content) {
    throw new FileError(
      'The file is a network for TensorFlow.js: load it with tf.loadLayersModel. Only experiment files and data files can be opened here.',
    );
  }
  if (!nameSettings(keys.map((key) => [key, '']))) {
    throw new FileError(
      'The file is JSON, but not an experiment: it names neither a preset nor any setting. Save one here to see what it looks like.',
    );
  }
  const pairs = Object.entries(content).map(([key, value]: [string, unknown]): Pair => {
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw new FileError(`In the file, ${quoted(key)} must be a text or a number.`);
    }
    return [key, String(value)];
  });
  const wanted = pairs.find(([key]) => key.toLowerCase() === 'preset')?.[1];
  if (wanted !== undefined && !findPreset(wanted.toLowerCase())) {
    throw new FileError(
      `The file names a preset that does not exist here; there are ${presets.map(({ id }) => id).join(', ')}.`,
    );
  }
  return openPairs(pairs);
}
