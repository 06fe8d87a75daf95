/**
 * The text of a link, as it comes out of the address bar, a mail or a chat, to keys and texts that nobody has
 * judged yet. On the way links get escaped as a whole or twice, lose an escape, are wrapped, quoted, printed in
 * bold, and take the full stop of their sentence along. No key and no value holds a character that any of this
 * adds, so that all of it can be taken off again. Every step takes time in proportion to the text.
 */

/** One setting as text, such as `['b.rank', '25%']`. */
export type Pair = readonly [key: string, text: string];

/** Blanks, soft hyphens and characters without a width, which also mark the direction of writing. */
const BLANK = /[\s\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g;
/** The break of a line, with the marks of a quotation in front of the next one. */
const LINE_BREAK = /[\r\n]+[>|\s]*/g;

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

function entity(whole: string, name: string): string {
  const number = /^#(x?)([0-9a-f]+)$/i.exec(name);
  if (!number) return entities[name.toLowerCase()] ?? whole;
  const code = parseInt(number[2], number[1] ? 16 : 10);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

/** Escaped more often than this, a link is junk. */
const MAX_ESCAPES = 5;

/** Text that a page's source or a mail in HTML shows: `&amp;` for `&`, possibly more than once. */
function withoutEntities(text: string): string {
  let current = text;
  for (let i = 0; i < MAX_ESCAPES; i++) {
    const next = current.replaceAll(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,4});/gi, entity);
    if (next === current) break;
    current = next;
  }
  return current;
}

/** The source of a mail writes `=` as `=3D` and ends its lines with another one (quoted-printable). */
function withoutQuotedPrintable(text: string): string {
  if (!text.includes('=3D') || /=(?![0-9A-F]{2}|\r?\n)/.test(text)) return text;
  return text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

const PERCENT = '%'.charCodeAt(0);
const ESCAPE = /%[0-9a-f]{2}/i;

const hexDigit = (code: number): number => {
  const digit = parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(digit) ? -1 : digit;
};

/** All `%41` to `A`; a percent sign before anything else stays, and bytes that are no text become `\ufffd`. */
function unescaped(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const [high, low] =
      bytes[i] === PERCENT && i + 2 < bytes.length
        ? [hexDigit(bytes[i + 1]), hexDigit(bytes[i + 2])]
        : [-1, -1];
    const escape = high >= 0 && low >= 0;
    bytes[length++] = escape ? 16 * high + low : bytes[i];
    if (escape) i += 2;
  }
  return new TextDecoder().decode(bytes.subarray(0, length));
}

function plain(link: string): string {
  let text = withoutQuotedPrintable(link).replaceAll(LINE_BREAK, '').replaceAll(BLANK, '');
  text = withoutEntities(text);
  for (let i = 0; i < MAX_ESCAPES && ESCAPE.test(text); i++)
    text = withoutEntities(unescaped(text));
  // A plus is a blank, as in forms, or the sign of a number, which can do without.
  return text.replaceAll(BLANK, '').replaceAll('+', '');
}

/** Behind the first #, or where a chat has lost that behind the first ?; else all of it. */
function fragment(text: string): string {
  const parts = ['#', '?'].map((mark) => {
    const at = text.indexOf(mark);
    return at < 0 ? '' : text.slice(at + 1);
  });
  return parts.find((part) => part.includes('=')) ?? (parts[0] || text);
}

/** What may stand between a link and the end of its sentence, and ends no value. */
const AFTER_LINK = new Set('.,;:!?\'"`´<>[]{}*_~/\\|»«“”„’‘›…。，、；：！？）］】」』》〉)%');
/** A number before its per cent sign, in the digits of any script; some lie outside the first plane. */
const ENDS_NUMBER = /\p{Nd}[.,٫]?$/u;

/** Without the punctuation behind a link. */
function withoutPunctuation(text: string): string {
  let end = text.length;
  let open = 0;
  for (const character of text) open += character === '(' ? 1 : character === ')' ? -1 : 0;
  while (end > 0 && AFTER_LINK.has(text[end - 1])) {
    const last = text[end - 1];
    // Brackets and shares in per cent belong to the value; of two full stops something has been cut off.
    if (last === '%' && ENDS_NUMBER.test(text.slice(Math.max(0, end - 4), end - 1))) break;
    if (last === ')' && open >= 0) break;
    if (/^[^.]?\.\.$/.test(text.slice(Math.max(0, end - 3), end))) break;
    if (last === ')') open++;
    end -= text.slice(end - 3, end) === '...' ? 3 : 1;
  }
  return text.slice(0, end);
}

/**
 * The settings that a hash (with or without #) or a whole link names, in its order, and the parts that name none.
 * Never throws.
 */
export function parsePairs(link: string): { pairs: Pair[]; others: string[] } {
  const hash = fragment(plain(link));
  const pairs: Pair[] = [];
  const others: string[] = [];
  // Neither of these is in a key or a value: a second # or ? or link begins what somebody has added.
  for (const part of hash.split(/[&#?|]|https?:\/\//i)) {
    // Keys begin with a letter; some pages put a slash in front of theirs.
    const named = part.slice(Math.max(0, part.search(/[a-z_]/i)));
    const at = named.indexOf('=');
    if (at > 0) pairs.push([named.slice(0, at), withoutPunctuation(named.slice(at + 1))]);
    else if (withoutPunctuation(part) !== '') others.push(part);
  }
  return { pairs, others };
}
