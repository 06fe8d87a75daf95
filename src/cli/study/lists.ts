/** Lists on the command line of a study: seeds and kept fractions. Everything wrong ends in a `UsageError`. */
import { largestSeed } from '../../engine/train/series.ts';
import { interval } from '../seeds.ts';
import { UsageError } from '../usageError.ts';

/** More seeds than this are a slip of the hand. */
const MOST_SEEDS = 1000;

const invalid = (option: string, text: string, hint: string) =>
  new UsageError(`--${option} ${text.slice(0, 40)} is not valid; ${hint}`);

/** Seeds such as `1,2,3` or `1..5`, each of them once. */
export function readSeeds(text: string): { seeds: number[]; notes: string[] } {
  const largest = largestSeed();
  const hint = `use whole numbers from 0 to ${largest}, as in 1,2,3 or 1..5.`;
  const intervals = text.split(',').map((part) => {
    const ends = interval(part);
    if (!ends || ends[1] > largest) throw invalid('seeds', text, hint);
    return ends;
  });
  const asked = intervals.reduce((count, [first, last]) => count + last - first + 1, 0);
  if (asked > MOST_SEEDS) {
    throw new UsageError(
      `--seeds ${text.slice(0, 40)} names ${asked} seeds; a study takes ${MOST_SEEDS} at most.`,
    );
  }
  const all = intervals.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i),
  );
  const seeds = [...new Set(all)];
  const repeated = [...new Set(all.filter((seed, i) => all.indexOf(seed) !== i))];
  const notes =
    repeated.length > 0
      ? [`Named more than once and trained once: seed ${repeated.join(', ')}.`]
      : [];
  return { seeds, notes };
}

/** Fractions such as `50%,0.25`, from the largest on. */
export function readKeeps(text: string): number[] {
  const values = text.split(',').map((part) => {
    const percent = part.trim().endsWith('%');
    const digits = percent ? part.trim().slice(0, -1) : part.trim();
    return digits === '' ? NaN : Number(digits) / (percent ? 100 : 1);
  });
  if (!values.every((value) => value >= 0.01 && value <= 1))
    throw invalid('keep', text, 'use fractions from 1% to 100%, as in 50%,25%.');
  return [...new Set(values)].toSorted((a, b) => b - a);
}
