/**
 * Finite element matrices of linear triangles (P1) and bilinear axis-aligned rectangles (Q1).
 *
 *   stiffness  K_ij = Σ_T ∫_T κ ∇φ_i·∇φ_j       (consistent)
 *   mass       M_i  = Σ_T ρ |T| / corners       (row-sum lumped, diagonal)
 *   boundary   B_i  = Σ_e z |e| / 2             (row-sum lumped edge mass, diagonal)
 *
 * See for example Ern and Guermond, Finite Elements I–III (2021).
 */
import { csrFromTriplets, type Csr } from './csr.ts';
import { cellCount, type Mesh } from './mesh/mesh.ts';
import { elementMass } from './spectral/metric.ts';

/** Material of every cell; from order 2 on at every node of every cell, in the order of `mesh.cells`. */
export interface CellMaterial {
  /** κ = ρc² (N/m). */
  kappa: Float64Array;
  /** κ where it depends on the direction, as in cells that an interface cuts: a symmetric matrix (N/m). */
  tensor?: Tensor;
  /** ρ (kg/m²). */
  rho: Float64Array;
}

export interface Tensor {
  xx: Float64Array;
  xy: Float64Array;
  yy: Float64Array;
}

/** One material on the whole mesh. */
export function uniformMaterial(mesh: Mesh, speed: number, rho = 1): CellMaterial {
  const count = mesh.order === 1 ? cellCount(mesh) : mesh.cells.length;
  return {
    kappa: new Float64Array(count).fill(rho * speed * speed),
    rho: new Float64Array(count).fill(rho),
  };
}

/** Twice the signed area of the triangle of three nodes. */
function twiceArea({ x, y }: Mesh, a: number, b: number, c: number): number {
  return (x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a]);
}

/** Area of every cell (m²). Throws unless all are positive. */
function cellAreas(mesh: Mesh): Float64Array {
  const { cells, corners } = mesh;
  return Float64Array.from({ length: cells.length / corners }, (_, cell) => {
    const at = cell * corners;
    let area = twiceArea(mesh, cells[at], cells[at + 1], cells[at + 2]) / 2;
    if (corners === 4) area *= 2;
    if (!(area > 0)) throw new Error(`Cell ${cell} of the mesh has no positive area.`);
    return area;
  });
}

/** ∫ ∇φ_p·∇φ_q of a linear triangle into `out` [3, 3]. */
function triangleStiffness(mesh: Mesh, at: number, out: Float64Array): void {
  const { x, y, cells } = mesh;
  const [a, b, c] = [cells[at], cells[at + 1], cells[at + 2]];
  const scale = 1 / (2 * twiceArea(mesh, a, b, c));
  const gx = [y[b] - y[c], y[c] - y[a], y[a] - y[b]];
  const gy = [x[c] - x[b], x[a] - x[c], x[b] - x[a]];
  for (let p = 0; p < 3; p++) {
    for (let q = 0; q < 3; q++) out[3 * p + q] = scale * (gx[p] * gx[q] + gy[p] * gy[q]);
  }
}

/** Of the reference square: ∫ ∂φ_p/∂ξ ∂φ_q/∂ξ and ∫ ∂φ_p/∂η ∂φ_q/∂η, times six. */
const ALONG_X = [2, -2, -1, 1, -2, 2, 1, -1, -1, 1, 2, -2, 1, -1, -2, 2];
const ALONG_Y = [2, 1, -1, -2, 1, 2, -2, -1, -1, -2, 2, 1, -2, -1, 1, 2];

/** ∫ ∇φ_p·∇φ_q of a bilinear rectangle into `out` [4, 4]. */
function rectangleStiffness({ x, y, cells }: Mesh, at: number, out: Float64Array): void {
  const width = x[cells[at + 1]] - x[cells[at]];
  const height = y[cells[at + 3]] - y[cells[at]];
  for (let k = 0; k < 16; k++) {
    out[k] = ((height / width) * ALONG_X[k] + (width / height) * ALONG_Y[k]) / 6;
  }
}

/** ∫ ∇φ_p·∇φ_q of the cell that begins at `at` in `mesh.cells`, into `out` [corners, corners]. */
export function elementStiffness(mesh: Mesh, at: number, out: Float64Array): void {
  if (mesh.corners === 3) triangleStiffness(mesh, at, out);
  else rectangleStiffness(mesh, at, out);
}

/** Of the reference square: ∫ ∂φ_p/∂ξ ∂φ_q/∂η, times four. */
const MIXED = [1, 1, -1, -1, -1, -1, 1, 1, -1, -1, 1, 1, 1, 1, -1, -1];

