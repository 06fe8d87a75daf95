import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Buckets } from './buckets.ts';

/** Some points lie outside the box of 1 m × 0.5 m. */
const place = fc.tuple(
  fc.double({ min: -0.2, max: 1.2, noNaN: true }),
  fc.double({ min: -0.2, max: 0.7, noNaN: true }),
);
const box = { left: 0, bottom: 0, width: 1, height: 0.5 };

it('finds at least what lies in a rectangle, in the order of adding within a bucket', () => {
  fc.assert(
    fc.property(
      fc.array(place),
      place,
      place,
      fc.constantFrom(0.03, 0.1, 2),
      (points, p, q, side) => {
        const buckets = new Buckets(box, side);
        points.forEach(([x, y], k) => buckets.add(k, x, y));
        const [left, right] = [Math.min(p[0], q[0]), Math.max(p[0], q[0])];
        const [bottom, top] = [Math.min(p[1], q[1]), Math.max(p[1], q[1])];
        const found: number[] = [];
        expect(buckets.some(left, bottom, right, top, (k) => found.push(k) < 0)).toBe(false);
        const inside = points.flatMap(([x, y], k) =>
          x >= left && x <= right && y >= bottom && y <= top ? [k] : [],
        );
        expect(found).toEqual(expect.arrayContaining(inside));
        // Points are in one bucket each; in a single bucket they come in order.
        expect(new Set(found).size).toBe(found.length);
        if (side === 2) expect(found).toEqual([...points.keys()]);
      },
    ),
  );
});

it('has a thing that meets several buckets in each of them once, and stops at the first that passes', () => {
  const buckets = new Buckets(box, 0.1);
  buckets.add(7, 0.05, 0.05, 0.25, 0.05);
  buckets.add(7, 0.05, 0.05);
  buckets.add(8, 0.05, 0.05);
  const asked: number[] = [];
  buckets.some(0, 0, 0.3, 0.1, (k) => asked.push(k) < 0);
  expect(asked).toEqual([7, 8, 7, 7]);
  expect(buckets.some(0, 0, 0.3, 0.1, (k) => k === 8)).toBe(true);
});

it('has at most about the number of buckets that is asked for', () => {
  expect(new Buckets(box, 1e-9, 200).side).toBeCloseTo(0.05, 12);
});
