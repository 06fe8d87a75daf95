import { describe, expect, it } from 'vitest';
import { multiply } from '../csr.ts';
import { interpolationMatrix } from '../interpolation.ts';
import type { Mesh, Point } from '../mesh/mesh.ts';
import { structuredQuadrilaterals } from '../mesh/structured.ts';

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
