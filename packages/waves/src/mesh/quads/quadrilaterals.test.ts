import { describe, expect, it } from 'vitest';

import type { Point } from '../mesh.ts';
import { structuredRectangles } from '../structured.ts';
import type { Region } from '../unstructured.ts';
import { expectSoundQuads, rimArea, smallestJacobian } from './invariants.testing.ts';
import { gll } from '../../spectral/gll.ts';
import { quadrilaterals } from './quadrilaterals.ts';
import { raiseOrder } from './raiseOrder.ts';

const rectangle = (left: number, bottom: number, right: number, top: number): Point[] => [
  [left, bottom],
  [right, bottom],
  [right, top],
  [left, top],
];
const circle = { x: 0.55, y: 0.5, radius: 0.15 };
const onCircle = (sides: number): Point[] =>
  Array.from({ length: sides }, (_, k): Point => {
    const angle = (2 * Math.PI * k) / sides;
    return [circle.x + circle.radius * Math.cos(angle), circle.y + circle.radius * Math.sin(angle)];
  });
const square = { points: rectangle(0, 0, 1, 1), names: ['bottom', 'right', 'top', 'left'] };
const region = ({ holes = [], lines = [] }: Partial<Region> = {}): Region => ({
  outline: square,
  holes,
  lines,
});
const disc = { points: onCircle(8), names: 'disc', circle };
const ring = { points: onCircle(8), closed: true, circle };

describe('quadrilaterals', () => {
  it('fill a square, a square with holes and one with interfaces', () => {
    const wall = { points: rectangle(0.3, 0, 0.33, 0.6), names: 'wall' };
    const layer = {
      points: [
        [0, 0.7],
        [1, 0.72],
      ] as Point[],
      closed: false,
    };
    for (const [made, holes, area] of [
      [region(), 0, 1],
      [region({ holes: [wall] }), 0, 1 - 0.03 * 0.6],
      [region({ lines: [layer, ring] }), 0, 1],
    ] as const) {
      for (const size of [0.09]) {
        const { mesh } = quadrilaterals(made, { size });
        expectSoundQuads(mesh, holes);
        expect(rimArea(mesh)).toBeCloseTo(area, 10);
        expect(smallestJacobian(mesh)).toBeGreaterThan(0.2);
        expect(Object.keys(mesh.boundary)).toEqual(expect.arrayContaining(square.names));
      }
    }
  });

  it('are the same every time', () => {
    const made = region({ holes: [disc] });
    expect(quadrilaterals(made, { size: 0.08 })).toEqual(quadrilaterals(made, { size: 0.08 }));
  });

  it('follow circles with their sides', () => {
    const { mesh, curves } = quadrilaterals(region({ lines: [ring] }), { size: 0.08 });
    expect(curves.length).toBeGreaterThanOrEqual(16);
    for (const { a, b } of curves) {
      for (const v of [a, b]) {
        const distance = Math.hypot(mesh.x[v] - circle.x, mesh.y[v] - circle.y);
        expect(distance).toBeCloseTo(circle.radius, 12);
      }
    }
    // One closed chain: every node on the circle is the end of two sides.
    const ends = curves.flatMap(({ a, b }) => [a, b]);
    expect(new Set(ends).size).toBe(curves.length);
  });
});

describe('raising the order', () => {
  it('keeps what holds for a mesh, on grids and on fitted ones', () => {
    for (const order of [2, 5]) {
      expectSoundQuads(raiseOrder(structuredRectangles({ columns: 3, rows: 2 }), order), 0);
      const { mesh, curves } = quadrilaterals(region({ holes: [disc] }), { size: 0.12 });
      expectSoundQuads(raiseOrder(mesh, order, curves), 1);
    }
  });

  it('gives the area of a disc up to the order of the polynomials', () => {
    const area = Math.PI * circle.radius ** 2;
    for (const order of [2, 3, 4]) {
      const errors = [16, 32].map((sides) => {
        const outline = { points: onCircle(sides), names: 'rim', circle };
        const size = (Math.PI * circle.radius) / sides;
        const { mesh, curves } = quadrilaterals({ outline, holes: [], lines: [] }, { size });
        return Math.abs(exactArea(raiseOrder(mesh, order, curves)) / area - 1);
      });
      expect(errors[1]).toBeLessThan(errors[0] / 2 ** (order + 1));
    }
  });

  it('draws an arc straight where it would fold a cell over', () => {
    const mesh = structuredRectangles({ columns: 1, rows: 1, height: 0.1 });
    const arc = { x: 0.5, y: -0.05, radius: Math.hypot(0.5, 0.05) };
    const [a, b] = [0, 2];
    const raised = raiseOrder(mesh, 4, [{ a, b, circle: arc }]);
    expect(rimArea(raised)).toBeCloseTo(0.1, 12);
  });
});

/** Area by Green's formula along the boundary, whose sides are polynomials of the mesh's order (m²). */
function exactArea({ x, y, order, boundary }: ReturnType<typeof raiseOrder>): number {
  const { weights, derivative } = gll(order);
  // ½ ∮ x dy − y dx over polynomials of degree 2p − 1 is what p + 1 Lobatto points integrate exactly.
  const row = order + 1;
  let area = 0;
  for (const pairs of Object.values(boundary)) {
    for (let side = 0; side < pairs.length; side += 2 * order) {
      const nodes = [
        pairs[side],
        ...Array.from({ length: order }, (_, k) => pairs[side + 2 * k + 1]),
      ];
      for (let i = 0; i < row; i++) {
        let [dx, dy] = [0, 0];
        for (let k = 0; k < row; k++) {
          dx += derivative[i * row + k] * x[nodes[k]];
          dy += derivative[i * row + k] * y[nodes[k]];
        }
        area += (weights[i] * (x[nodes[i]] * dy - y[nodes[i]] * dx)) / 2;
      }
    }
  }
  return area;
}
