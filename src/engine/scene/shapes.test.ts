import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experimentFrom } from '../experiment/presets.ts';
import { validateExperiment } from '../opening/validate.ts';
import { areaOf } from 'slimwave-waves/mesh/invariants.testing';
import type { Point } from 'slimwave-waves/mesh/mesh';
import { meshScene } from 'slimwave-waves/scene/model';
import { inObstacle } from 'slimwave-waves/scene/scene';
import { domainBox } from './domain.ts';
import { meshed } from './meshed.ts';
import { sceneOf } from './scene.ts';
import { boxPolygon, contains, isSimple, overlap, type Shape } from 'slimwave-waves/scene/shapes';
import { shapeOf } from './items.ts';

const pointShape = ([x, y]: Point): Shape => boxPolygon({ x: [x, x], y: [y, y] });
/** Numbers as people write them, with three decimals. */
const decimal = (low: number, high: number) =>
  fc.integer({ min: Math.round(low * 1000), max: Math.round(high * 1000) }).map((k) => k / 1000);

const itemOf = (kind: string, numbers: readonly number[]) => ({
  kind,
  numbers: numbers.map((value): [number, number] => [value, value]),
});

const rectangle = fc
  .tuple(decimal(0.3, 0.7), decimal(0.3, 0.7), decimal(0.01, 0.5), decimal(0.01, 0.5))
  .map((numbers) => shapeOf(itemOf('rectangle', numbers), 0).shape);
const circle = fc
  .tuple(decimal(0.3, 0.7), decimal(0.3, 0.7), decimal(0.01, 0.3))
  .map(([x, y, radius]): Shape => ({ kind: 'circle', x, y, radius }));
/** Corners at growing angles about a middle: never crossing, mostly not convex. */
const star = fc.array(decimal(0.05, 0.3), { minLength: 3, maxLength: 9 }).map((radii): Shape => {
  const points = radii.map((radius, k): Point => {
    const angle = (2 * Math.PI * k) / radii.length;
    return [0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle)];
  });
  return { kind: 'polygon', points };
});

/** A point on the border at a share of its length or angle, and the direction to the inside there. */
function borderPoint(shape: Shape, share: number): { at: Point; inwards: Point } {
  if (shape.kind === 'circle') {
    const [c, s] = [Math.cos(2 * Math.PI * share), Math.sin(2 * Math.PI * share)];
    return { at: [shape.x + shape.radius * c, shape.y + shape.radius * s], inwards: [-c, -s] };
  }
  const { points } = shape;
  const k = Math.min(points.length - 1, Math.floor(share * points.length));
  const t = share * points.length - k;
  const [[ax, ay], [bx, by]] = [points[k], points[(k + 1) % points.length]];
  const length = Math.hypot(bx - ax, by - ay);
  return {
    at: [ax + t * (bx - ax), ay + t * (by - ay)],
    inwards: [-(by - ay) / length, (bx - ax) / length],
  };
}

describe('what is on the border of a shape is outside', () => {
  it('on all sides of rectangles and polygons, at all angles of circles', () => {
    fc.assert(
      fc.property(
        fc.oneof(rectangle, circle, star),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (shape, share) => {
          const { at } = borderPoint(shape, share);
          expect(contains(shape, ...at)).toBe(false);
          expect(overlap(pointShape(at), shape)).toBe(false);
        },
      ),
    );
  });

  it('a little further in is inside, a little further out is not', () => {
    fc.assert(
      fc.property(
        fc.oneof(rectangle, circle),
        fc.double({ min: 0.01, max: 0.24, noNaN: true }),
        (shape, share) => {
          const { at, inwards } = borderPoint(shape, share);
          const moved = (by: number): Point => [at[0] + by * inwards[0], at[1] + by * inwards[1]];
          for (const [by, inside] of [
            [1e-6, true],
            [-1e-6, false],
          ] as const) {
            expect(contains(shape, ...moved(by))).toBe(inside);
            expect(overlap(pointShape(moved(by)), shape)).toBe(inside);
          }
        },
      ),
    );
  });

  it('shapes that touch do not overlap, pushed into each other they do', () => {
    fc.assert(
      fc.property(circle, fc.double({ min: 0, max: 1, noNaN: true }), (first, share) => {
        if (first.kind !== 'circle') return;
        const { at, inwards } = borderPoint(first, share);
        const beside = (by: number): Shape => ({
          kind: 'circle',
          x: at[0] - (0.1 - by) * inwards[0],
          y: at[1] - (0.1 - by) * inwards[1],
          radius: 0.1,
        });
        expect(overlap(first, beside(0))).toBe(false);
        expect(overlap(first, beside(1e-6))).toBe(true);
      }),
    );
    const box = (left: number, right: number): Shape =>
      boxPolygon({ x: [left, right], y: [0.2, 0.4] });
    expect(overlap(box(0.1, 0.1 + 0.2), box(0.3, 0.5))).toBe(false);
    expect(overlap(box(0.1, 0.301), box(0.3, 0.5))).toBe(true);
    expect(overlap(box(0.1, 0.3), box(0.1, 0.3))).toBe(true);
  });

  const withReceiver = (obstacle: string, [x, y]: Point) =>
    validateExperiment(
      experimentFrom({
        'scene.mesh': 'fitted',
        'scene.obstacles': obstacle,
        'scene.receivers': `point(${x},${y})`,
        'zone.x': '0.8..0.95',
        'source.x': '0.1..0.2',
      }),
    );

  it.each([
    ['0.4', [0.4, 0.5]],
    ['0.6', [0.6, 0.5]],
    ['below', [0.5, 0.4]],
    ['above', [0.5, 0.6]],
    ['a corner', [0.4, 0.6]],
  ] as const)('a receiver may be on a side of a rectangle: %s', (_, at) => {
    expect(withReceiver('rectangle(free,0.5,0.5,0.2,0.2)', at)).toEqual([]);
    const inside: Point = [0.5 + 0.98 * (at[0] - 0.5), 0.5 + 0.98 * (at[1] - 0.5)];
    const [issue] = withReceiver('rectangle(free,0.5,0.5,0.2,0.2)', inside);
    expect(issue.key).toBe('scene.receivers');
    expect(issue.message).toContain('Receiver 1 lies inside obstacle 1');
  });

  it('a receiver behind an obstacle that stands on a side of the square is inside it', () => {
    expect(withReceiver('rectangle(free,0.5,0.05,0.2,0.1)', [0.5, 0])[0].message).toContain(
      'Receiver 1 lies inside',
    );
    expect(withReceiver('rectangle(free,0.5,0.05,0.2,0.1)', [0.61, 0])).toEqual([]);
  });
});

