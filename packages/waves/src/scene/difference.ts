/** By how much the matrices of a model differ from those of its layers alone, in the cells where they do. */
import { assembleLumpedMass, assembleStiffness, type CellMaterial } from '../assembly.ts';
import { multiply } from '../csr.ts';
import { cellCount, nodesPerCell, type Mesh } from '../mesh/mesh.ts';
import { elementProduct } from '../spectral/elementProduct.ts';
import { elementMetric } from '../spectral/metric.ts';
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
  // One value per cell at order 1, one per node of each cell from order 2 on.
  const each = here.kappa.length / cellCount(mesh);
  // The incoming wave is not one of the layer beyond open sides.
  const count = mesh.layer?.first ?? cellCount(mesh);
  const chosen = Array.from({ length: count }, (_, cell) => cell).filter((cell) =>
    differs(here, there, cell * each, each),
  );
  const { part, nodes } = partOf(mesh, chosen);
  const less = (a: Float64Array, b: Float64Array) =>
    Float64Array.from(
      chosen.flatMap((cell) =>
        Array.from({ length: each }, (_, k) => a[cell * each + k] - b[cell * each + k]),
      ),
    );
  const material: CellMaterial = {
    kappa: less(here.kappa, there.kappa),
    rho: less(here.rho, there.rho),
  };
  if (here.tensor && there.tensor) {
    const [a, b] = [here.tensor, there.tensor];
    material.tensor = { xx: less(a.xx, b.xx), xy: less(a.xy, b.xy), yy: less(a.yy, b.yy) };
  }
  return { nodes, mass: assembleLumpedMass(part, material), apply: stiffnessOf(part, material) };
}

function stiffnessOf(part: Mesh, material: CellMaterial): Difference['apply'] {
  if (part.order > 1) {
    const { order, cells } = part;
    return elementProduct({ order, nodes: cells, metric: elementMetric(part, material) });
  }
  const stiffness = assembleStiffness(part, material);
  return (u, out) => multiply(stiffness, u, out);
}

/** All numbers of a material, per cell or point. */
const numbersOf = ({ kappa, rho, tensor }: CellMaterial): Float64Array[] =>
  tensor ? [kappa, rho, tensor.xx, tensor.xy, tensor.yy] : [kappa, rho];

const differs = (a: CellMaterial, b: CellMaterial, from: number, count: number): boolean => {
  const others = numbersOf(b);
  return numbersOf(a).some((values, n) => {
    for (let k = from; k < from + count; k++) if (values[k] !== others[n][k]) return true;
    return false;
  });
};

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
    layer: undefined,
  };
  return { part, nodes };
}
