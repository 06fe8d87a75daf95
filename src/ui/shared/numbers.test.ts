import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DAY_MS,
  formatDigits,
  formatMs,
  formatRoughly,
  formatRound,
  formatTimeRatio,
  formatTimes,
} from './numbers.ts';
import { readNumber } from './numbers.testing.ts';

describe('formatDigits', () => {
  it.each([
    [2.0100029, '2.01'],
    [17.3299, '17.3'],
    [12345.6, '12300'],
    [0.0173961, '0.0174'],
    [5.773e-15, '5.77\u202f×\u202f10⁻¹⁵'],
    [-4.834e-13, '−4.83\u202f×\u202f10⁻¹³'],
    [9.999e-4, '0.00100'],
    [0, '0'],
    [NaN, 'not a number'],
    [-Infinity, '−∞'],
  ])('writes %d as %s', (x, text) => {
    expect(formatDigits(x, 3)).toBe(text);
  });

  it('shows the number to three digits', () => {
    const size = fc.integer({ min: -20, max: 20 });
    fc.assert(
      fc.property(fc.double({ min: -10, max: 10, noNaN: true }), size, (mantissa, power) => {
        const x = mantissa * 10 ** power;
        expect(readNumber(formatDigits(x, 3))).toBe(Number(x.toPrecision(3)) + 0);
      }),
    );
  });
});

describe('formatRound', () => {
  it.each([
    [64, '64'],
    [0.02, '0.02'],
    [5e-4, '5\u202f×\u202f10⁻⁴'],
    [-0.5, '−0.5'],
  ])('writes %d as %s', (x, text) => {
    expect(formatRound(x)).toBe(text);
  });
});

it('says a time that is known roughly in the unit that people use', () => {
  const hour = DAY_MS / 24;
  expect(
    [4300, 89_000, 100_000, 40 * 60_000, 2 * hour, 26.2 * hour, 60 * hour].map(formatRoughly),
  ).toEqual([
    '5\u202fs',
    '89\u202fs',
    '2\u202fmin',
    '40\u202fmin',
    '2 hours',
    '26 hours',
    '3 days',
  ]);
});

describe('formatMs', () => {
  it.each([
    [26.34, undefined, '26\u202fms'],
    [2.634, undefined, '2.6\u202fms'],
    [26.34, 4, '26\u202fms'],
    [26.34, 0.4, '26.3\u202fms'],
    [26.34, 12, '30\u202fms'],
    [263.4, 40, '260\u202fms'],
    [2634, 0.01, '2,630\u202fms'],
    [2.634, 0.3, '2.6\u202fms'],
    [2.634, 0.0001, '2.63\u202fms'],
    [2.634, 90, '3\u202fms'],
    [2.634, 0, '2.63\u202fms'],
    [0.0263, 0.002, '0.026\u202fms'],
  ])('writes %d that scatters by %d as %s', (ms, scatter, text) => {
    expect(formatMs(ms, scatter)).toBe(text);
  });

  it('ratios of times have two digits', () => {
    expect([0.5512, 1, 12.4].map(formatTimeRatio)).toEqual(
      ['0.55', '1.0', '12'].map((text) => `×\u202f${text}`),
    );
  });
});

it('says a ratio within a sentence', () => {
  expect(formatTimes(1.3758)).toMatch(/^1\.38\stimes$/);
  expect(formatTimes(12.345)).toMatch(/^12\.3\stimes$/);
});
