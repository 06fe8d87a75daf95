/** Lists and calls in the text of a mapping, whose brackets nest. */

const OPEN = '([';
const CLOSE = ')]';

/** The items between commas that no bracket encloses, trimmed; undefined where brackets do not match. */
export function splitList(text: string): string[] | undefined {
  const items: string[] = [];
  const open: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (OPEN.includes(character)) open.push(CLOSE[OPEN.indexOf(character)]);
    else if (CLOSE.includes(character) && open.pop() !== character) return undefined;
    else if (character === ',' && open.length === 0) {
      items.push(text.slice(start, at));
      start = at + 1;
    }
  }
  if (open.length > 0) return undefined;
  if (text.trim() === '') return [];
  return [...items, text.slice(start)].map((item) => item.trim());
}

/** `name(inside)`; undefined for anything else. */
export function splitCall(text: string): { name: string; inside: string } | undefined {
  const at = text.indexOf('(');
  if (at < 0 || !text.endsWith(')')) return undefined;
  return { name: text.slice(0, at).trim(), inside: text.slice(at + 1, -1) };
}
