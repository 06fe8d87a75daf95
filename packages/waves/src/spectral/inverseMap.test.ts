import { describe, expect, it } from 'vitest';
import { multiply } from '../csr.ts';
import { interpolationMatrix, interpolator } from '../interpolation.ts';
import type { Mesh, Point } from '../mesh/mesh.ts';
import { structuredQuadrilaterals } from '../mesh/structured.ts';
import { gridPoints } from '../scene/points.ts';

/** A square whose upper side is an arch, and whose inner sides are curved. */
function arch(cells: number, order: number): Mesh {
  const mesh = structuredQuadrilaterals({ columns: cells, rows: cells }, order);
  const rise = (i: number) => mesh.y[i] * (1 + 0.2 * Math.sin(Math.PI * mesh.x[i]));
  return { ...mesh, y: mesh.y.map((_, i) => rise(i)) };
}

const interpolated = (mesh: Mesh, points: Point[], u: (x: number, y: number) => number) => {
  const values = mesh.x.map((x, i) => u(x, mesh.y[i]));
  const out = new Float64Array(points.length);
  multiply(interpolationMatrix(mesh, points), values, out);
  return out;
};

describe('interpolation on curved elements', () => {
  const points: Point[] = Array.from({ length: 80 }, (_, k) => [(k * 0.618) % 1, (k * 0.414) % 1]);

  it('gives the coordinates themselves, and constants', () => {
    for (const order of [2, 5, 8]) {
      const mesh = arch(3, order);
      const ones = interpolated(mesh, points, () => 1);
      const [xs, ys] = [
        interpolated(mesh, points, (x) => x),
        interpolated(mesh, points, (_, y) => y),
      ];
      points.forEach(([x, y], k) => {
        expect(ones[k]).toBeCloseTo(1, 12);
        expect(xs[k]).toBeCloseTo(x, 11);
        expect(ys[k]).toBeCloseTo(y, 11);
      });
    }
  });

  it('gives nodes their own values, also on the rim', () => {
    const mesh = arch(3, 4);
    const nodes = Array.from(mesh.x, (x, i): Point => [x, mesh.y[i]]);
    const u = (x: number, y: number) => Math.cos(3 * x + y);
    interpolated(mesh, nodes, u).forEach((value, i) =>
      expect(value).toBeCloseTo(u(...nodes[i]), 11),
    );
  });

  it('has order p + 1', () => {
    const u = (x: number, y: number) => Math.sin(4 * x + 1) * Math.cos(3 * y);
    const error = (cells: number) =>
      Math.hypot(
        ...interpolated(arch(cells, 4), points, u).map((value, k) => value - u(...points[k])),
      );
    expect(Math.log2(error(4) / error(8))).toBeGreaterThan(4.7);
  });

  it('beside the mesh has the value of the nearest point, and throws farther away', () => {
    const mesh = arch(4, 3);
    const [above] = interpolated(mesh, [[0.5, 1.21]], (_, y) => y);
    expect(above).toBeCloseTo(1.2, 3);
    expect(() => interpolationMatrix(mesh, [[0.5, 3]])).toThrow('lies outside the mesh');
  });
});

describe('interpolation to a grid', () => {
  const grid = gridPoints([0.11, 0.93], [0.02, 0.97], [21, 17]);
  const hidden = (x: number, y: number) => Math.hypot(x - 0.5, y - 0.5) < 0.1;

  it.each([1, 4])('in two steps is the same, in one of %i lanes', (lanes) => {
    for (const order of [2, 4, 8]) {
      const mesh = structuredQuadrilaterals({ columns: 3, rows: 3 }, order);
      const matrix = interpolationMatrix(mesh, grid, hidden);
      const { along, across } = matrix.twoSteps!;
      expect(along.value.length + across.value.length).toBeLessThan(0.6 * matrix.value.length);
      const u = Float64Array.from({ length: mesh.x.length * lanes }, (_, i) => Math.sin(i * i));
      const lane = lanes - 1;
      const once = new Float64Array(grid.length);
      multiply(
        matrix,
        mesh.x.map((_, i) => u[i * lanes + lane]),
        once,
      );
      const twice = new Float64Array(grid.length).fill(NaN);
      interpolator(matrix)(u, lanes, lane, twice);
      const apart = once.map((value, p) => Math.abs(value - twice[p]));
      expect(Math.max(...apart)).toBeLessThan(1e-13);
      expect(twice[grid.findIndex(([x, y]) => hidden(x, y))]).toBe(0);
    }
  });

  it('takes one step where no points share a ξ', () => {
    const mesh = structuredQuadrilaterals({ columns: 3, rows: 3 }, 4);
    const leaning = { ...mesh, x: mesh.x.map((x, i) => x + 0.05 * Math.sin(3 * mesh.y[i])) };
    expect(interpolationMatrix(leaning, grid).twoSteps).toBeUndefined();
    expect(interpolationMatrix(arch(3, 4), grid).twoSteps).toBeDefined();
  });
});
