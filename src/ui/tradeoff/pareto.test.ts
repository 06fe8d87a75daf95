import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paretoFront } from './pareto.ts';

interface Point {
  x: number;
  y: number;
}
const coordinate = fc.integer({ min: 0, max: 12 });
const points = fc.array(fc.record({ x: coordinate, y: coordinate }), { maxLength: 30 });
const front = (all: readonly Point[]) =>
  paretoFront(
    all,
    ({ x }) => x,
    ({ y }) => y,
  );
const dominates = (a: Point, b: Point) => a.x <= b.x && a.y <= b.y && (a.x < b.x || a.y < b.y);
const same = (a: Point, b: Point) => a.x === b.x && a.y === b.y;

test('no point dominates one of the front, and every other is dominated or a copy', () => {
  fc.assert(
    fc.property(points, (all) => {
      const best = front(all);
      for (const point of all) {
        if (best.includes(point)) expect(all.some((other) => dominates(other, point))).toBe(false);
        else {
          expect(best.some((other) => dominates(other, point) || same(other, point))).toBe(true);
        }
      }
    }),
  );
});

test('the front does not depend on the order, and falls strictly from left to right', () => {
  fc.assert(
    fc.property(points, (all) => {
      const best = front(all);
      expect(front(all.toReversed())).toEqual(best);
      for (const [i, point] of best.slice(1).entries()) {
        expect(point.x).toBeGreaterThan(best[i].x);
        expect(point.y).toBeLessThan(best[i].y);
      }
    }),
  );
});
