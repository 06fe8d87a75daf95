import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { areaOf, boundaryLengths, expectSound, lengthAlong } from './invariants.testing.ts';
import type { Point } from './mesh.ts';
import { meshQuality } from './quality.ts';
import { polygonArea } from './region.ts';
import { meshRegion, type Loop, type Polyline, type Region } from './unstructured.ts';

const rectangle = (left: number, bottom: number, right: number, top: number): Point[] => [
  [left, bottom],
  [right, bottom],
  [right, top],
  [left, top],
];
/** Sides as long as the mesh size, as a caller would choose them. */
const circle = (x: number, y: number, radius: number, size: number): Point[] => {
  const sides = Math.max(8, Math.round((2 * Math.PI * radius) / size));
  return Array.from({ length: sides }, (_, k): Point => {
    const angle = (2 * Math.PI * k) / sides;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
};
const perimeter = (points: Point[]) =>
  points.reduce((sum, [x, y], k) => {
    const [nx, ny] = points[(k + 1) % points.length];
    return sum + Math.hypot(nx - x, ny - y);
  }, 0);
const square: Loop = { points: rectangle(0, 0, 1, 1), names: ['bottom', 'right', 'top', 'left'] };
const obstacle = (points: Point[]): Loop => ({ points, names: 'obstacle' });
const ring = (points: Point[]): Polyline => ({ points, closed: true });
const scene = (holes: Loop[] = [], lines: Polyline[] = [], outline = square): Region => ({
  outline,
  holes,
  lines,
});

const zone = rectangle(0.45, 0.25, 0.95, 0.75);
const sizes = [1 / 32, 1 / 48, 1 / 64, 1 / 96];

/** Two arcs of radius 0.3 that meet at ±0.2 above and below the centre of the square. */
const lens = (size: number): Point[] => {
  const [radius, half] = [0.3, Math.asin(0.2 / 0.3)];
  const shift = radius * Math.cos(half);
  const sides = Math.round((2 * half * radius) / size);
  return Array.from({ length: 2 * sides }, (_, k): Point => {
    const right = k < sides ? 1 : -1;
    const angle = ((2 * (k % sides)) / sides - 1) * half;
    return [
      0.5 + right * (radius * Math.cos(angle) - shift),
      0.5 + right * radius * Math.sin(angle),
    ];
  });
};

describe('the scenes of the lab', () => {
  const scenes: Record<string, (size: number) => Region> = {
    'a plain square': () => scene(),
    'a circle in the middle': (h) => scene([obstacle(circle(0.5, 0.5, 0.12, h))]),
    'two walls': () =>
      scene([obstacle(rectangle(0.3, 0, 0.33, 0.6)), obstacle(rectangle(0.65, 0.4, 0.68, 1))]),
    'a round lens': (h) => scene([], [ring(circle(0.45, 0.52, 0.18, h))]),
    'a lens of two arcs': (h) => scene([], [ring(lens(h))]),
    'layered ground': () =>
      scene(
        [],
        [0.37, 0.61].map((y) => ({
          points: [
            [0, y],
            [1, y],
          ],
          closed: false,
        })),
      ),
    'a zone with an obstacle': (h) => scene([obstacle(circle(0.7, 0.5, 0.12, h))], [ring(zone)]),
    'a zone beside an obstacle': (h) => scene([obstacle(circle(0.22, 0.5, 0.12, h))], [ring(zone)]),
    'a zone across a lens': (h) => scene([], [ring(zone), ring(circle(0.5, 0.5, 0.18, h))]),
    'a disc': (h) => scene([], [], { points: circle(0.5, 0.5, 0.5, h), names: 'rim' }),
  };
  for (const [name, make] of Object.entries(scenes)) {
    it(`${name}: angles of at least 30° and edges of at most 1.6 sizes`, () => {
      for (const size of sizes) {
        const quality = meshQuality(meshRegion(make(size), { size }));
        expect(quality.smallestAngle).toBeGreaterThan(30);
        expect(quality.longestEdge).toBeLessThan(1.6 * size);
        // Where a zone cuts a polygon close to a corner, the input has a shorter edge.
        if (!name.includes('across')) expect(quality.shortestEdge).toBeGreaterThan(0.5 * size);
      }
    });
  }
});

describe('a circular obstacle anywhere', () => {
  const place = fc.record({
    x: fc.double({ min: 0.25, max: 0.75, noNaN: true }),
    y: fc.double({ min: 0.25, max: 0.75, noNaN: true }),
    radius: fc.double({ min: 0.05, max: 0.2, noNaN: true }),
    cells: fc.integer({ min: 12, max: 48 }),
  });

  it('gives a sound mesh of the exact area with good angles', () => {
    fc.assert(
      fc.property(place, ({ x, y, radius, cells }) => {
        const size = 1 / cells;
        const points = circle(x, y, radius, size);
        const mesh = meshRegion(scene([obstacle(points)]), { size });
        expectSound(mesh, 1);
        expect(areaOf(mesh) / (1 - polygonArea(points))).toBeCloseTo(1, 12);
        const { left, right, bottom, top, obstacle: around } = boundaryLengths(mesh);
        for (const side of [left, right, bottom, top]) expect(side).toBeCloseTo(1, 12);
        expect(around).toBeCloseTo(perimeter(points), 12);
        const quality = meshQuality(mesh);
        expect(quality.smallestAngle).toBeGreaterThan(25);
        expect(quality.longestEdge).toBeLessThan(1.7 * size);
      }),
      { numRuns: 40 },
    );
  });
});

describe('interfaces', () => {
  const coordinate = fc.double({ min: 0.1, max: 0.9, noNaN: true });

  it('are chains of mesh edges, also where they cross or leave the domain', () => {
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, (a, b, c) => {
        // 0.2 apart in height at least, so that no corner is too sharp.
        const lines: [Point, Point][] = [
          [
            [-0.2, a],
            [1.3, 1 - a],
          ],
          [
            [b, 1.5],
            [c, -0.5],
          ],
        ];
        const region = scene(
          [],
          lines.map((points) => ({ points, closed: false })),
        );
        const mesh = meshRegion(region, { size: 1 / 16 });
        expectSound(mesh, 0);
        expect(areaOf(mesh)).toBeCloseTo(1, 12);
        for (const [p, q] of lines) {
          const length = Math.hypot(q[0] - p[0], q[1] - p[1]);
          const inside = p[0] < 0 ? length / 1.5 : length / 2;
          expect(lengthAlong(mesh, p, q)).toBeCloseTo(inside, 8);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('may coincide with each other, the outline and obstacles', () => {
    const half = rectangle(0.5, 0, 1, 1);
    const hole = rectangle(0.6, 0.3, 0.8, 0.5);
    const region = scene([obstacle(hole)], [ring(half), ring(half), ring(hole), ring(zone)]);
    const mesh = meshRegion(region, { size: 1 / 20 });
    expectSound(mesh, 1);
    expect(lengthAlong(mesh, [0.5, 0], [0.5, 1])).toBeCloseTo(1, 12);
    expect(lengthAlong(mesh, [0.45, 0.75], [0.95, 0.75])).toBeCloseTo(0.5, 12);
  });
});

describe('obstacles', () => {
  it('may stand on a side, reach beyond it, touch and overlap', () => {
    const holes = [
      rectangle(0.2, 0, 0.3, 0.5),
      rectangle(0.3, 0.4, 0.5, 0.5),
      rectangle(0.45, 0.45, 0.6, 0.7),
      rectangle(0.7, 0.8, 0.8, 1.2),
    ].map((points) => obstacle(points));
    const mesh = meshRegion(scene(holes), { size: 1 / 24 });
    expectSound(mesh, 0);
    const cut = 0.05 + 0.02 + 0.15 * 0.25 - 0.05 * 0.05 + 0.02;
    expect(areaOf(mesh)).toBeCloseTo(1 - cut, 12);
    expect(boundaryLengths(mesh).bottom).toBeCloseTo(0.9, 12);
    expect(boundaryLengths(mesh).top).toBeCloseTo(0.9, 12);
  });

  it('may cut the domain in two', () => {
    const mesh = meshRegion(scene([obstacle(rectangle(0.4, -1, 0.5, 2))]), { size: 0.1 });
    // Two pieces without holes: Euler's relation gives 2 instead of 1.
    expectSound(mesh, -1);
    expect(areaOf(mesh)).toBeCloseTo(0.9, 12);
  });

  it('with a gap between them narrower than the size get smaller triangles there', () => {
    const holes = [rectangle(0.2, 0.3, 0.49, 0.6), rectangle(0.5, 0.3, 0.8, 0.6)];
    const mesh = meshRegion(scene(holes.map((points) => obstacle(points))), { size: 1 / 24 });
    expectSound(mesh, 2);
    const inGap = Array.from(
      mesh.x,
      (x, v) => x > 0.491 && x < 0.499 && mesh.y[v] > 0.3 && mesh.y[v] < 0.6,
    );
    expect(inGap.filter(Boolean).length).toBeGreaterThan(20);
    expect(meshQuality(mesh).smallestAngle).toBeGreaterThan(25);
    expect(mesh.x.length).toBeLessThan(2500);
  });
});

describe('with a tolerance', () => {
  // Never so that a side of the zone grazes the circle: corners would be too sharp.
  const placed = fc.record({
    x: fc.double({ min: 0.35, max: 0.55, noNaN: true }),
    y: fc.double({ min: 0.45, max: 0.55, noNaN: true }),
    radius: fc.double({ min: 0.12, max: 0.17, noNaN: true }),
  });
  const size = 1 / 32;
  const tolerance = size / 10;

  it('meshes a zone across an obstacle wherever it is, moving edges by no more than that', () => {
    fc.assert(
      fc.property(placed, ({ x, y, radius }) => {
        const points = circle(x, y, radius, size);
        const mesh = meshRegion(scene([obstacle(points)], [ring(zone)]), { size, tolerance });
        expectSound(mesh, 1);
        const strayed = Math.abs(areaOf(mesh) - (1 - polygonArea(points)));
        expect(strayed).toBeLessThan(tolerance * perimeter(points));
      }),
      { numRuns: 30 },
    );
  });

  it('removes a short edge that would shrink the time step', () => {
    // The line passes a corner of the obstacle at a distance of a twentieth of the size.
    const hole = obstacle([
      [0.4, 0.4],
      [0.6, 0.4],
      [0.62, 0.5],
      [0.6, 0.6],
      [0.4, 0.6],
    ]);
    const y = 0.5 + size / 20;
    const line = {
      points: [
        [0.1, y],
        [0.9, y],
      ] as Point[],
      closed: false,
    };
    const exact = meshQuality(meshRegion(scene([hole], [line]), { size }));
    const moved = meshQuality(meshRegion(scene([hole], [line]), { size, tolerance }));
    expect(exact.shortestEdge).toBeLessThan(0.1 * size);
    expect(moved.shortestEdge).toBeGreaterThan(0.45 * size);
  });

  it('leaves a scene without such details as it is', () => {
    const region = scene([obstacle(circle(0.7, 0.5, 0.12, size))], [ring(zone)]);
    expect(meshRegion(region, { size, tolerance })).toEqual(meshRegion(region, { size }));
  });
});

it('does not depend on the orientation of loops', () => {
  const points = circle(0.4, 0.6, 0.15, 1 / 24);
  const mesh = meshRegion(scene([obstacle([...points].reverse())]), { size: 1 / 24 });
  expectSound(mesh, 1);
  const names = ['left', 'top', 'right', 'bottom'];
  const turned = {
    points: [...square.points].reverse(),
    names: ['top', 'right', 'bottom', 'left'],
  };
  expect(
    Object.keys(boundaryLengths(meshRegion(scene([], [], turned), { size: 0.1 }))).sort(),
  ).toEqual(names.sort());
});

it('gives the same mesh for the same scene', () => {
  const region = scene([obstacle(circle(0.6, 0.4, 0.13, 1 / 32))], [ring(zone)]);
  const [first, second] = [
    meshRegion(region, { size: 1 / 32 }),
    meshRegion(region, { size: 1 / 32 }),
  ];
  expect(second).toEqual(first);
});

it('numbers neighbours close to each other', () => {
  const { x, cells } = meshRegion(scene(), { size: 1 / 64 });
  let sum = 0;
  for (let t = 0; t < cells.length; t += 3) sum += Math.abs(cells[t] - cells[t + 1]);
  // A random numbering would give a third of the nodes.
  expect(sum / (cells.length / 3)).toBeLessThan(x.length / 20);
});

it('scales with the domain', () => {
  const points = rectangle(0, 0, 3000, 2000);
  const mesh = meshRegion(scene([], [], { points, names: 'edge' }), { size: 100 });
  expectSound(mesh, 0);
  expect(areaOf(mesh) / 6e6).toBeCloseTo(1, 12);
  expect(meshQuality(mesh).smallestAngle).toBeGreaterThan(30);
});
