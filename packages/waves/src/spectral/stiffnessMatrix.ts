/** The stiffness of elements as a sparse matrix. */
import { csrFromTriplets, type Csr } from '../csr.ts';
import { gll } from './gll.ts';
import type { Elements, System } from '../system.ts';

export const stiffnessMatrix = (system: System): Csr =>
  'stiffness' in system ? system.stiffness : assembled(system.elements, system.mass.length);

/** K of the cells from `first` to before `end` alone, on all nodes. */
export function elementMatrix(
  { order, nodes, metric }: Elements,
  unknowns: number,
  first: number,
  end: number,
): Csr {
  const perCell = (order + 1) ** 2;
  const some = {
    order,
    nodes: nodes.subarray(first * perCell, end * perCell),
    metric: metric.subarray(3 * first * perCell, 3 * end * perCell),
  };
  return assembled(some, unknowns);
}

/** Σ over points q of ∇φ_a · metric ∇φ_b: φ_a is not flat along ξ only at points of its row, along η of its column. */
function assembled({ order, nodes, metric }: Elements, unknowns: number): Csr {
  const n = order + 1;
  const { derivative: d } = gll(order);
  const [i, j, value]: [number[], number[], number[]] = [[], [], []];
  const add = (a: number, b: number, entry: number) => {
    i.push(a);
    j.push(b);
    value.push(entry);
  };
  for (let at = 0; at < nodes.length; at += n * n) {
    for (let row = 0; row < n; row++) {
      for (let column = 0; column < n; column++) {
        const q = row * n + column;
        const [xx, xy, yy] = [0, 1, 2].map((part) => metric[3 * at + part * n * n + q]);
        for (let a = 0; a < n; a++) {
          const [alongA, acrossA] = [nodes[at + row * n + a], nodes[at + a * n + column]];
          for (let b = 0; b < n; b++) {
            const [alongB, acrossB] = [nodes[at + row * n + b], nodes[at + b * n + column]];
            const [xiA, xiB] = [d[column * n + a], d[column * n + b]];
            const [etaA, etaB] = [d[row * n + a], d[row * n + b]];
            add(alongA, alongB, xx * xiA * xiB);
            add(acrossA, acrossB, yy * etaA * etaB);
            if (xy === 0) continue;
            add(alongA, acrossB, xy * xiA * etaB);
            add(acrossA, alongB, xy * etaA * xiB);
          }
        }
      }
    }
  }
  return csrFromTriplets(unknowns, unknowns, { i, j, value });
}
