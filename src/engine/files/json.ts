/** JSON from outside, in which no object may have a key twice: `JSON.parse` takes the last one without a word. */

/** Thrown by `parseJson`, which also throws `SyntaxError`. */
export class DuplicateKeyError extends Error {
  override name = 'DuplicateKeyError';
  constructor(readonly key: string) {
    super(`The key ${JSON.stringify(key)} stands twice.`);
  }
}

// In valid JSON every quote that is not escaped begins or ends a text: one pass, nothing to go back to.
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** Throws `SyntaxError` or `DuplicateKeyError`. */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const open: (Set<string> | undefined)[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const keys = open.at(-1);
      const key = JSON.parse(last) as string;
      if (keys?.has(key)) throw new DuplicateKeyError(key);
      keys?.add(key);
    }
    last = token;
  }
  return value;
}
