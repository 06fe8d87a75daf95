/** Structured meshes of a rectangle [0, width] × [0, height], cut into columns × rows equal cells. */
import { gll } from '../spectral/gll.ts';
import type { Mesh } from './mesh.ts';

export interface Grid {
  /** Cells along x and along y. */
  columns: number;
  rows: number;
  /** Size of the rectangle (m), the unit square unless given. */
  width?: number;
  height?: number;
  /** Lower left corner (m), the origin unless given. */
  origin?: readonly [x: number, y: number];
}

/** Node i·(rows+1)+j lies at (i/columns·width, j/rows·height). */
function gridNodes({ columns, rows, width = 1, height = 1, origin = [0, 0] }: Grid) {
  const node = (i: number, j: number) => i * (rows + 1) + j;
  const count = (columns + 1) * (rows + 1);
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  for (let i = 0; i <= columns; i++) {
    for (let j = 0; j <= rows; j++) {
      x[node(i, j)] = origin[0] + (i * width) / columns;
      y[node(i, j)] = origin[1] + (j * height) / rows;
    }
  }
  const edges = (length: number, from: (k: number) => number) =>
    Uint32Array.from({ length: 2 * length }, (_, k) => from((k >> 1) + (k & 1)));
  const boundary = {
    left: edges(rows, (j) => node(0, j)),
    right: edges(rows, (j) => node(columns, j)),
    bottom: edges(columns, (i) => node(i, 0)),
    top: edges(columns, (i) => node(i, rows)),
  };
  return { x, y, boundary, node };
}

/**
 * Linear triangles: every cell of the grid is cut along the same diagonal. Six triangles then meet at
 * every inner node, so that the lumped mass is uniform (with alternating diagonals it would jump between
 * 2/3 and 4/3 of h² from node to node). On a square the mesh is symmetric under x ↔ y.
 */
export function structuredTriangles(grid: Grid): Mesh {
  const { columns, rows } = grid;
  const { node, ...rest } = gridNodes(grid);
  const cells = new Uint32Array(6 * columns * rows);
  let at = 0;
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < rows; j++) {
      const [p, q, r, s] = [node(i, j), node(i + 1, j), node(i + 1, j + 1), node(i, j + 1)];
      cells.set([p, q, r, p, r, s], at);
      at += 6;
    }
  }
  return { ...rest, corners: 3, order: 1, cells };
}

/** Bilinear quadrilaterals: the cells of the grid themselves. */
export function structuredRectangles(grid: Grid): Mesh {
  const { columns, rows } = grid;
  const { node, ...rest } = gridNodes(grid);
  const cells = new Uint32Array(4 * columns * rows);
  let at = 0;
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < rows; j++) {
      cells.set([node(i, j), node(i + 1, j), node(i + 1, j + 1), node(i, j + 1)], at);
      at += 4;
    }
  }
  return { ...rest, corners: 4, order: 1, cells };
}

/**
 * Quadrilaterals of order 1 to 8: the cells of the grid with Gauss–Lobatto–Legendre nodes. Node numbers run along y
 * first, as on the other meshes.
 */
export function structuredQuadrilaterals(grid: Grid, order: number): Mesh {
  if (order === 1) return structuredRectangles(grid);
  const { columns, rows, width = 1, height = 1, origin = [0, 0] } = grid;
  const { points } = gll(order);
  const fine = { columns: columns * order, rows: rows * order };
  const { node, x, y, boundary } = gridNodes(fine);
  const along = (at: number, cells: number) =>
    (Math.floor(at / order) + (1 + points[at % order]) / 2) / cells;
  for (let i = 0; i <= fine.columns; i++) {
    for (let j = 0; j <= fine.rows; j++) {
      x[node(i, j)] = origin[0] + along(i, columns) * width;
      y[node(i, j)] = origin[1] + along(j, rows) * height;
    }
  }
  const cells: number[] = [];
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      for (let j = 0; j <= order; j++) {
        for (let i = 0; i <= order; i++) cells.push(node(column * order + i, row * order + j));
      }
    }
  }
  return { x, y, boundary, corners: 4, order, cells: Uint32Array.from(cells) };
}
