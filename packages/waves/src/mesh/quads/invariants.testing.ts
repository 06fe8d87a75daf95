/** What must be true of any mesh of quadrilaterals, of any order; shared by tests. */
import { expect } from 'vitest';

import { cellCount, cornerPlaces, nodesPerCell, rimPlaces, type Mesh } from '../mesh.ts';
import { gll } from '../../spectral/gll.ts';
import { jacobians } from './raiseOrder.ts';

/** Smallest Jacobian at the nodes of any cell, over the cell's mean. */
export function smallestJacobian(mesh: Mesh): number {
  const row = mesh.order + 1;
  const per = nodesPerCell(mesh);
  // Corners of cells of order 1 run round the cell, not row by row.
  const places = mesh.order === 1 ? [0, 1, 3, 2] : Array.from({ length: per }, (_, k) => k);
  const { derivative } = gll(mesh.order);
  let worst = Infinity;
  for (let cell = 0; cell < cellCount(mesh); cell++) {
    const nodes = places.map((k) => mesh.cells[cell * per + k]);
    const { least, mean } = jacobians(
      nodes.map((v) => mesh.x[v]),
      nodes.map((v) => mesh.y[v]),
      derivative,
      row,
    );
    worst = Math.min(worst, mean > 0 ? least / mean : -Infinity);
  }
  return worst;
}

/** Area of the polygons through the nodes on the cells' rims (m²): exact for straight sides. */
export function rimArea(mesh: Mesh): number {
  const rim = rimPlaces(mesh);
  let area = 0;
  for (let at = 0; at < mesh.cells.length; at += nodesPerCell(mesh)) {
    rim.forEach((k, i) => {
      const [p, q] = [mesh.cells[at + k], mesh.cells[at + rim[(i + 1) % rim.length]]];
      area += (mesh.x[p] * mesh.y[q] - mesh.x[q] * mesh.y[p]) / 2;
    });
  }
  return area;
}

/**
 * Cells are counter-clockwise, share whole sides pairwise, sides with one cell are those of the boundary, once each,
 * every node is used, and Euler's relation V − E + F = 1 − holes holds.
 */
export function expectSoundQuads(mesh: Mesh, holes?: number): void {
  expect(smallestJacobian(mesh)).toBeGreaterThan(0.01);
  const rim = rimPlaces(mesh);
  const corners = cornerPlaces(mesh);
  const directed = new Set<string>();
  const ends = new Set<number>();
  for (let at = 0; at < mesh.cells.length; at += nodesPerCell(mesh)) {
    rim.forEach((k, i) => {
      directed.add(`${mesh.cells[at + k]},${mesh.cells[at + rim[(i + 1) % rim.length]]}`);
    });
    for (const k of corners) ends.add(mesh.cells[at + k]);
  }
  expect(directed.size).toBe(cellCount(mesh) * rim.length);
  const reversed = (key: string) => key.split(',').toReversed().join();
  const lone = [...directed].filter((key) => !directed.has(reversed(key)));
  const named = Object.values(mesh.boundary).flatMap((pairs) =>
    Array.from({ length: pairs.length / 2 }, (_, k) => `${pairs[2 * k]},${pairs[2 * k + 1]}`),
  );
  // Those of grids run from lower to higher nodes.
  const either = (key: string) => (directed.has(key) ? key : reversed(key));
  expect(named.map(either).toSorted()).toEqual(lone.toSorted());
  expect(new Set(mesh.cells).size).toBe(mesh.x.length);
  if (holes === undefined) return;
  const sides = (directed.size + lone.length) / 2 / mesh.order;
  expect(ends.size - sides + cellCount(mesh)).toBe(1 - holes);
}
