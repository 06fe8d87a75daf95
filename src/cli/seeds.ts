/** The seeds that `train` is to be repeated with. */
import type { Experiment } from '../engine/experiment/schema.ts';
import {
  countProblem,
  FEWEST_SEEDS,
  largestSeed,
  membersOf,
  MOST_SEEDS,
  seedsOf,
  type Seeds,
} from '../engine/train/series.ts';
import { UsageError } from './usageError.ts';

/** The ends of `1..5`, or twice the same number; undefined if it is neither, or ends before it begins. */
export function interval(part: string): [first: number, last: number] | undefined {
  const [, first, last = first] = /^(\d+)(?:\.\.(\d+))?$/.exec(part.trim()) ?? [];
  return Number(first) <= Number(last) ? [Number(first), Number(last)] : undefined;
}

/** `1..5` or `1,2,7`. Throws `UsageError`. */
function parseSeeds(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const ends = interval(part);
    if (!ends) {
      throw new UsageError(
        `--seeds ${text.slice(0, 40)} is not valid; use whole numbers from 0, as in 1..5 or 1,2,7.`,
      );
    }
    // Whoever asks for millions is told below how many there can be.
    const [low, high] = ends;
    return Array.from({ length: Math.min(high - low + 1, 1000) }, (_, i) => low + i);
  });
}

/** None where the run is not to be repeated. Throws `UsageError`. */
export function readSeeds(
  { repeats, seeds }: { repeats?: string; seeds?: string },
  experiment: Experiment,
): readonly Seeds[] {
  if (repeats !== undefined && seeds !== undefined) {
    throw new UsageError('--repeats and --seeds exclude each other.');
  }
  if (repeats !== undefined) {
    const count = /^\d+$/.test(repeats.trim()) ? Number(repeats) : NaN;
    const problem = countProblem(count, experiment);
    if (problem !== undefined) throw new UsageError(`--repeats: ${problem}`);
    return membersOf(experiment, count).map(seedsOf);
  }
  if (seeds === undefined) return [];
  const all = parseSeeds(seeds);
  const twice = all.find((seed, i) => all.indexOf(seed) < i);
  if (twice !== undefined) throw new UsageError(`--seeds names seed ${twice} twice.`);
  if (all.length < FEWEST_SEEDS || all.length > MOST_SEEDS || Math.max(...all) > largestSeed()) {
    throw new UsageError(
      `--seeds: use from ${FEWEST_SEEDS} to ${MOST_SEEDS} seeds, none above ${largestSeed()}.`,
    );
  }
  return all.map((seed) => ({ initSeed: seed, shuffleSeed: seed }));
}
