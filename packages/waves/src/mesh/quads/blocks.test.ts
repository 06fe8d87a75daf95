import { expect, it } from 'vitest';

import { structuredRectangles } from '../structured.ts';
import type { Point } from '../mesh.ts';
import type { Region } from '../unstructured.ts';
import { expectSoundQuads, rimArea, smallestJacobian } from './invariants.testing.ts';
import { quadrilaterals } from './quadrilaterals.ts';
import { raiseOrder } from './raiseOrder.ts';

const rectangle = (left: number, bottom: number, right: number, top: number): Point[] => [
  [left, bottom],
  [right, bottom],
  [right, top],
  [left, top],
];
const region = ({ holes = [], lines = [] }: Partial<Region> = {}): Region => ({
  outline: { points: rectangle(0, 0, 1, 1), names: ['bottom', 'right', 'top', 'left'] },
  holes,
  lines,
});
const across = (y: number) => ({
  points: [
    [0, y],
    [1, y],
  ] as Point[],
  closed: false,
});
const disc = (x: number, y: number, radius: number) => ({
  circle: { x, y, radius },
  points: Array.from({ length: 8 }, (_, k): Point => {
    const angle = (Math.PI * k) / 4;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  }),
});

it('a square is cut into squares', () => {
  const { mesh } = quadrilaterals(region(), { size: 1 / 8 });
  const grid = structuredRectangles({ columns: 8, rows: 8 });
  const nodes = ({ x, y }: typeof mesh) => Array.from(x, (_, v) => `${x[v]},${y[v]}`).toSorted();
  expect(nodes(mesh)).toEqual(nodes(grid));
  expectSoundQuads(mesh, 0);
});

it('layers and walls are filled with rectangles, one cell across a narrow wall or gap', () => {
  const walls = [rectangle(0.48, 0, 0.51, 0.4), rectangle(0.48, 0.55, 0.51, 1)];
  const holes = walls.map((points) => ({ points, names: 'wall' }));
  const { mesh } = quadrilaterals(region({ holes, lines: [across(0.3), across(0.7)] }), {
    size: 0.07,
  });
  expectSoundQuads(mesh, 0);
  expect(rimArea(mesh)).toBeCloseTo(1 - 0.03 * 0.85, 12);
  const inGap = Array.from(mesh.x).filter((x) => x > 0.4801 && x < 0.5099);
  expect(inGap).toHaveLength(0);
});

it('rings lie around circles, whose inside is filled if it belongs to the domain', () => {
  const [hole, ring] = [disc(0.3, 0.35, 0.12), disc(0.72, 0.6, 0.15)];
  const made = region({
    holes: [{ ...hole, names: 'hole' }],
    lines: [{ ...ring, closed: true }, across(0.9)],
  });
  const { mesh, curves } = quadrilaterals(made, { size: 0.06 });
  const raised = raiseOrder(mesh, 4, curves);
  expectSoundQuads(raised, 1);
  expect(smallestJacobian(raised)).toBeGreaterThan(0.2);
  expect(rimArea(raised)).toBeCloseTo(1 - Math.PI * 0.12 ** 2, 3);
  expect(mesh.boundary.hole.length).toBeGreaterThanOrEqual(2 * 8);
});
