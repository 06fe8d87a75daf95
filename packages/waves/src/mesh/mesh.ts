/**
 * What a mesh is. Nothing after this folder asks how one was made: assembly, integration and
 * interpolation take any `Mesh`.
 */

export type Point = readonly [x: number, y: number];

export interface Mesh {
  /** Node coordinates (m), one entry per node. */
  x: Float64Array;
  y: Float64Array;
  /** Corners per cell: 3 for triangles, 4 for quadrilaterals. */
  corners: 3 | 4;
  /**
   * Polynomial order p of the elements. 1: linear triangles (P1) or bilinear axis-aligned rectangles (Q1), with nodes at
   * the corners only. From 2 on: quadrilaterals with (p + 1)² Gauss-Lobatto-Legendre nodes, which may be curved.
   */
  order: number;
  /**
   * `nodesPerCell` node numbers per cell. Order 1: the corners, counter-clockwise; a rectangle begins at its lower left
   * corner. From order 2 on: row by row, node j (p + 1) + i at the i-th point along ξ and the j-th along η, with ξ × η > 0.
   */
  cells: Uint32Array;
  /**
   * Boundary edges as pairs of neighbouring node numbers, by the name of their part of the boundary. From order 2 on, p
   * pairs in a row make the side of a cell.
   */
  boundary: Readonly<Record<string, Uint32Array>>;
  /** The cells around open sides, if there are any. */
  layer?: MeshLayer;
}

/** What a mesh knows about its layer, see `pml/extend.ts`. Its cells come last, those that touch it before them. */
export interface MeshLayer {
  /** The first cell of the layer. */
  first: number;
  /** The first cell of the rectangle that shares a node with the layer: all from there to `first` do. */
  rim: number;
  /** Per point of the layer's cells the place in `cells` of the rectangle whose medium it continues. */
  origin: Uint32Array;
  /** The rectangle inside (m). */
  box: { x: readonly [number, number]; y: readonly [number, number] };
  /** How far the layer reaches beyond it (m). */
  thickness: number;
}

/** Node numbers per cell in `mesh.cells`. */
export const nodesPerCell = ({ corners, order }: Pick<Mesh, 'corners' | 'order'>): number =>
  order === 1 ? corners : (order + 1) ** 2;

export const cellCount = (mesh: Pick<Mesh, 'corners' | 'order' | 'cells'>): number =>
  mesh.cells.length / nodesPerCell(mesh);

/** Where a cell's corners stand among its nodes, counter-clockwise. */
export function cornerPlaces({ corners, order }: Pick<Mesh, 'corners' | 'order'>): number[] {
  if (order === 1) return Array.from({ length: corners }, (_, k) => k);
  return [0, order, (order + 1) ** 2 - 1, (order + 1) * order];
}

/** Where the nodes round a cell stand among its nodes, counter-clockwise from its first corner. */
export function rimPlaces({ corners, order }: Pick<Mesh, 'corners' | 'order'>): number[] {
  if (order === 1) return cornerPlaces({ corners, order });
  const side = Array.from({ length: order }, (_, k) => k);
  const row = order + 1;
  return [
    ...side,
    ...side.map((k) => k * row + order),
    ...side.map((k) => order * row + order - k),
    ...side.map((k) => (order - k) * row),
  ];
}

/** The scene can't be meshed; the message says why and what to do. */
export class MeshError extends Error {
  override name = 'MeshError';
}
