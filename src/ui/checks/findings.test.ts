import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds, type Finding } from '../../engine/verification/check.ts';
import { readNumber } from '../shared/numbers.testing.ts';
import { formatClaim, formatMeasured } from './findings.ts';

describe('formatMeasured', () => {
  const finding = (value: number): Finding => ({ what: 'order', value, atLeast: 1.9 });

  it('gives more digits where three would contradict the verdict', () => {
    expect(formatMeasured(finding(1.8996))).toBe('1.8996');
    expect(formatMeasured(finding(1.9004))).toBe('1.90');
  });

  it('never contradicts the verdict', () => {
    fc.assert(
      fc.property(fc.double({ min: 1.89, max: 1.91, noNaN: true }), (value) => {
        const shown = readNumber(formatMeasured(finding(value)));
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
