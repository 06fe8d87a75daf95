/**
 * The free parameters µ of an experiment: the source's position and frequency, and every other number of
 * the scene that is given as an interval. They are drawn anew for every sample and are the networks' input.
 */
import { numbersOf, type Item } from './list.ts';
import type { Interval } from './numbers.ts';
import { getValue, leaves, withValue } from './leaves.ts';
import type { Experiment } from './schema.ts';

export interface FreeParameter {
  /** Where it stands in the experiment, as in `source.x` or `scene.obstacles.0.radius`. */
  key: string;
  title: string;
  unit?: string;
  low: number;
  high: number;
}

/** The values of one sample. */
export interface SampleParameters {
  /** Position (m) and frequency (Hz) of the source. */
  x: number;
  y: number;
  frequency: number;
  /** All other free parameters, in the order of `freeParameters`. */
  others: readonly number[];
}

export type Scenery = Pick<Experiment, 'scene' | 'source'>;

const SOURCE_KEYS = ['source.x', 'source.y', 'source.frequency'];
const isFree = ([low, high]: Interval): boolean => low < high;

/** The source's three first, free or not, then the others in the order of the schema. */
export function freeParameters(experiment: Scenery): FreeParameter[] {
  const source: FreeParameter[] = [];
  const others: FreeParameter[] = [];
  for (const { key, field } of leaves) {
    if (!key.startsWith('scene.') && !key.startsWith('source.')) continue;
    const value = getValue(experiment as Experiment, key);
    if (field.kind === 'range') {
      const [low, high] = value as Interval;
      const parameter = { key, title: field.title, unit: field.unit, low, high };
      if (SOURCE_KEYS.includes(key)) source.push(parameter);
      else if (low < high) others.push(parameter);
    }
    if (field.kind !== 'list') continue;
    (value as Item[]).forEach((item, index) => {
      const kind = field.kinds[item.kind];
      const described = numbersOf(kind, item.numbers.length);
      item.numbers.forEach((interval, i) => {
        if (!isFree(interval)) return;
        const { name, title, unit } = described[i];
        const [low, high] = interval;
        others.push({
          key: `${key}.${index}.${name}`,
          title: `${field.noun} ${index + 1} ${title}`,
          unit,
          low,
          high,
        });
      });
    });
  }
  return [...source, ...others];
}

/** The experiment in which every free parameter has the given value and nothing is free any more. */
export function experimentAt<E extends Scenery>(experiment: E, values: SampleParameters): E {
  const all = [values.x, values.y, values.frequency, ...values.others];
  return freeParameters(experiment).reduce<E>((current, { key }, i) => {
    const value: Interval = [all[i], all[i]];
    const [, list, index, name] = /^(.*)\.(\d+)\.(\w+)$/.exec(key) ?? [];
    if (list === undefined) return withValue(current as never, key, value) as never;
    const items = getValue(current as never, list) as Item[];
    const changed = items.map((item, i_) =>
      i_ === Number(index) ? withNumber(list, item, name, value) : item,
    );
    return withValue(current as never, list, changed) as never;
  }, experiment);
}

function withNumber(list: string, item: Item, name: string, value: Interval): Item {
  const at = numberIndex(list, item, name);
  return { ...item, numbers: item.numbers.map((old, i) => (i === at ? value : old)) };
}

/** Which of an item's numbers has this name. */
function numberIndex(list: string, item: Item, name: string): number {
  const field = leaves.find(({ key }) => key === list)?.field;
  if (field?.kind !== 'list') throw new Error(`${list} is not a list.`);
  return numbersOf(field.kinds[item.kind], item.numbers.length).findIndex(
    (number) => number.name === name,
  );
}

export const toArray = ({ x, y, frequency, others }: SampleParameters): number[] => [
  x,
  y,
  frequency,
  ...others,
];

export function fromArray([x, y, frequency, ...others]: readonly number[]): SampleParameters {
  return { x, y, frequency, others };
}

/** The middle of all intervals. */
export const middleParameters = (experiment: Scenery): SampleParameters =>
  fromArray(freeParameters(experiment).map(({ low, high }) => (low + high) / 2));

/** µ as a network sees it: each parameter mapped from its interval to [−1, 1], a constant one to 0. */
export function normalise(values: SampleParameters, experiment: Scenery): Float32Array {
  const all = toArray(values);
  return Float32Array.from(freeParameters(experiment), ({ low, high }, i) =>
    high > low ? (2 * all[i] - low - high) / (high - low) : 0,
  );
}

/** The free parameters that lie outside the intervals from which the training samples were drawn. */
export function outsideIntervals(values: SampleParameters, experiment: Scenery): FreeParameter[] {
  const all = toArray(values);
  return freeParameters(experiment).filter(({ low, high }, i) => all[i] < low || all[i] > high);
}

/**
 * The values for a changed experiment: parameters that are still free keep theirs, moved into the interval
 * where that has changed; new ones begin in the middle.
 */
export function carryOver(
  values: SampleParameters,
  before: Scenery,
  after: Scenery,
): SampleParameters {
  const all = toArray(values);
  const known = new Map(
    freeParameters(before).map((parameter, i) => [parameter.key, { ...parameter, value: all[i] }]),
  );
  return fromArray(
    freeParameters(after).map(({ key, low, high }) => {
      const old = known.get(key);
      if (!old) return (low + high) / 2;
      // A value outside its interval was put there on purpose, unless the interval has moved.
      const same = old.low === low && old.high === high;
      return same ? old.value : Math.min(high, Math.max(low, old.value));
    }),
  );
}

export const sameParameters = (p: SampleParameters, q: SampleParameters): boolean => {
  const [a, b] = [toArray(p), toArray(q)];
  return a.length === b.length && a.every((value, i) => value === b[i]);
};