/** ∫ ∇φ_p·κ∇φ_q of the cell that begins at `at` in `mesh.cells`, into `out` [corners, corners]. */
function tensorStiffness(
  mesh: Mesh,
  at: number,
  [xx, xy, yy]: readonly [number, number, number],
  out: Float64Array,
): void {
  const { x, y, cells, corners } = mesh;
  const [a, b, c, d] = cells.subarray(at, at + corners);
  if (corners === 4) {
    const ratio = (y[d] - y[a]) / (x[b] - x[a]);
    for (let k = 0; k < 16; k++) {
      const turned = 4 * (k % 4) + Math.floor(k / 4);
      const straight = xx * ratio * ALONG_X[k] + (yy / ratio) * ALONG_Y[k];
      out[k] = straight / 6 + (xy * (MIXED[k] + MIXED[turned])) / 4;
    }
    return;
  }
  const scale = 1 / (2 * twiceArea(mesh, a, b, c));
  const gx = [y[b] - y[c], y[c] - y[a], y[a] - y[b]];
  const gy = [x[c] - x[b], x[a] - x[c], x[b] - x[a]];
  for (let p = 0; p < 3; p++) {
    for (let q = 0; q < 3; q++) {
      const mixed = xy * (gx[p] * gy[q] + gy[p] * gx[q]);
      out[3 * p + q] = scale * (xx * gx[p] * gx[q] + mixed + yy * gy[p] * gy[q]);
    }
  }
}

/** Stiffness matrix [nodes, nodes]. */
export function assembleStiffness(mesh: Mesh, { kappa, tensor }: CellMaterial): Csr {
  const { cells, corners } = mesh;
  const element = new Float64Array(corners * corners);
  const size = cells.length * corners;
  const i = new Uint32Array(size);
  const j = new Uint32Array(size);
  const value = new Float64Array(size);
  let out = 0;
  for (let at = 0, cell = 0; at < cells.length; at += corners, cell++) {
    if (tensor) {
      const { xx, xy, yy } = tensor;
      tensorStiffness(mesh, at, [xx[cell], xy[cell], yy[cell]], element);
    } else elementStiffness(mesh, at, element);
    const factor = tensor ? 1 : kappa[cell];
    for (let p = 0; p < corners; p++) {
      for (let q = 0; q < corners; q++, out++) {
        i[out] = cells[at + p];
        j[out] = cells[at + q];
        value[out] = factor * element[corners * p + q];
      }
    }
  }
  return csrFromTriplets(mesh.x.length, mesh.x.length, { i, j, value });
}

/** Lumped mass per node (kg). */
export function assembleLumpedMass(mesh: Mesh, { rho }: CellMaterial): Float64Array {
  const { cells, corners, order } = mesh;
  if (order > 1) return elementMass(mesh, rho);
  const mass = new Float64Array(mesh.x.length);
  cellAreas(mesh).forEach((area, cell) => {
    for (let p = 0; p < corners; p++) {
      mass[cells[cell * corners + p]] += (rho[cell] * area) / corners;
    }
  });
  return mass;
}

/** The cell at every boundary edge, in the order of `edges`. */
export function cellsAtEdges(mesh: Mesh, edges: Uint32Array): Uint32Array {
  const { cells, corners } = mesh;
  const nodes = mesh.x.length;
  const wanted = new Map<number, number>();
  for (let e = 0; e < edges.length; e += 2) {
    const [a, b] = [edges[e], edges[e + 1]];
    wanted.set(Math.min(a, b) * nodes + Math.max(a, b), e / 2);
  }
  const found = new Uint32Array(edges.length / 2);
  for (let at = 0; at < cells.length; at += corners) {
    for (let p = 0; p < corners; p++) {
      const [a, b] = [cells[at + p], cells[at + ((p + 1) % corners)]];
      const edge = wanted.get(Math.min(a, b) * nodes + Math.max(a, b));
      if (edge !== undefined) found[edge] = at / corners;
    }
  }
  return found;
}

/** Adds the lumped mass of the edges (pairs of nodes) to `out`, the e-th one times `factor(e)`. */
export function addEdgeMass(
  mesh: Mesh,
  edges: Uint32Array,
  factor: (edge: number) => number,
  out: Float64Array,
): void {
  for (let e = 0; e < edges.length; e += 2) {
    const [a, b] = [edges[e], edges[e + 1]];
    const half = (factor(e / 2) * Math.hypot(mesh.x[b] - mesh.x[a], mesh.y[b] - mesh.y[a])) / 2;
    out[a] += half;
    out[b] += half;
  }
}
