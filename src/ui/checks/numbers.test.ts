import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds, type Finding } from '../../engine/verification/check.ts';
import { formatClaim, formatMeasured, formatNumber, formatRound } from './numbers.ts';

/** The number that a text shows. */
const read = (text: string): number => {
  const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  const plain = text
    .replaceAll('\u202f', '')
    .replace('−', '-')
    .replace(/×10(⁻?)([⁰¹²³⁴-⁹]+)/, (_, sign: string, digits: string) => {
      const power = Array.from(digits, (digit) => superscripts.indexOf(digit)).join('');
      return `e${sign ? '-' : ''}${power}`;
    });
  return Number(plain);
};

describe('formatNumber', () => {
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
    expect(formatNumber(x, 3)).toBe(text);
  });

  it('shows the number to three digits', () => {
    const size = fc.integer({ min: -20, max: 20 });
    fc.assert(
      fc.property(fc.double({ min: -10, max: 10, noNaN: true }), size, (mantissa, power) => {
        const x = mantissa * 10 ** power;
        expect(read(formatNumber(x, 3))).toBe(Number(x.toPrecision(3)) + 0);
      }),
    );
  });
});

describe('formatMeasured', () => {
  const finding = (value: number): Finding => ({ what: 'order', value, atLeast: 1.9 });

  it('gives more digits where three would contradict the verdict', () => {
    expect(formatMeasured(finding(1.8996))).toBe('1.8996');
    expect(formatMeasured(finding(1.9004))).toBe('1.90');
  });

  it('never contradicts the verdict', () => {
    fc.assert(
      fc.property(fc.double({ min: 1.89, max: 1.91, noNaN: true }), (value) => {
        const shown = read(formatMeasured(finding(value)));
        expect(holds(finding(shown))).toBe(holds(finding(value)));
      }),
    );
  });

  it('carries the unit', () => {
    expect(formatMeasured({ what: 'error', value: 0.5, unit: '%', atMost: 1 })).toBe(
      '0.500\u202f%',
    );
  });
});

describe('formatClaim', () => {
  it.each([
    [{ atLeast: 1.9 }, 'at least 1.9'],
    [{ atMost: 1e-10 }, 'at most 10⁻¹⁰'],
    [{ atMost: 2 / 3, unit: '%' }, 'at most 0.667\u202f%'],
    [{ atLeast: 16, atMost: 18.5, unit: '%' }, '16 to 18.5\u202f%'],
    [{}, ''],
  ])('puts %j into words', (bounds, text) => {
    expect(formatClaim({ what: '', value: 0, ...bounds })).toBe(text);
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
