/**
 * Triangle meshes and the structured mesh of the unit square.
 *
 * Nothing after this file asks how a mesh was made: assembly, integration and interpolation take any
 * `Mesh`.
 */
import type { Side } from '../experiment/schema.ts';

export type SideName = 'left' | 'right' | 'bottom' | 'top';
export type Boundary = Record<SideName, Side>;

export interface Mesh {
  /** Node coordinates (m), one entry per node. */
  x: Float64Array;
  y: Float64Array;
  /** Three node numbers per triangle, counter-clockwise. */
  triangles: Uint32Array;
  /** Boundary edges as pairs of node numbers, by side. */
  boundary: Record<SideName, Uint32Array>;
}

/**
 * The unit square cut into n×n squares, each into two triangles along the same diagonal. Six triangles
 * then meet at every inner node, so that the lumped mass is uniform (with alternating diagonals it would
 * jump between 2/3 and 4/3 of h² from node to node). The mesh is symmetric under x ↔ y.
 * Node i·(n+1)+j lies at (i/n, j/n).
 */
export function structuredSquare(n: number): Mesh {
  const perSide = n + 1;
  const node = (i: number, j: number) => i * perSide + j;
  const x = new Float64Array(perSide * perSide);
  const y = new Float64Array(perSide * perSide);
  for (let i = 0; i < perSide; i++) {
    for (let j = 0; j < perSide; j++) {
      x[node(i, j)] = i / n;
      y[node(i, j)] = j / n;
    }
  }
  const triangles = new Uint32Array(6 * n * n);
  let at = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const [p, q, r, s] = [node(i, j), node(i + 1, j), node(i + 1, j + 1), node(i, j + 1)];
      triangles.set([p, q, r, p, r, s], at);
      at += 6;
    }
  }
  const edges = (from: (k: number) => number) =>
    Uint32Array.from({ length: 2 * n }, (_, k) => from((k >> 1) + (k & 1)));
  return {
    x,
    y,
    triangles,
    boundary: {
      left: edges((j) => node(0, j)),
      right: edges((j) => node(n, j)),
      bottom: edges((i) => node(i, 0)),
      top: edges((i) => node(i, n)),
    },
  };
}
