/** What a batch on a GPU needs of a system: sparse matrices and numbers per node, in the layout of `shader.ts`. */
import { csrFromTriplets, type Csr } from '../csr.ts';
import { matchedCells } from '../pml/layerStep.ts';
import { ElementLeapfrog } from '../spectral/elementLeapfrog.ts';
import { gll } from '../spectral/gll.ts';
import { elementMatrix } from '../spectral/stiffnessMatrix.ts';
import type { Elements, ElementSystem, MatrixSystem, System } from '../system.ts';

export interface Sizes {
  nodes: number;
  driven: number;
  /** Two for every point of the matched cells. */
  fluxes: number;
  /** Vectors of nodes in the state: 3 of order 1, 5 of elements. */
  vectors: 3 | 5;
}

export interface GpuModel {
  sizes: Sizes;
  /** Row starts of the matrices, one after the other. */
  starts: Uint32Array;
  /** Per entry its column and the bits of its value. */
  entries: Uint32Array;
  /** See `Node` of the shader; `slot` is left to the batch. */
  nodes: Uint32Array;
  /** See `Flux` of the shader. */
  fluxes: Uint32Array;
  /** Which nodes these are: bits of `kind`. */
  kinds: Uint8Array;
}

/** 32-bit numbers of a node and of a flux. */
export const [NODE, FLUX] = [8, 4];
/** The places of `kind` and `slot` in a node. */
export const [KIND, SLOT] = [3, 7];
export const [TOUCHED, HALVED, LAYER, DRIVEN] = [1, 2, 4, 8];

/**
 * Where the row starts of a matrix begin. K of all cells but the matched ones, which acts on u, comes first.
 */
export const STARTS = {
  /** K of the cells that are not in the layer: acts on z. */
  inside: (nodes: number) => nodes + 1,
  /** K of the rim and of the layer but for matched cells: acts on u half a step later. */
  late: (nodes: number) => 2 * (nodes + 1),
  /** From the fluxes at the points of matched cells to forces on nodes. */
  divergence: (nodes: number) => 3 * (nodes + 1),
  /** From u to κ ∇u at these points. */
  gradient: (nodes: number) => 4 * (nodes + 1),
};

const bits = (values: readonly number[]): Uint32Array =>
  new Uint32Array(Float32Array.from(values).buffer);

/** Row starts of several matrices, and the entries of all. `withDiagonal`: otherwise entries on the diagonal are left out. */
export function packed(
  matrices: readonly { matrix: Csr; withDiagonal: boolean }[],
): Pick<GpuModel, 'starts' | 'entries'> {
  const length = matrices.reduce((sum, { matrix }) => sum + matrix.value.length, 0);
  const starts: number[] = [];
  // Buffers of nothing can't be bound.
  const entries = new Uint32Array(2 * Math.max(1, length));
  let end = 0;
  for (const { matrix, withDiagonal } of matrices) {
    const { rows, start, column } = matrix;
    const value = new Uint32Array(Float32Array.from(matrix.value).buffer);
    for (let row = 0; row < rows; row++) {
      starts.push(end);
      for (let k = start[row]; k < start[row + 1]; k++) {
        if (!withDiagonal && column[k] === row) continue;
        entries[2 * end] = column[k];
        entries[2 * end + 1] = value[k];
        end++;
      }
    }
    starts.push(end);
  }
  return { starts: Uint32Array.from(starts), entries: entries.slice(0, 2 * Math.max(1, end)) };
}

/** Bytes for each triplet of K while it is assembled: two indices and a value in lists that grow, then sorted. */
const TRIPLET_BYTES = 40;
const MAX_BYTES = 2 ** 30;

/** Triplets of K of all elements: products of derivatives at every point, more where cells are not rectangles. */
export function tripletsOf({ order, nodes, metric }: Elements): number {
  const points = (order + 1) ** 2;
  const products = 2 * points;
  let triplets = 0;
  for (let at = 0; at < nodes.length; at += points) {
    const mixed = metric
      .subarray(3 * at + points, 3 * at + 2 * points)
      .some((value) => value !== 0);
    triplets += (mixed ? 2 : 1) * products * points;
  }
  return triplets;
}

/** Throws the end of a sentence where the matrices would fill the memory. */
export function assertAssemblable(elements: Elements, unknowns: number): void {
  const bytes = TRIPLET_BYTES * tripletsOf(elements);
  if (bytes <= MAX_BYTES) return;
  const gibibytes = (bytes / 2 ** 30).toFixed(1);
  throw new Error(
    `its matrices for a mesh of ${unknowns} nodes would need ${gibibytes} GiB of memory, and at most 1 GiB is allowed.`,
  );
}

/** Throws the end of a sentence where the mesh is too large. */
export function gpuModel(system: System, dt: number): GpuModel {
  if ('stiffness' in system) return matrixModel(system, dt);
  assertAssemblable(system.elements, system.mass.length);
  return elementModel(system, dt);
}

