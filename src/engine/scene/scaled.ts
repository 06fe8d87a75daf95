/** A whole scene made larger or smaller, slower or faster. */
import { getValue, leaves, withValue } from '../experiment/leaves.ts';
import { numbersOf, type Item } from '../experiment/list.ts';
import { withoutDust, type Interval } from '../experiment/numbers.ts';
import type { Experiment } from '../experiment/schema.ts';

export interface Scales {
  lengths: number;
  times: number;
}

const factorOf = (unit: string | undefined, { lengths, times }: Scales): number => {
  const factors: Readonly<Record<string, number>> = {
    m: lengths,
    s: times,
    Hz: 1 / times,
    '1/s': 1 / times,
    'm/s': lengths / times,
  };
  return factors[unit ?? ''] ?? 1;
};

/**
 * Lengths and times multiplied, and with them speeds and frequencies: the wave is the same, but for the height of what a
 * force moves, which grows with the square of the times: of a point source, of times over lengths.
 */
export function scaledScene(experiment: Experiment, scales: Scales): Experiment {
  const times = (x: number, unit?: string) => withoutDust(x * factorOf(unit, scales));
  const interval = ([low, high]: Interval, unit?: string): Interval => [
    times(low, unit),
    times(high, unit),
  ];
  return leaves.reduce((current, { key, field }) => {
    if (!/^(scene|source|zone)\./.test(key)) return current;
    const value = getValue(experiment, key);
    if (value === 'auto') return current;
    if (field.kind === 'number' || field.kind === 'auto') {
      return withValue(current, key, times(value as number, field.unit));
    }
    if (field.kind === 'range') {
      return withValue(current, key, interval(value as Interval, field.unit));
    }
    if (field.kind !== 'list') return current;
    const items = (value as readonly Item[]).map((item) => {
      const described = numbersOf(field.kinds[item.kind], item.numbers.length);
      const numbers = item.numbers.map((one, i) => interval(one, described[i].unit));
      return { ...item, numbers };
    });
    return withValue(current, key, items);
  }, experiment);
}
