/**
 * What no lesson needs, and what would keep a Markdown parser busy for minutes: its time grows with the square of how deep
 * blocks are nested and of how long a paragraph is.
 */
import type { Problem } from './lesson.ts';

export const MAX_BYTES = 100_000;
/** Characters without a blank line. */
const LONGEST_PARAGRAPH = 8_000;
/** Quotes and lists in each other. */
const DEEPEST = 8;
/** Columns before the text of a line. */
const WIDEST_INDENT = 40;

const MARKERS = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/;

/** Throws a sentence where a file is larger than any lesson. `more`: the file may have more bytes than these. */
export function checkSize(bytes: number, more = false): void {
  if (bytes <= MAX_BYTES) return;
  const size = more ? 'over 100 kB' : `${Math.ceil(bytes / 1000)} kB`;
  throw new Error(`It has ${size}; a lesson has at most ${MAX_BYTES / 1000} kB, pictures apart.`);
}

/** The text of a file, with plain line ends; throws a sentence where it is none. */
export function decodeText(bytes: Uint8Array): string {
  checkSize(bytes.length, true);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error('It is no text in UTF-8: save it as plain text.');
  }
  // oxlint-disable-next-line no-control-regex -- they are what tells a binary file
  if (/[\u0000-\u0008\u000e-\u001f]/.test(text)) throw new Error('It is a binary file, no text.');
  return text.replaceAll(/\r\n?/g, '\n');
}

/** The first of each kind. */
export function excesses(source: string): Problem[] {
  const problems = new Map<string, Problem>();
  const found = (line: number, text: string) => {
    if (!problems.has(text)) problems.set(text, { line: line + 1, text });
  };
  let length = 0;
  let containers = 0;
  for (const [index, line] of source.split('\n').entries()) {
    length = line.trim() === '' ? 0 : length + line.length + 1;
    if (length > LONGEST_PARAGRAPH) {
      found(index, `There are over ${LONGEST_PARAGRAPH} characters without a blank line.`);
    }
    const markers = MARKERS.exec(line)?.[0].match(/[^\s\d]/g)?.length ?? 0;
    if (markers > DEEPEST || /^[ \t]*/.exec(line)![0].length > WIDEST_INDENT) {
      found(index, 'Lists and quotes are nested too deeply.');
    }
    if (/^\s*:{3,}\s*$/.test(line)) containers = Math.max(0, containers - 1);
    else if (/^\s*:{3,}/.test(line)) containers++;
    if (containers > DEEPEST)
      found(index, 'Blocks “:::” are nested too deeply; each ends with “:::”.');
  }
  return [...problems.values()];
}
