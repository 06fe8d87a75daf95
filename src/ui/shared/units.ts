/** Physical quantities in the unit that people would use for their size: 1.2 km, 40 ms, 3 kHz. */
import { formatPlain, withUnit } from './numbers.ts';

type Unit = 'm' | 's' | 'Hz';

/** From the largest one down. Displacements are the only lengths below a millimetre. */
const prefixes: Readonly<Record<Unit, readonly (readonly [factor: number, unit: string])[]>> = {
  m: [
    [1e3, 'km'],
    [1, 'm'],
    [1e-3, 'mm'],
    [1e-6, 'µm'],
    [1e-9, 'nm'],
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
};

export interface Scale {
  /** Of the unit in SI. */
  factor: number;
  unit: string;
}

/** The unit in which a scale that ends at `size` (SI) has numbers from one up, or the smallest there is. */
export function scaleFor(size: number, unit: Unit): Scale {
  const all = prefixes[unit];
  // A tenth of a metre or of a second is still said in these.
  const [factor, name] =
    all.find(([one]) => Math.abs(size) >= (one === 1 ? 0.1 : one)) ?? all[all.length - 1];
  return size === 0 ? { factor: 1, unit } : { factor, unit: name };
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
