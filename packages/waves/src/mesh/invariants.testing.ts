/** What must be true of any mesh of triangles; shared by the tests of this folder. */
import { expect } from 'vitest';

import type { Mesh, Point } from './mesh.ts';

/** Every edge as 'low,high' with the number of triangles that have it. */
function edgesOf({ cells }: Mesh): Map<string, number> {
  const edges = new Map<string, number>();
  for (let t = 0; t < cells.length; t += 3) {
    for (let k = 0; k < 3; k++) {
      const key = edgeKey(cells[t + k], cells[t + ((k + 1) % 3)]);
      edges.set(key, (edges.get(key) ?? 0) + 1);
    }
  }
  return edges;
}

const edgeKey = (p: number, q: number) => `${Math.min(p, q)},${Math.max(p, q)}`;

export function areaOf({ x, y, cells }: Mesh): number {
  let area = 0;
  for (let t = 0; t < cells.length; t += 3) {
    const [a, b, c] = cells.subarray(t, t + 3);
    area += ((x[b] - x[a]) * (y[c] - y[a]) - (y[b] - y[a]) * (x[c] - x[a])) / 2;
  }
  return area;
}

/** Lengths of the boundary by name (m). */
export function boundaryLengths({ x, y, boundary }: Mesh): Record<string, number> {
  const lengths: Record<string, number> = {};
  for (const [name, pairs] of Object.entries(boundary)) {
    lengths[name] = 0;
    for (let k = 0; k < pairs.length; k += 2) {
      lengths[name] += Math.hypot(x[pairs[k]] - x[pairs[k + 1]], y[pairs[k]] - y[pairs[k + 1]]);
    }
  }
  return lengths;
}

/** Length of the mesh edges that lie on the segment from p to q (m). */
export function lengthAlong(mesh: Mesh, [px, py]: Point, [qx, qy]: Point): number {
  const { x, y } = mesh;
  const length = Math.hypot(qx - px, qy - py);
  const on = Array.from(x, (_, v) => {
    const along = ((x[v] - px) * (qx - px) + (y[v] - py) * (qy - py)) / length;
    const across = ((x[v] - px) * (qy - py) - (y[v] - py) * (qx - px)) / length;
    return Math.abs(across) < 1e-8 && along > -1e-8 && along < length + 1e-8;
  });
  let sum = 0;
  for (const key of edgesOf(mesh).keys()) {
    const [a, b] = key.split(',').map(Number);
    if (on[a] && on[b]) sum += Math.hypot(x[a] - x[b], y[a] - y[b]);
  }
  return sum;
}

/**
 * Counter-clockwise triangles that share edges pairwise; edges with one triangle are those of the boundary,
 * once each and with the domain on their left; every node is used; Euler's relation V − E + F = 1 − holes.
 */
export function expectSound(mesh: Mesh, holes: number): void {
  const { x, y, cells, boundary } = mesh;
  let worst = Infinity;
  const directed = new Set<string>();
  for (let t = 0; t < cells.length; t += 3) {
    const [a, b, c] = cells.subarray(t, t + 3);
    worst = Math.min(worst, (x[b] - x[a]) * (y[c] - y[a]) - (y[b] - y[a]) * (x[c] - x[a]));
    for (const [p, q] of [
      [a, b],
      [b, c],
      [c, a],
    ]) {
      directed.add(`${p},${q}`);
    }
  }
  expect(worst).toBeGreaterThan(0);
  expect(directed.size).toBe(cells.length);
  const edges = edgesOf(mesh);
  const rim = [...edges].filter(([, count]) => count === 1).map(([key]) => key);
  const named: string[] = [];
  for (const pairs of Object.values(boundary)) {
    for (let k = 0; k < pairs.length; k += 2) {
      named.push(edgeKey(pairs[k], pairs[k + 1]));
      expect(directed.has(`${pairs[k]},${pairs[k + 1]}`)).toBe(true);
    }
  }
  expect(named.sort()).toEqual(rim.sort());
  expect(new Set(cells).size).toBe(x.length);
  expect(Math.max(...cells.subarray(0, 3))).toBeLessThan(x.length);
  expect(x.length - edges.size + cells.length / 3).toBe(1 - holes);
}
