/**
 * Names of arrays as the text of a mapping has them. What links and the text itself use for other purposes is written
 * as `~` and two hexadecimal digits for each byte of UTF-8.
 */
import { MARKS } from './mapping.ts';

const PLAIN = /^[\w./-]$/;
const ESCAPED = /((?:~[0-9a-f]{2})+)/i;

const hex = (byte: number): string => `~${byte.toString(16).padStart(2, '0')}`;

const escapeCharacter = (character: string): string =>
  PLAIN.test(character) ? character : Array.from(new TextEncoder().encode(character), hex).join('');

export const escapeName = (name: string): string =>
  name
    .split(MARKS)
    .map((part, i) => (i % 2 === 0 ? Array.from(part, escapeCharacter).join('') : part))
    .join('');

/** Characters that were typed without escaping are left as they are. */
export const unescapeName = (text: string): string =>
  text
    .split(ESCAPED)
    .map((part, i) =>
      i % 2 === 0
        ? part
        : new TextDecoder().decode(
            Uint8Array.from(part.slice(1).split('~'), (digits) => parseInt(digits, 16)),
          ),
    )
    .join('');