describe('corners of polygons', () => {
  const obstacle = (corners: string) => ({
    'scene.mesh': 'fitted',
    'scene.obstacles': `polygon(fixed,${corners})`,
  });
  const triangle = '0.6,0.4,0.8,0.4,0.7,0.6';

  it.each([
    ['a closed ring', `${triangle},0.6,0.4`],
    ['closed but for round-off', `${triangle},0.6000000000001,0.4`],
    ['a corner given twice', '0.6,0.4,0.8,0.4,0.8,0.4,0.7,0.6'],
    ['the first corner given three times', '0.6,0.4,0.6,0.4,0.8,0.4,0.7,0.6,0.6,0.4'],
  ])('equal neighbours count once: %s', (_, corners) => {
    const experiment = experimentFrom(obstacle(corners));
    expect(validateExperiment(experiment)).toEqual([]);
    const { obstacles } = sceneOf(meshed(experiment));
    const [plain] = sceneOf(meshed(experimentFrom(obstacle(triangle)))).obstacles;
    expect(obstacles[0].shape).toMatchObject({ points: { length: 3 } });
    expect(inObstacle({ obstacles, box: domainBox({ width: 1, height: 1 }) }, 0.7, 0.5)).toBe(true);
    expect(isSimple(plain.shape)).toBe(true);
  });

  it('the same of inclusions', () => {
    const experiment = experimentFrom({
      'scene.mesh': 'fitted',
      'scene.inclusions': `polygon(0.6,1,${triangle},0.6,0.4)`,
    });
    expect(validateExperiment(experiment)).toEqual([]);
  });

  it('as many as are allowed, and the first again', () => {
    const ring = Array.from({ length: 16 }, (_, k) => {
      const angle = (Math.PI * k) / 8;
      return `${(0.7 + 0.1 * Math.cos(angle)).toFixed(3)},${(0.5 + 0.1 * Math.sin(angle)).toFixed(3)}`;
    });
    const closed = [...ring, ring[0]].join();
    expect(validateExperiment(experimentFrom(obstacle(closed)))).toEqual([]);
  });

  it('a ring whose free corner closes it has that corner once, and moves as one', () => {
    const { scene } = experimentFrom(obstacle('0.55..0.6,0.4,0.8,0.4,0.7,0.6,0.55..0.6,0.4'));
    expect(scene.obstacles[0].numbers).toHaveLength(6);
  });

  it('either way round, and with corners on a straight side, they make the same mesh', () => {
    const mesh = (corners: string) => meshScene(sceneOf(meshed(experimentFrom(obstacle(corners)))));
    const plain = mesh(triangle);
    for (const corners of ['0.7,0.6,0.8,0.4,0.6,0.4', '0.6,0.4,0.7,0.4,0.8,0.4,0.7,0.6']) {
      const other = mesh(corners);
      expect(areaOf(other)).toBeCloseTo(1 - 0.02, 9);
      expect(areaOf(plain)).toBeCloseTo(1 - 0.02, 9);
    }
  });

  it.each([
    ['two different corners only', '0.6,0.4,0.8,0.4,0.6,0.4'],
    ['one place', '0.6,0.4,0.6,0.4,0.6,0.4'],
    ['all on a line', '0.6,0.4,0.7,0.4,0.8,0.4'],
    ['a bow tie', '0.6,0.4,0.8,0.6,0.8,0.4,0.6,0.6'],
  ])('are refused if they make no shape: %s', (_, corners) => {
    const [issue] = validateExperiment(experimentFrom(obstacle(corners)));
    expect(issue.message).toContain('crosses itself or has no area');
  });
});
