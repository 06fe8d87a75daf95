import {
  addEdgeMass,
  assembleLumpedMass,
  assembleStiffness,
  cellsAtEdges,
  type CellMaterial,
} from './assembly.ts';
import type { Condition } from './condition.ts';
import type { Csr } from './csr.ts';
import type { Mesh } from './mesh/mesh.ts';
import { halfStepped } from './pml/halfStepped.ts';
import { dampingRates, type Rates } from './pml/rates.ts';
import { addSideMass, elementMass, elementMetric } from './spectral/metric.ts';

export type { Condition } from './condition.ts';

/** What every system M u'' + C u' + K u = f has: M and C are diagonal. */
export interface Diagonals {
  mass: Float64Array;
  /** Diagonal damping, from absorbing boundaries. */
  damping: Float64Array;
  /** 1 where u is prescribed: zero, or what `driven` nodes are given in every step. */
  fixed: Uint8Array;
  /** Nodes of driven parts, in ascending order; zero is prescribed where one meets a fixed part. */
  driven: Uint32Array;
}

/** K as a matrix: elements of order 1. */
export interface MatrixSystem extends Diagonals {
  /** With an entry on the diagonal in every row. */
  stiffness: Csr;
}

/** Quadrilaterals of order p, from which K u is found cell by cell. */
export interface Elements {
  order: number;
  /** Node numbers, (p + 1)² per cell, as in `mesh.cells`; the cells may have another order. */
  nodes: Uint32Array;
  /**
   * κ w |J| times ξ_x² + ξ_y², ξ_x η_x + ξ_y η_y and η_x² + η_y² at the points of each cell, w their quadrature weights and J
   * the Jacobian of (ξ, η) → (x, y): [cells, 3, (p + 1)²].
   */
  metric: Float64Array;
}

/** K as elements: order 2 and above. */
export interface ElementSystem extends Diagonals {
  elements: Elements;
  /** The cells around open sides, and those at absorbing ones. */
  layer?: Layer;
}

export interface Layer {
  /** Cells from here on form the layer; those from `rim` on share nodes with it. */
  first: number;
  rim: number;
  /** Cells from here on are matched: they have rates. Those before them in the layer are at absorbing sides. */
  matched: number;
  rates: Rates;
}

/** M u'' + C u' + K u = f. */
export type System = MatrixSystem | ElementSystem;

/** Which nodes are prescribed, and the damping, which `absorb` adds for the edges of absorbing parts. */
function conditionsOn(
  mesh: Mesh,
  conditions: Readonly<Record<string, Condition>>,
  absorb: (edges: Uint32Array, damping: Float64Array) => void,
): Omit<Diagonals, 'mass'> {
  const damping = new Float64Array(mesh.x.length);
  const fixed = new Uint8Array(mesh.x.length);
  const driven = new Set<number>();
  for (const [part, edges] of Object.entries(mesh.boundary)) {
    const condition = conditions[part] ?? 'free';
    if (condition === 'pml' && !mesh.layer) {
      throw new Error(`The mesh has no layer for the open side ${part}: use order 2 or above.`);
    }
    if (condition === 'absorbing') absorb(edges, damping);
    if (condition === 'driven') for (const node of edges) driven.add(node);
    if (condition === 'fixed' || condition === 'pml') for (const node of edges) fixed[node] = 1;
  }
  const moved = [...driven].filter((node) => fixed[node] === 0);
  for (const node of moved) fixed[node] = 1;
  return { damping, fixed, driven: Uint32Array.from(moved).sort() };
}

/**
 * The semi-discrete wave equation on a mesh of order 1. Parts of the boundary without a condition are free.
 *
 * Absorbing parts are the first-order Sommerfeld condition κ ∂u/∂n = −√(κρ) ∂u/∂t, lumped into the
 * damping (Engquist and Majda 1977, first order).
 */
export function waveSystem(
  mesh: Mesh,
  material: CellMaterial,
  conditions: Readonly<Record<string, Condition>>,
): MatrixSystem {
  const { kappa, rho } = material;
  return {
    stiffness: assembleStiffness(mesh, material),
    mass: assembleLumpedMass(mesh, material),
    ...conditionsOn(mesh, conditions, (edges, damping) => {
      const cells = cellsAtEdges(mesh, edges);
      const impedance = (edge: number) => Math.sqrt(kappa[cells[edge]] * rho[cells[edge]]);
      addEdgeMass(mesh, edges, impedance, damping);
    }),
  };
}

/** The same on a mesh of order 2 and above. Throws where a cell is folded. */
export function elementSystem(
  mesh: Mesh,
  material: CellMaterial,
  conditions: Readonly<Record<string, Condition>>,
): ElementSystem {
  const { kappa, rho } = material;
  const { order, cells } = mesh;
  const sides = conditionsOn(mesh, conditions, (edges, damping) => {
    const impedance = (place: number) => Math.sqrt(kappa[place] * rho[place]);
    addSideMass(mesh, edges, impedance, damping);
  });
  const layer = mesh.layer && {
    first: mesh.layer.first,
    rim: mesh.layer.rim,
    matched: mesh.layer.first,
    rates: dampingRates(mesh, mesh.layer, { kappa, rho }, conditions),
  };
  const elements = { order, nodes: cells, metric: elementMetric(mesh, material) };
  return {
    ...halfStepped(elements, sides.damping, layer),
    mass: elementMass(mesh, rho),
    ...sides,
  };
}

/** The same on any mesh. */
export const systemOn = (
  mesh: Mesh,
  material: CellMaterial,
  conditions: Readonly<Record<string, Condition>>,
): System => (mesh.order === 1 ? waveSystem : elementSystem)(mesh, material, conditions);