function matrixModel({ stiffness, mass, damping, fixed, driven }: MatrixSystem, dt: number) {
  const nodes = new Uint32Array(NODE * mass.length);
  const kinds = new Uint8Array(mass.length);
  for (const node of driven) kinds[node] = DRIVEN;
  for (let i = 0; i < mass.length; i++) {
    const half = (damping[i] * dt) / 2;
    const sum = mass[i] + half;
    const [gain, back] = fixed[i] ? [0, 0] : [(dt * dt) / sum, (mass[i] - half) / sum];
    nodes.set(bits([0, gain, back]), NODE * i);
    nodes[NODE * i + KIND] = kinds[i];
  }
  const sizes: Sizes = { nodes: mass.length, driven: driven.length, fluxes: 0, vectors: 3 };
  const matrices = packed([{ matrix: stiffness, withDiagonal: false }]);
  return { sizes, ...matrices, nodes, kinds, fluxes: new Uint32Array(FLUX) };
}

function elementModel(system: ElementSystem, dt: number): GpuModel {
  const { elements, mass, driven, layer } = system;
  const count = elements.nodes.length / (elements.order + 1) ** 2;
  const { rim, first, matched } = layer ?? { rim: count, first: count, matched: count };
  const unknowns = mass.length;
  const stiffness = (from: number, to: number) => ({
    matrix: elementMatrix(elements, unknowns, from, to),
    withDiagonal: false,
  });
  const flux = matchedFluxes(system, dt);
  const matrices = packed([
    stiffness(0, matched),
    stiffness(0, first),
    stiffness(rim, matched),
    { matrix: flux.divergence, withDiagonal: true },
    { matrix: flux.gradient, withDiagonal: true },
  ]);
  const sizes: Sizes = {
    nodes: unknowns,
    driven: driven.length,
    fluxes: flux.gradient.rows,
    vectors: 5,
  };
  return { sizes, ...matrices, ...nodeNumbers(system, dt), fluxes: flux.numbers };
}

/** The factors of the integrator itself. */
function nodeNumbers(system: ElementSystem, dt: number): Pick<GpuModel, 'nodes' | 'kinds'> {
  const { mass, driven } = system;
  const integrator = new ElementLeapfrog(system, dt);
  const { half, gain, back, layer } = integrator;
  const nodes = new Uint32Array(NODE * mass.length);
  const kinds = new Uint8Array(mass.length);
  for (const node of layer?.rim ?? []) kinds[node] = TOUCHED;
  for (const node of driven) kinds[node] |= DRIVEN;
  for (let i = 0; i < mass.length; i++) {
    nodes.set(bits([half[i], gain[i], back[i]]), NODE * i);
    if (layer?.halved[i]) {
      kinds[i] |= HALVED;
      const [step] = layer.halves;
      // u and the last change of u in place of u and u before.
      const stiff = 1 + step.back[i] - step.ahead[i];
      nodes.set(bits([step.back[i], stiff, step.gain[i]]), NODE * i + KIND + 1);
    }
    if (layer?.has(i)) kinds[i] |= LAYER;
    nodes[NODE * i + KIND] = kinds[i];
  }
  integrator.dispose();
  return { nodes, kinds };
}

/** Of the points of matched cells, ξ and then η of each: κ ∇u there, what their fluxes pull, and how φ goes on. */
function matchedFluxes(system: ElementSystem, dt: number) {
  const { order, nodes, metric } = system.elements;
  const n = order + 1;
  const { derivative } = gll(order);
  const { first, decay } = matchedCells(system, dt) ?? {
    first: nodes.length / n ** 2,
    decay: new Float64Array(),
  };
  const from = first * n * n;
  const rows = 2 * (nodes.length - from);
  const numbers = new Uint32Array(FLUX * Math.max(1, rows));
  const [i, j, slope, pull]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let place = from; place < nodes.length; place++) {
    const q = place % (n * n);
    const cell = place - q;
    const [column, line] = [q % n, Math.floor(q / n)];
    for (const axis of [0, 1]) {
      const row = 2 * (place - from) + axis;
      const [own, gain] = decay.subarray(2 * row, 2 * row + 2);
      numbers[FLUX * row] = nodes[place];
      numbers.set(bits([own, gain]), FLUX * row + 1);
      const m = metric[3 * cell + 2 * axis * n * n + q];
      for (let k = 0; k < n; k++) {
        const d = derivative[(axis === 0 ? column : line) * n + k];
        i.push(row);
        j.push(nodes[cell + (axis === 0 ? line * n + k : k * n + column)]);
        slope.push(m * d);
        pull.push(d);
      }
    }
  }
  return {
    numbers,
    gradient: csrFromTriplets(rows, system.mass.length, { i, j, value: slope }),
    divergence: csrFromTriplets(system.mass.length, rows, { i: j, j: i, value: pull }),
  };
}
