/** The seeds of a sweep, as they are typed: how many, or which. */
import type { Experiment } from '../../engine/experiment/schema.ts';
import { MOST_SEEDS, seedsOf, withSeeds, type Seeds } from '../../engine/train/series.ts';
import { findLeaf } from '../../engine/experiment/leaves.ts';

export type ParsedSeeds = { ok: true; seeds: readonly Seeds[] } | { ok: false; message: string };

const refused = (message: string): ParsedSeeds => ({ ok: false, message });

/** The largest seed that the settings take. */
function largestSeed(): number {
  const field = findLeaf('training.initSeed')?.field;
  return field?.kind === 'integer' ? field.max : Infinity;
}

const isWhole = (word: string): boolean => /^\d{1,9}$/.test(word);

/**
 * The seeds of weights and order that are meant: `5` are the ones of the settings and the four after them, as when a
 * run is repeated; of a list such as `1, 2, 7` each is for both. The samples stay the same, so that what scatters is
 * the training alone.
 */
export function parseSeeds(text: string, experiment: Experiment): ParsedSeeds {
  const words = text.split(/[,;\s]+/).filter(Boolean);
  const wrong = words.find((word) => !isWhole(word));
  if (words.length === 0 || wrong !== undefined) {
    const what = wrong === undefined ? '' : `“${wrong.slice(0, 20)}” is not a whole number. `;
    return refused(
      `${what}Seeds must be a number of seeds from 1 to ${MOST_SEEDS}, or a list of seeds such as 1, 2, 7.`,
    );
  }
  const numbers = words.map(Number);
  return numbers.length === 1 ? counted(numbers[0], experiment) : listed(numbers);
}

function counted(count: number, experiment: Experiment): ParsedSeeds {
  if (count === 0) return refused('A sweep needs at least one seed.');
  if (count > MOST_SEEDS) {
    return refused(
      `${count} seeds are too many: a sweep takes at most ${MOST_SEEDS}. To see the scatter, 3 to 10 are enough.`,
    );
  }
  const { initSeed, shuffleSeed } = seedsOf(experiment);
  if (Math.max(initSeed, shuffleSeed) + count - 1 > largestSeed()) {
    return refused(
      `${count} seeds from those of the settings on would go beyond ${largestSeed()}, the largest seed. Lower the seeds under Training, or write a list.`,
    );
  }
  const seeds = Array.from({ length: count }, (_, i) => ({
    initSeed: initSeed + i,
    shuffleSeed: shuffleSeed + i,
  }));
  return { ok: true, seeds };
}

function listed(list: readonly number[]): ParsedSeeds {
  const twice = list.find((seed, i) => list.indexOf(seed) !== i);
  if (twice !== undefined) {
    return refused(
      `Seed ${twice} is in the list twice. It would give the same networks again: name every seed once.`,
    );
  }
  const large = list.find((seed) => seed > largestSeed());
  if (large !== undefined) return refused(`Seed ${large} is too large: use 0 to ${largestSeed()}.`);
  if (list.length > MOST_SEEDS) {
    return refused(`${list.length} seeds are too many: a sweep takes at most ${MOST_SEEDS}.`);
  }
  return { ok: true, seeds: list.map((seed) => ({ initSeed: seed, shuffleSeed: seed })) };
}

/** The experiment with each of the seeds in turn. */
export const seeded = (experiment: Experiment, seeds: readonly Seeds[]): Experiment[] =>
  seeds.map((one) => withSeeds(experiment, one));
