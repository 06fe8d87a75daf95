import { describe, expect, it } from 'vitest';
import {
  amplitudeScale,
  formatCoordinate,
  formatIn,
  formatDisplacement,
  formatTime,
  scaleFor,
  wavenumberScale,
} from './units.ts';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

describe('units that fit', () => {
  it('are said in metres to kilometres, seconds down to microseconds, millihertz to kilohertz', () => {
    expect(plain(formatIn(4000, 'm'))).toBe('4 km');
    expect(plain(formatIn(0.45, 'm'))).toBe('0.45 m');
    expect(plain(formatIn(1e-3, 'm'))).toBe('1 mm');
    expect(plain(formatIn(3.2e-7, 'm'))).toBe('320 nm');
    expect(plain(formatIn(0.0042, 's'))).toBe('4.2 ms');
    expect(plain(formatIn(0.005, 'Hz'))).toBe('5 mHz');
    expect(plain(formatIn(2500, 'Hz'))).toBe('2.5 kHz');
    expect(scaleFor(0, 'm')).toEqual({ factor: 1, unit: 'm' });
  });

  it('stay the same for all times of a clock', () => {
    expect(formatTime(0.4, 1.4)).toBe('0.40 s');
    expect(formatTime(0.0004, 0.02)).toBe('0.4 ms');
    expect(formatTime(30, 120)).toBe('30 s');
  });

  it('of values that swing begin at a tenth', () => {
    expect(amplitudeScale([1e-4, -6e-4], 'm')).toEqual({ factor: 1e-3, unit: 'mm' });
    expect(amplitudeScale([4e-5], 'm')).toEqual({ factor: 1e-6, unit: 'µm' });
    expect(amplitudeScale([3e-13], 'm')).toEqual({ factor: 1e-12, unit: 'pm' });
    expect(amplitudeScale([7e5], 'J')).toEqual({ factor: 1e3, unit: 'kJ' });
    expect(amplitudeScale([0], 'J')).toEqual({ factor: 1, unit: 'J' });
    for (const [metres, text] of [
      [0, '0 mm'],
      [-5e-4, '-0.5 mm'],
      [2.66e-5, '26.6 µm'],
      [2e-10, '0.2 nm'],
      [-2e-20, '−2.0 × 10⁻²⁰ m'],
      [0.5, '500 mm'],
      [12, '12 m'],
      [3000, '3 km'],
    ] as const)
      expect(plain(formatDisplacement(metres))).toBe(text);
    expect(wavenumberScale(0.02).unit).toBe('1/km');
    expect(wavenumberScale(32).unit).toBe('1/m');
  });

  it('round coordinates to a thousandth of the domain', () => {
    expect(formatCoordinate(0.12345, 1)).toBe('0.123 m');
    expect(formatCoordinate(1234.56, 4000)).toBe('1.235 km');
    expect(formatCoordinate(31.26, 50)).toBe('31.26 m');
  });
});
