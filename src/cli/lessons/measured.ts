/** From recipes and trained networks to `measured.json`, and the words that stand behind each number. */
import { singularValues } from 'slimwave-formats/linalg/svd';
import { sum } from '../../engine/math.ts';
import { randomStream } from '../../engine/random.ts';
import { summary } from '../../engine/repeats.ts';
import type { NetworkId } from '../../engine/experiment/network.ts';
import { quantityOf, quantityWords, type Quantity, type QuantityName } from './quantities.ts';
import type { NoiseRecipe, QuotedRecipe, Recipe, StudyRecipe, TrainedRecipe } from './recipes.ts';
import type { trainNetwork } from '../train.ts';

export interface MeasuredNumber {
  value: number;
  /** Standard deviation over the seeds. */
  scatter?: number;
  /** By others: `how` is where. */
  published?: true;
  how: string;
}

export type MeasuredNumbers = Record<string, MeasuredNumber>;

type Trained = Awaited<ReturnType<typeof trainNetwork>>;

/** What `train` reports of several seeds. */
export interface SeedReport {
  seeds: readonly { networks: Readonly<Record<string, Trained>> }[];
  statistics: readonly Readonly<Record<string, unknown>>[];
}

/** A row of `docs/study.json`. */
export interface StudyRow {
  preset: string;
  network: string;
  seeds: readonly number[];
  parameters: { share: number };
  test: { mean: number; deviation: number };
}

/** The key of how many seeds a number is the mean of. */
export const seedsKey = (key: string): string => `${key}.seeds`;

const split = (quantity: Quantity) =>
  quantity.split('.') as [NetworkId, QuantityName | 'difference' | 'half-width'];

export function howTrained({ link, seeds }: TrainedRecipe, quantity: Quantity): string {
  const [id, name] = split(quantity);
  const of = `${quantityWords[name]} of network ${id.toUpperCase()}`;
  return `${of}, ${link}, seeds ${seeds.replace('..', ' to ')} of weights and order`;
}

const howManySeeds = ({ link }: TrainedRecipe): string => `number of seeds, ${link}`;

export const howStudied = ({ study, network }: StudyRecipe, name: 'test' | 'share'): string =>
  `${name === 'test' ? 'test error' : 'share of the classical parameters'} of “${network}” in the study of ${study}, docs/study.json`;

/** The keys of a recipe and the words behind them. */
export function howOf(recipe: Recipe): Record<string, string> {
  if ('source' in recipe) {
    return Object.fromEntries(Object.keys(recipe.values).map((key) => [key, recipe.source]));
  }
  if ('noise' in recipe) {
    return Object.fromEntries(
      Object.entries(recipe.values).map(([key, terms]) => [key, howNoisy(recipe, terms)]),
    );
  }
  if ('study' in recipe) {
    return Object.fromEntries(
      Object.entries(recipe.values).map(([key, name]) => [key, howStudied(recipe, name)]),
    );
  }
  return Object.fromEntries(
    Object.entries(recipe.values).flatMap(([key, quantity]) => [
      [key, howTrained(recipe, quantity)],
      [seedsKey(key), howManySeeds(recipe)],
    ]),
  );
}

/** Throws a sentence if a network has failed or lacks the quantity. */
export function fromSeeds(
  recipe: TrainedRecipe,
  { seeds, statistics }: SeedReport,
): MeasuredNumbers {
  const numbers: MeasuredNumbers = {};
  const how = howOf(recipe);
  for (const [key, quantity] of Object.entries(recipe.values)) {
    const [id, name] = split(quantity);
    const found = valuesOf({ seeds, statistics }, id, name);
    const known = found.filter((value) => value !== undefined && Number.isFinite(value));
    if (known.length < found.length || known.length === 0) {
      throw new Error(`${quantity} of ${recipe.link} is not known for every seed.`);
    }
    const { mean, deviation } = summary(known as number[]);
    numbers[key] = {
      value: mean,
      ...(deviation === undefined || deviation === 0 ? {} : { scatter: deviation }),
      how: how[key],
    };
    numbers[seedsKey(key)] = { value: seeds.length, how: how[seedsKey(key)] };
  }
  return numbers;
}

function valuesOf(
  { seeds, statistics }: SeedReport,
  id: NetworkId,
  name: QuantityName | 'difference' | 'half-width',
): (number | undefined)[] {
  if (name !== 'difference' && name !== 'half-width') {
    return seeds.map(({ networks }) => quantityOf(networks[id], name));
  }
  const row = statistics.find(({ network }) => network === id);
  const key = name === 'difference' ? 'difference_mean' : 'difference_half_width_95';
  return [row?.[key] as number | undefined];
}

/** Throws a sentence if the study has no such network. */
export function fromStudy(recipe: StudyRecipe, rows: readonly StudyRow[]): MeasuredNumbers {
  const { study, network, values } = recipe;
  const row = rows.find((one) => one.preset === study && one.network === network);
  if (!row) throw new Error(`The study of ${study} has no “${network}”.`);
  const how = howOf(recipe);
  return Object.fromEntries(
    Object.entries(values).map(([key, name]) => [
      key,
      name === 'test'
        ? { value: row.test.mean, scatter: row.test.deviation, how: how[key] }
        : { value: row.parameters.share, how: how[key] },
    ]),
  );
}

export function fromSource(recipe: QuotedRecipe): MeasuredNumbers {
  return Object.fromEntries(
    Object.entries(recipe.values).map(([key, value]) => [
      key,
      { value, published: true, how: recipe.source },
    ]),
  );
}

const NOISY_KERNELS = 4000;

const howNoisy = ({ noise }: NoiseRecipe, terms: number): string =>
  `missing after ${terms === 1 ? '1 term' : `${terms} terms`}, over ${NOISY_KERNELS} kernels of ${noise} × ${noise} points of Gaussian noise`;

/** The same numbers every time: the noise has a seed. */
export function fromNoise(recipe: NoiseRecipe): MeasuredNumbers {
  const { noise, values } = recipe;
  const random = randomStream(1, 'kernels of noise');
  const energies = Array.from({ length: noise }, () => 0);
  for (let kernel = 0; kernel < NOISY_KERNELS; kernel++) {
    const points = Array.from({ length: noise ** 2 }, () => random.normal());
    singularValues(noise, noise, points).forEach((value, term) => (energies[term] += value ** 2));
  }
  const share = (terms: number) => Math.sqrt(sum(energies.slice(terms)) / sum(energies));
  const how = howOf(recipe);
  return Object.fromEntries(
    Object.entries(values).map(([key, terms]) => [key, { value: share(terms), how: how[key] }]),
  );
}
