import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { denseParameters, product, resolveRank, type KernelShape } from './format.ts';
import { findFormat, formats } from './index.ts';

const shapes: fc.Arbitrary<KernelShape> = fc.record({
  size: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 2, maxLength: 3 }),
  inputs: fc.integer({ min: 1, max: 12 }),
  outputs: fc.integer({ min: 1, max: 12 }),
});

describe.each(formats)('$id', (format) => {
  it('counts at least as many parameters at a higher rank', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 20 }), (shape, rank) => {
        expect(format.parameters(shape, rank + 1)).toBeGreaterThanOrEqual(
          format.parameters(shape, rank),
        );
      }),
    );
  });

  it('takes the largest rank that keeps no more than the fraction', () => {
    fc.assert(
      fc.property(shapes, fc.double({ min: 0.01, max: 1, noNaN: true }), (shape, keep) => {
        const { rank, note } = resolveRank(format, shape, { keep });
        const dense = denseParameters(shape);
        expect(rank).toBeGreaterThanOrEqual(1);
        expect(rank).toBeLessThanOrEqual(format.maxRank(shape));
        if (!format.ranked) return;
        if (note === undefined) {
          expect(format.parameters(shape, rank)).toBeLessThanOrEqual(keep * dense * (1 + 1e-9));
        } else {
          expect(rank).toBe(1);
          expect(format.parameters(shape, 1)).toBeGreaterThan(keep * dense);
        }
        if (rank < format.maxRank(shape)) {
          expect(format.parameters(shape, rank + 1)).toBeGreaterThan(keep * dense);
        }
      }),
    );
  });

  it('says so when a rank is beyond full', () => {
    const shape = { size: [3, 3], inputs: 2, outputs: 2 };
    const resolved = resolveRank(format, shape, { rank: 500 });
    expect(resolved.rank).toBe(format.maxRank(shape));
    expect(resolved.note === undefined).toBe(!format.ranked);
  });
});

describe('known counts', () => {
  it.each([
    { size: [3, 3], rank: 1, kept: 0.67 },
    { size: [5, 5], rank: 1, kept: 0.4 },
    { size: [7, 7], rank: 1, kept: 0.29 },
    { size: [3, 3, 3], rank: 1, kept: 0.33 },
    { size: [5, 5, 5], rank: 1, kept: 0.12 },
  ])('kernel CP of $size at rank $rank keeps $kept', ({ size, rank, kept }) => {
    const shape = { size, inputs: 32, outputs: 16 };
    const share = findFormat('kernel-cp').parameters(shape, rank) / denseParameters(shape);
    expect(share).toBeCloseTo(kept, 2);
  });

  it('kernel CP of 3×3 at rank 2 costs more than dense', () => {
    const shape = { size: [3, 3], inputs: 4, outputs: 4 };
    expect(findFormat('kernel-cp').parameters(shape, 2)).toBeGreaterThan(denseParameters(shape));
  });

  it('one-way counts k₁SM + k₂MT, in parameters and per position', () => {
    const shape = { size: [5, 3], inputs: 8, outputs: 6 };
    const oneWay = findFormat('one-way');
    expect(oneWay.parameters(shape, 4)).toBe(5 * 8 * 4 + 3 * 4 * 6);
    expect(oneWay.macsPerPosition(shape, 4)).toBe(oneWay.parameters(shape, 4));
    expect(oneWay.maxRank(shape)).toBe(Math.min(5 * 8, 3 * 6));
  });

  it('dense parameters are S·T·Πk', () => {
    expect(denseParameters({ size: [2, 3, 4], inputs: 5, outputs: 6 })).toBe(
      product([2, 3, 4, 5, 6]),
    );
  });
});
