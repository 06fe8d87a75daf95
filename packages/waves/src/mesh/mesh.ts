/**
 * What a mesh is. Nothing after this folder asks how one was made: assembly, integration and
 * interpolation take any `Mesh`.
 */
export type Point = readonly [x: number, y: number];

export interface Mesh {
  /** Node coordinates (m), one entry per node. */
  x: Float64Array;
  y: Float64Array;
  /** Corners per cell: 3 for linear triangles (P1), 4 for bilinear axis-aligned rectangles (Q1). */
  corners: 3 | 4;
  /** `corners` node numbers per cell, counter-clockwise; a rectangle begins at its lower left corner. */
  cells: Uint32Array;
  /** Boundary edges as pairs of node numbers, by the name of their part of the boundary. */
  boundary: Readonly<Record<string, Uint32Array>>;
}

/** The scene can't be meshed; the message says why and what to do. */
export class MeshError extends Error {
  override name = 'MeshError';
}
