/** Physical quantities in the unit that people would use for their size: 1.2 km, 40 ms, 3 kHz. */
import { formatDigits, formatPlain, withUnit } from './numbers.ts';

type Unit = 'm' | 's' | 'Hz' | 'J';

/** From the largest one down. Displacements are the only lengths below a millimetre. */
const prefixes: Readonly<Record<Unit, readonly (readonly [factor: number, unit: string])[]>> = {
  m: [
    [1e3, 'km'],
    [1, 'm'],
    [1e-3, 'mm'],
    [1e-6, 'µm'],
    [1e-9, 'nm'],
    [1e-12, 'pm'],
    [1e-15, 'fm'],
  ],
  s: [
    [1, 's'],
    [1e-3, 'ms'],
    [1e-6, 'µs'],
  ],
  Hz: [
    [1e6, 'MHz'],
    [1e3, 'kHz'],
    [1, 'Hz'],
    [1e-3, 'mHz'],
  ],
  J: [
    [1e9, 'GJ'],
    [1e6, 'MJ'],
    [1e3, 'kJ'],
    [1, 'J'],
    [1e-3, 'mJ'],
    [1e-6, 'µJ'],
    [1e-9, 'nJ'],
    [1e-12, 'pJ'],
    [1e-15, 'fJ'],
  ],
};

export interface Scale {
  /** Of the unit in SI. */
  factor: number;
  unit: string;
}

/** Whether a unit may have a prefix; metres per second, for one, have none. */
export const isScalable = (unit: string | undefined): unit is Unit =>
  unit !== undefined && unit in prefixes;

/** The unit in which a scale that ends at `size` (SI) has numbers from one up, or the smallest there is. */
export function scaleFor(size: number, unit: Unit): Scale {
  // A tenth of a metre or of a second is still said in these.
  return firstOf(unit, size, (one) => Math.abs(size) >= (one === 1 ? 0.1 : one));
}

function firstOf(unit: Unit, size: number, fits: (factor: number) => boolean): Scale {
  const all = prefixes[unit];
  const [factor, name] = all.find(([one]) => fits(one)) ?? all[all.length - 1];
  return size === 0 ? { factor: 1, unit } : { factor, unit: name };
}

/** Values that swing, such as u and energies: large units from one up, prefixed small ones from a tenth up. */
const swings =
  (size: number) =>
  (one: number): boolean =>
    size >= (one >= 1 ? one : 0.1 * one);

/** The unit for an axis of values that swing. */
export function amplitudeScale(values: Iterable<number>, unit: Unit): Scale {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return firstOf(unit, largest, swings(largest));
}

/** Smaller ones (m) have no prefix that people know. */
const SMALLEST = 1e-16;

/** Values of u and small lengths (m): in millimetres, or another unit where these have no readable number. */
export function formatDisplacement(metres: number): string {
  const size = Math.abs(metres);
  if (size > 0 && size < SMALLEST) return withUnit(formatDigits(metres, 2), 'm');
  const { factor, unit } = firstOf('m', size, swings(size));
  return withUnit(formatPlain(metres / factor), size === 0 ? 'mm' : unit);
}

/** Wavenumbers up to `largest` (1/m), in the unit in which that is a number from one to a thousand. */
export function wavenumberScale(largest: number): Scale {
  if (largest < 1) return { factor: 1e-3, unit: '1/km' };
  return largest > 1e3 ? { factor: 1e3, unit: '1/mm' } : { factor: 1, unit: '1/m' };
}

/** A value in a unit that fits it, with so many digits at most. */
export function formatIn(value: number, unit: Unit, digits = 3): string {
  const scale = scaleFor(value, unit);
  return withUnit(formatPlain(value / scale.factor, digits), scale.unit);
}

/** A time on a clock that ends at `last` (s): all its times have one unit and as many decimals. */
export function formatTime(t: number, last: number): string {
  const { factor, unit } = scaleFor(last, 's');
  const decimals = Math.min(3, Math.max(0, 2 - Math.floor(Math.log10(Math.max(last / factor, 1)))));
  return `${(t / factor).toFixed(decimals)} ${unit}`;
}

/** A coordinate in a domain of this size (m), rounded to a thousandth of it. */
export function formatCoordinate(at: number, size: number): string {
  const { factor, unit } = scaleFor(size, 'm');
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(size / factor) + 1e-9));
  return `${Number((at / factor).toFixed(decimals))} ${unit}`;
}
