/** The fractions to keep of a sweep, as they are typed. */
import { checkText, findLeaf } from '../../engine/experiment/leaves.ts';

/** More would be a slip of the finger. */
const MAX_FRACTIONS = 12;

export type Fractions = { ok: true; keep: number[] } | { ok: false; message: string };

/** `50%, 25%` or `50 25` to fractions; each once. */
export function parseFractions(text: string): Fractions {
  const leaf = findLeaf('b.rank')!;
  const [unclear] = /\d+,\d+/.exec(text) ?? [];
  if (unclear !== undefined) {
    return {
      ok: false,
      message: `“${unclear.slice(0, 20)}” can be read as one number or as two: write decimals with a full stop, and a space after a comma between two numbers.`,
    };
  }
  const words = text.split(/[,;\s]+/).filter(Boolean);
  if (words.length === 0 || words.length > MAX_FRACTIONS) {
    return {
      ok: false,
      message: `Fractions to keep must be one to ${MAX_FRACTIONS} percentages, such as 50%, 25%.`,
    };
  }
  const keep = new Set<number>();
  for (const word of words) {
    const checked = checkText(leaf, word.endsWith('%') ? word : `${word}%`);
    if (!checked.ok) {
      return {
        ok: false,
        message: `“${word.slice(0, 20)}” is not a fraction to keep: use percentages from 1% to 100%, separated by commas.`,
      };
    }
    keep.add((checked.value as { keep: number }).keep);
  }
  return { ok: true, keep: [...keep] };
}
