import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { product } from '../../math.ts';
import { indexOf } from '../arrays.ts';
import type { ValueType } from '../values.ts';
import type { Slab } from './container.ts';
import { Selection } from './selection.ts';
import { boxes, checkedSlab, chunkCut, chunksTouched, countsOf, type Box } from './slab.ts';
import { SlabValues } from './slabValues.ts';

interface Case {
  shape: number[];
  chunks: number[];
  slab: Slab;
}

const axis = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 4 }))
  .chain(([extent, chunk]) =>
    fc
      .tuple(fc.nat(extent - 1), fc.integer({ min: 1, max: 3 }))
      .chain(([start, step]) =>
        fc
          .integer({ min: 1, max: Math.floor((extent - 1 - start) / step) + 1 })
          .map((count) => ({ extent, chunk, range: { start, count, step } })),
      ),
  );

const cases = fc.array(axis, { minLength: 1, maxLength: 4 }).map((axes): Case => ({
  shape: axes.map(({ extent }) => extent),
  chunks: axes.map(({ chunk }) => chunk),
  slab: axes.map(({ range }) => range),
}));

const limits = fc.integer({ min: 1, max: 40 });

/** Positions in the selection, in C order, of all points of a box. */
const positions = ({ start, count }: Box, counts: readonly number[]): number[] =>
  Array.from({ length: product(count) }, (_, i) =>
    indexOf(i, count).reduce((at, k, a) => at * counts[a] + start[a] + k, 0),
  );

describe('boxes', () => {
  it('hold every point of a selection once, in C order', () => {
    fc.assert(
      fc.property(cases, limits, ({ slab }, limit) => {
        const counts = countsOf(slab);
        const all = [...boxes(counts, ({ count }) => product(count) <= limit)];
        expect(all.flatMap((box) => positions(box, counts))).toEqual([
          ...Array(product(counts)).keys(),
        ]);
        expect(Math.max(...all.map(({ count }) => product(count)))).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('never divide a chunk', () => {
    fc.assert(
      fc.property(cases, limits, ({ slab, chunks }, limit) => {
        const counts = countsOf(slab);
        const small = ({ count }: Box) => product(count) <= limit;
        const touched = [...boxes(counts, small, chunkCut(slab, chunks))].map((box) => {
          const found = positions(box, counts).map((at) =>
            indexOf(at, counts)
              .map((k, a) => Math.floor((slab[a].start + k * slab[a].step) / chunks[a]))
              .join(),
          );
          return [...new Set(found)];
        });
        const flat = touched.flat();
        expect(new Set(flat).size).toBe(flat.length);
        expect(flat.length).toBe(chunksTouched(slab, chunks));
      }),
    );
  });
});

const BYTE: ValueType = { kind: 'u', size: 1, bigEndian: false };

describe('a selection', () => {
  it.each([false, true])('is put together from its boxes; turned round: %s', (reversed) => {
    fc.assert(
      fc.property(cases, limits, ({ shape, slab }, limit) => {
        const stored = Uint8Array.from({ length: product(shape) }, (_, i) => i % 251);
        const selection = new Selection(shape, slab, 1);
        const { counts } = selection;
        const target = new SlabValues(BYTE, counts, { reversed });
        for (const box of boxes(counts, ({ count }) => product(count) <= limit)) {
          const { begin, length } = selection.span(box);
          const part = stored.subarray(begin, begin + length);
          target.put(new Uint8Array(selection.gather(part, box)), box);
        }
        const shown = reversed ? counts.toReversed() : counts;
        target.values.forEach((value, i) => {
          const index = reversed ? indexOf(i, shown).toReversed() : indexOf(i, shown);
          const at = index.reduce(
            (sum, k, a) => sum * shape[a] + slab[a].start + k * slab[a].step,
            0,
          );
          expect(value).toBe(at % 251);
        });
      }),
    );
  });

  it.each([1, 7, 1000])('is picked from bytes that pass in pieces of %i', (size) => {
    fc.assert(
      fc.property(cases, ({ shape, slab }) => {
        const stored = Uint8Array.from({ length: product(shape) }, (_, i) => i % 251);
        const selection = new Selection(shape, slab, 1);
        const picked: number[] = [];
        const take = selection.picker((bytes) => void picked.push(...bytes));
        let done = false;
        for (let at = 0; at < stored.length; at += size)
          done = take(stored.subarray(at, at + size));
        expect(done).toBe(true);
        const whole = { start: slab.map(() => 0), count: selection.counts };
        const { begin, length } = selection.span(whole);
        expect(picked).toEqual([
          ...selection.gather(stored.subarray(begin, begin + length), whole),
        ]);
      }),
    );
  });
});

describe('checkedSlab', () => {
  it.each<[string, Slab]>([
    ['too far', [{ start: 0, count: 5, step: 1 }]],
    ['before the beginning', [{ start: -1, count: 1, step: 1 }]],
    ['of half a point', [{ start: 0, count: 1.5, step: 1 }]],
    ['without a step', [{ start: 0, count: 2, step: 0 }]],
    ['of other axes', []],
  ])('refuses a part that is %s', (_, slab) => {
    expect(() => checkedSlab('a', [4], slab)).toThrow('does not fit its shape');
  });

  it('lets nothing be chosen', () => {
    expect(checkedSlab('a', [0], [{ start: 0, count: 0, step: 1 }])).toHaveLength(1);
  });
});
