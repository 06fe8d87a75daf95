/** JSON from outside, in which no object may have a key twice: `JSON.parse` takes the last one without a word. */

/** Thrown by `parseJson`, which also throws `SyntaxError`. */
export class DuplicateKeyError extends Error {
  override name = 'DuplicateKeyError';
  constructor(readonly key: string) {
    super(`The key ${JSON.stringify(key)} is there twice.`);
  }
}

/** Where the text ends that begins with the quote at `begin`: behind the next quote that is not escaped. */
function textEnd(json: string, begin: number): number {
  let end = begin;
  for (;;) {
    end = json.indexOf('"', end + 1);
    let escapes = 0;
    while (json[end - 1 - escapes] === '\\') escapes++;
    if (escapes % 2 === 0) return end + 1;
  }
}

// No pattern for whole texts: one of many megabytes has more places to go back to than the engine can hold.
const SIGN = /["{}[\]:]/g;

/** Throws `SyntaxError` or `DuplicateKeyError`. */
export function parseJson(json: string): unknown {
  const value: unknown = JSON.parse(json);
  const signs = new RegExp(SIGN);
  const open: (Set<string> | undefined)[] = [];
  let last: [begin: number, end: number] = [0, 0];
  for (let match = signs.exec(json); match; match = signs.exec(json)) {
    const [sign] = match;
    if (sign === '"') {
      last = [match.index, textEnd(json, match.index)];
      [, signs.lastIndex] = last;
    } else if (sign === '{') open.push(new Set());
    else if (sign === '[') open.push(undefined);
    else if (sign !== ':') open.pop();
    else {
      const keys = open.at(-1);
      const key = JSON.parse(json.slice(...last)) as string;
      if (keys?.has(key)) throw new DuplicateKeyError(key);
      keys?.add(key);
    }
  }
  return value;
}
