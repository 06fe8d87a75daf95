/** By how much the matrices of a model differ from those of its layers alone, in the cells where they do. */
import { assembleLumpedMass, assembleStiffness, type CellMaterial } from '../assembly.ts';
import { multiply } from '../csr.ts';
import { nodesPerCell, type Mesh } from '../mesh/mesh.ts';
import { backgroundOf } from './incoming.ts';
import { cellMaterial, type Model } from './model.ts';

export interface Difference {
  /** The nodes of cells that differ. */
  nodes: Uint32Array;
  /** ΔM (kg) on these. */
  mass: Float64Array;
  /** Writes ΔK u (N) of u on these nodes into the front of `out`. */
  apply(u: Float64Array, out: Float64Array): void;
}

export function differenceOf({ scene, mesh }: Model): Difference {
  const [here, there] = [cellMaterial(scene, mesh), cellMaterial(backgroundOf(scene), mesh)];
  const chosen = [...here.kappa.keys()].filter((cell) => differs(here, there, cell));
  const { part, nodes } = partOf(mesh, chosen);
  const less = (key: keyof CellMaterial) =>
    Float64Array.from(chosen, (cell) => here[key][cell] - there[key][cell]);
  const material = { kappa: less('kappa'), rho: less('rho') };
  const stiffness = assembleStiffness(part, material);
  return {
    nodes,
    mass: assembleLumpedMass(part, material),
    apply: (u, out) => multiply(stiffness, u, out),
  };
}

const differs = (a: CellMaterial, b: CellMaterial, cell: number): boolean =>
  a.kappa[cell] !== b.kappa[cell] || a.rho[cell] !== b.rho[cell];

/** Some cells of a mesh as a mesh of their own, and its nodes in the whole one. */
function partOf(mesh: Mesh, chosen: readonly number[]): { part: Mesh; nodes: Uint32Array } {
  const perCell = nodesPerCell(mesh);
  const all = chosen.flatMap((cell) => [
    ...mesh.cells.subarray(cell * perCell, (cell + 1) * perCell),
  ]);
  const nodes = Uint32Array.from(new Set(all)).sort();
  const places = new Map([...nodes].map((node, k) => [node, k]));
  const part: Mesh = {
    ...mesh,
    x: Float64Array.from(nodes, (i) => mesh.x[i]),
    y: Float64Array.from(nodes, (i) => mesh.y[i]),
    cells: Uint32Array.from(all, (node) => places.get(node)!),
    boundary: {},
  };
  return { part, nodes };
}
