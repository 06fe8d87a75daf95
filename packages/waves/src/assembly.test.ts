import { describe, expect, it } from 'vitest';
import { addEdgeMass, assembleLumpedMass, assembleStiffness, uniformMaterial } from './assembly.ts';
import { multiply } from './csr.ts';
import { interpolationMatrix } from './interpolation.ts';
import { structuredRectangles, structuredTriangles } from './mesh/structured.ts';

const apply = (matrix: Parameters<typeof multiply>[0], vector: Float64Array): Float64Array => {
  const out = new Float64Array(matrix.rows);
  multiply(matrix, vector, out);
  return out;
};

const dot = (a: Float64Array, b: Float64Array) =>
  a.reduce((total, value, i) => total + value * b[i], 0);

describe('structured mesh of the square', () => {
  const mesh = structuredTriangles({ columns: 12, rows: 12 });

  it('covers the area once', () => {
    const area = assembleLumpedMass(mesh, uniformMaterial(mesh, 1)).reduce((a, b) => a + b, 0);
    expect(area).toBeCloseTo(1, 12);
  });

  it('has sides of length one', () => {
    for (const edges of Object.values(mesh.boundary)) {
      const mass = new Float64Array(mesh.x.length);
      addEdgeMass(mesh, edges, () => 1, mass);
      expect(mass.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    }
  });

  it('has the same lumped mass at every inner node', () => {
    const mass = assembleLumpedMass(mesh, uniformMaterial(mesh, 1));
    const h = 1 / 12;
    const isInner = (i: number) => mesh.x[i] > 0 && mesh.x[i] < 1 && mesh.y[i] > 0 && mesh.y[i] < 1;
    const inner = mass.filter((_, i) => isInner(i));
    expect(inner).toHaveLength(11 * 11);
    for (const m of inner) expect(m).toBeCloseTo(h * h, 14);
  });
});

const kinds = { triangles: structuredTriangles, rectangles: structuredRectangles };

describe.each(Object.entries(kinds))('stiffness of %s', (_, structured) => {
  const mesh = structured({ columns: 10, rows: 10 });
  const stiffness = assembleStiffness(mesh, uniformMaterial(mesh, Math.SQRT2));

  it('is symmetric and knows no constant', () => {
    const u = Float64Array.from(mesh.x, (x, i) => Math.sin(3 * x + mesh.y[i] ** 2));
    const w = Float64Array.from(mesh.x, (x, i) => Math.cos(x - 2 * mesh.y[i]));
    expect(dot(apply(stiffness, u), w)).toBeCloseTo(dot(u, apply(stiffness, w)), 12);
    const ones = new Float64Array(mesh.x.length).fill(1);
    for (const value of apply(stiffness, ones)) expect(Math.abs(value)).toBeLessThan(1e-12);
  });

  it('gives the exact energy of a linear field: κ |∇u|² times the area', () => {
    const u = Float64Array.from(mesh.x, (x, i) => 3 * x - 4 * mesh.y[i]);
    expect(dot(u, apply(stiffness, u))).toBeCloseTo(2 * 25, 10);
  });

  it('is the matrix of the bilinear form: exact for a product of a linear and a constant field', () => {
    const u = Float64Array.from(mesh.x);
    const w = Float64Array.from(mesh.x, (x, i) => x * 2 + mesh.y[i]);
    expect(dot(w, apply(stiffness, u))).toBeCloseTo(2 * 2, 10);
  });
});

it('the stiffness of right-angled triangles keeps five entries in an inner row', () => {
  const mesh = structuredTriangles({ columns: 10, rows: 10 });
  const { start } = assembleStiffness(mesh, uniformMaterial(mesh, 1));
  const row = 5 * 11 + 5;
  expect(start[row + 1] - start[row]).toBe(5);
});

describe.each(Object.entries(kinds))('interpolation on %s', (_, structured) => {
  const mesh = structured({ columns: 7, rows: 7 });

  it('reproduces linear fields anywhere, also on nodes, edges and corners', () => {
    const points: [number, number][] = [
      [0, 0],
      [1, 1],
      [0.5, 0.123],
      [3 / 7, 2 / 7],
      [0.9999, 0.0001],
      [1, 0.3],
      [0.31, 0.31],
    ];
    const u = Float64Array.from(mesh.x, (x, i) => 1 + 2 * x - 5 * mesh.y[i]);
    const values = apply(interpolationMatrix(mesh, points), u);
    points.forEach(([x, y], p) => expect(values[p]).toBeCloseTo(1 + 2 * x - 5 * y, 12));
  });

  it('takes the nearest point of the mesh for points beside it, and refuses those far outside', () => {
    const u = Float64Array.from(mesh.x, (x, i) => 1 + 2 * x - 5 * mesh.y[i]);
    for (const [x, y] of [
      [1 + 1e-12, 0.5],
      [0.5, 1.04],
      [-0.04, 0.123],
      [1.02, -0.01],
    ] as const) {
      const inside = (at: number) => Math.min(1, Math.max(0, at));
      const [value] = apply(interpolationMatrix(mesh, [[x, y]]), u);
      expect(value).toBeCloseTo(1 + 2 * inside(x) - 5 * inside(y), 10);
    }
    for (const point of [
      [1.9, 0.5],
      [-0.9, -0.2],
      [0.5, 3],
    ] as const) {
      expect(() => interpolationMatrix(mesh, [point])).toThrow('outside the mesh');
    }
  });

  it('gives zero at hidden points', () => {
    const ones = new Float64Array(mesh.x.length).fill(1);
    const matrix = interpolationMatrix(
      mesh,
      [
        [0.2, 0.5],
        [0.7, 0.5],
      ],
      (x) => x > 0.5,
    );
    expect(apply(matrix, ones)).toEqual(Float64Array.of(1, 0));
  });
});
