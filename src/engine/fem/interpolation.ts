import { csrFromTriplets, type Csr } from './csr.ts';
import type { Mesh } from './mesh.ts';

/** Slack for points on an edge, relative to the triangle: far above round-off, far below a cell. */
const EDGE_TOLERANCE = 1e-9;

/**
 * Barycentric interpolation matrix [points, nodes]: row p holds the P1 weights of point p, so that
 * (matrix · u)[p] = u_h(x_p, y_p). Triangles are found through a uniform grid of buckets.
 * Throws if a point lies outside the mesh.
 */
export function interpolationMatrix(
  mesh: Mesh,
  points: readonly (readonly [x: number, y: number])[],
): Csr {
  const locate = triangleLocator(mesh);
  const i: number[] = [];
  const j: number[] = [];
  const value: number[] = [];
  points.forEach(([px, py], p) => {
    const hit = locate(px, py);
    if (!hit) throw new Error(`The point (${px}, ${py}) lies outside the mesh.`);
    hit.weights.forEach((weight, corner) => {
      i.push(p);
      j.push(mesh.triangles[hit.triangle + corner]);
      value.push(weight);
    });
  });
  return csrFromTriplets(points.length, mesh.x.length, i, j, value);
}

function triangleLocator({ x, y, triangles }: Mesh) {
  const cells = Math.max(1, Math.floor(Math.sqrt(triangles.length / 6)));
  const [left, bottom] = [minimum(x), minimum(y)];
  const [width, height] = [maximum(x) - left, maximum(y) - bottom];
  const clamp = (cell: number) => Math.min(cells - 1, Math.max(0, cell));
  const cellX = (px: number) => clamp(Math.floor(((px - left) / width) * cells));
  const cellY = (py: number) => clamp(Math.floor(((py - bottom) / height) * cells));
  const buckets: number[][] = Array.from({ length: cells * cells }, () => []);
  for (let t = 0; t < triangles.length; t += 3) {
    const corners = [triangles[t], triangles[t + 1], triangles[t + 2]];
    const xs = corners.map((n) => cellX(x[n]));
    const ys = corners.map((n) => cellY(y[n]));
    for (let cx = Math.min(...xs); cx <= Math.max(...xs); cx++) {
      for (let cy = Math.min(...ys); cy <= Math.max(...ys); cy++) buckets[cx * cells + cy].push(t);
    }
  }
  return (px: number, py: number): { triangle: number; weights: number[] } | undefined => {
    for (const t of buckets[cellX(px) * cells + cellY(py)]) {
      const [a, b, c] = [triangles[t], triangles[t + 1], triangles[t + 2]];
      const twice = (x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a]);
      const wb = ((px - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (py - y[a])) / twice;
      const wc = ((x[b] - x[a]) * (py - y[a]) - (px - x[a]) * (y[b] - y[a])) / twice;
      const weights = [1 - wb - wc, wb, wc];
      if (weights.every((w) => w >= -EDGE_TOLERANCE)) return { triangle: t, weights };
    }
    return undefined;
  };
}

const minimum = (values: Float64Array) => values.reduce((a, b) => Math.min(a, b), Infinity);
const maximum = (values: Float64Array) => values.reduce((a, b) => Math.max(a, b), -Infinity);
