/**
 * Finite element matrices of linear triangles (P1).
 *
 *   stiffness  K_ij = Σ_T ∫_T κ ∇φ_i·∇φ_j       (consistent)
 *   mass       M_i  = Σ_T ρ |T| / 3              (row-sum lumped, diagonal)
 *   boundary   B_i  = Σ_e |e| / 2                (row-sum lumped edge mass, diagonal)
 *
 * See for example Ern and Guermond, Finite Elements I–III (2021).
 */
import { csrFromTriplets, type Csr } from './csr.ts';
import type { Mesh } from './mesh.ts';

function forEachTriangle(
  mesh: Mesh,
  visit: (nodes: [number, number, number], area: number, gx: number[], gy: number[]) => void,
): void {
  const { x, y, triangles } = mesh;
  for (let t = 0; t < triangles.length; t += 3) {
    const nodes: [number, number, number] = [triangles[t], triangles[t + 1], triangles[t + 2]];
    const [a, b, c] = nodes;
    const area = ((x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a])) / 2;
    if (!(area > 0)) throw new Error(`Triangle ${t / 3} of the mesh has no positive area.`);
    const scale = 1 / (2 * area);
    visit(
      nodes,
      area,
      [(y[b] - y[c]) * scale, (y[c] - y[a]) * scale, (y[a] - y[b]) * scale],
      [(x[c] - x[b]) * scale, (x[a] - x[c]) * scale, (x[b] - x[a]) * scale],
    );
  }
}

/** Stiffness matrix [nodes, nodes] for κ constant on the domain (κ = ρc², N/m). */
export function assembleStiffness(mesh: Mesh, kappa: number): Csr {
  const i: number[] = [];
  const j: number[] = [];
  const value: number[] = [];
  forEachTriangle(mesh, (nodes, area, gx, gy) => {
    for (let p = 0; p < 3; p++) {
      for (let q = 0; q < 3; q++) {
        i.push(nodes[p]);
        j.push(nodes[q]);
        value.push(kappa * area * (gx[p] * gx[q] + gy[p] * gy[q]));
      }
    }
  });
  return csrFromTriplets(mesh.x.length, mesh.x.length, i, j, value);
}

/** Lumped mass per node for constant density ρ. */
export function assembleLumpedMass(mesh: Mesh, rho: number): Float64Array {
  const mass = new Float64Array(mesh.x.length);
  forEachTriangle(mesh, (nodes, area) => {
    for (const node of nodes) mass[node] += (rho * area) / 3;
  });
  return mass;
}

/** Adds the lumped mass of the edges (pairs of nodes), times `factor`, to `out`. */
export function addEdgeMass(
  mesh: Mesh,
  edges: Uint32Array,
  factor: number,
  out: Float64Array,
): void {
  for (let e = 0; e < edges.length; e += 2) {
    const [a, b] = [edges[e], edges[e + 1]];
    const length = Math.hypot(mesh.x[b] - mesh.x[a], mesh.y[b] - mesh.y[a]);
    out[a] += (factor * length) / 2;
    out[b] += (factor * length) / 2;
  }
}
