import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { denseParameters, formatParameters, resolveRank, type KernelShape } from './format.ts';
import { product } from 'slimwave-base/math';
import { findFormat, formats } from './registry.ts';
import { chainCounts, rebuildMacs } from './stage.ts';

const shapes: fc.Arbitrary<KernelShape> = fc.record({
  size: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 2, maxLength: 3 }),
  inputs: fc.integer({ min: 1, max: 12 }),
  outputs: fc.integer({ min: 1, max: 12 }),
});

const wideShapes: fc.Arbitrary<KernelShape> = fc.record({
  size: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 3 }),
  inputs: fc.integer({ min: 1, max: 40 }),
  outputs: fc.integer({ min: 1, max: 40 }),
});

describe.each(formats)('$id', (format) => {
  it('counts at least as many parameters at a higher rank', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 20 }), (shape, rank) => {
        expect(formatParameters(format, shape, rank + 1)).toBeGreaterThanOrEqual(
          formatParameters(format, shape, rank),
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
        const kept = (r: number) => formatParameters(format, shape, r);
        const within = keep * dense * (1 + 1e-9);
        if (kept(rank) > within) {
          expect(rank).toBe(1);
          expect(note).toMatch(/The smallest rank keeps .* %/);
        }
        if (rank < format.maxRank(shape)) expect(kept(rank + 1)).toBeGreaterThan(keep * dense);
      }),
    );
  });

  it('takes the rank that counting up from 1 would end at', () => {
    fc.assert(
      fc.property(wideShapes, fc.double({ min: 0.01, max: 1, noNaN: true }), (shape, keep) => {
        if (!format.ranked) return;
        const [full, dense] = [format.maxRank(shape), denseParameters(shape)];
        const fits = (rank: number) =>
          formatParameters(format, shape, rank) / dense <= keep * (1 + 1e-12);
        let rank = 0;
        while (rank < full && fits(rank + 1)) rank++;
        expect(resolveRank(format, shape, { keep }).rank).toBe(Math.max(1, rank));
      }),
    );
  });

  it('finds the rank of a huge layer with few counts', () => {
    for (const keep of [0.01, 0.1, 0.5, 0.9, 1]) {
      const stages = vi.spyOn(format, 'stages');
      const shape = { size: [129, 129], inputs: 65_536, outputs: 32_768 };
      const { rank } = resolveRank(format, shape, { keep });
      expect(rank).toBeLessThanOrEqual(format.maxRank(shape));
      // Counted up from 1, it would be up to a million.
      expect(stages.mock.calls.length).toBeLessThan(40);
      vi.restoreAllMocks();
    }
  });

  it('says so when a rank is beyond full', () => {
    const shape = { size: [3, 3], inputs: 2, outputs: 2 };
    const resolved = resolveRank(format, shape, { rank: 500 });
    expect(resolved.rank).toBe(format.maxRank(shape));
    if (format.ranked)
      expect(resolved.note).toMatch(
        /is already the full rank here; 500 would only waste parameters/,
      );
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
    const share = formatParameters(findFormat('kernel-cp'), shape, rank) / denseParameters(shape);
    expect(share).toBeCloseTo(kept, 2);
  });

  const [S, T, R] = [8, 6, 4];
  const two = { size: [5, 3], inputs: S, outputs: T };
  const three = { size: [2, 5, 3], inputs: S, outputs: T };
  it.each([
    ['classical', two, S * T * 15],
    ['kernel-cp', two, R * S * T * 8],
    ['one-way', two, 5 * S * R + 3 * R * T],
    ['one-way', three, 2 * S * R + 5 * R * R + 3 * R * T],
    ['one-way-bank', two, R * 5 * S + 3 * R * S * T],
    ['layer-cp', two, R * (S + T + 8)],
    ['layer-cp', three, R * (S + T + 10)],
    ['tucker-2', two, S * R + 15 * R * R + R * T],
    ['tensor-train', two, S * R + 5 * R * R + 3 * R * R + R * T],
    ['tensor-train', three, S * R + 10 * R * R + R * T],
    ['depthwise-separable', three, S * 30 + S * T],
  ] as const)('%s has the parameters of its formula', (id, shape, parameters) => {
    const format = findFormat(id);
    expect(formatParameters(format, shape, R)).toBe(parameters);
    // Every filter is applied once per position, so that factorised work is N times the parameters.
    const grid = shape.size.map((_, i) => 4 + i);
    const { macs } = chainCounts(format.stages(shape, R), grid, 1);
    expect(macs).toBe(product(grid) * parameters);
  });

  it('a stride saves arithmetic stage by stage', () => {
    const stages = findFormat('one-way').stages(two, R);
    const { macs, intermediates } = chainCounts(stages, [8, 6], 2);
    expect(macs).toBe(4 * 6 * 5 * S * R + 4 * 3 * 3 * R * T);
    expect(intermediates).toBe(4 * 6 * R);
  });

  it('rebuilding a one-way kernel is one matrix product', () => {
    expect(rebuildMacs(findFormat('one-way').stages(two, R), S)).toBe(15 * T * R * S);
    expect(rebuildMacs(findFormat('kernel-cp').stages(two, R), S)).toBe(15 * S * R * T);
  });

  it('says that 3×3 kernel CP at rank 2 costs more than dense', () => {
    const shape = { size: [3, 3], inputs: 4, outputs: 4 };
    const { note } = resolveRank(findFormat('kernel-cp'), shape, { rank: 2 });
    expect(note).toBe('It costs more than a dense kernel: 133.3 %.');
  });
});
