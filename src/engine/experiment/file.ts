/**
 * An experiment as a JSON file: the same readable keys and texts as a link.
 *
 *   { "preset": "quick", "b.format": "one-way", "b.rank": "25%" }
 */
import { decodeLink, type DecodedLink } from './link.ts';

/** Thrown for text that is no experiment file at all; the message says what to do. */
export class FileError extends Error {
  override name = 'FileError';
}

export function decodeFile(text: string): DecodedLink {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new FileError(`The file is not JSON: ${(error as Error).message}.`);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new FileError(
      'The file must hold one JSON object such as {"preset": "quick", "b.rank": 4}.',
    );
  }
  const pairs = Object.entries(content).map(([key, value]: [string, unknown]) => {
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw new FileError(`In the file, ${key.slice(0, 40)} must be a text or a number.`);
    }
    return `${encodeURIComponent(key)}=${encodeURIComponent(value)}`;
  });
  return decodeLink(pairs.join('&'));
}
