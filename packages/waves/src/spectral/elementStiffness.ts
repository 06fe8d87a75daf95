/** The stiffness of elements of order 2 and above: it is applied cell by cell, without a matrix. */
import type { Lanes } from '../kernel.ts';
import { giveMemory, takeMemory } from '../memory.ts';
import type { Elements } from '../system.ts';
import { gll } from './gll.ts';

export class ElementStiffness {
  /** Vectors of nodes, [nodes, lanes] each, for `apply`. */
  readonly vectors: Float64Array[];

  private readonly memory: WebAssembly.Memory;

  constructor(
    private readonly elements: Elements,
    nodes: number,
    readonly lanes: Lanes,
    count: number,
  ) {
    this.memory = takeMemory(8 * nodes * lanes * count);
    this.vectors = Array.from(
      { length: count },
      (_, k) => new Float64Array(this.memory.buffer, 8 * nodes * lanes * k, nodes * lanes),
    );
    for (const vector of this.vectors) vector.fill(0);
  }

  /** to += K · from, in all lanes; both are among `vectors`. Of the cells from `first` to before `end`, if given. */
  apply(from: Float64Array, to: Float64Array, first = 0, end = Infinity): void {
    const { lanes } = this;
    const { order, nodes, metric } = this.elements;
    const count = order + 1;
    const perCell = count * count;
    const { derivative } = gll(order);
    const [alongXi, alongEta] = [new Float64Array(perCell), new Float64Array(perCell)];
    for (let lane = 0; lane < lanes; lane++) {
      for (let at = first * perCell; at < Math.min(nodes.length, end * perCell); at += perCell) {
        for (let place = 0; place < perCell; place++) {
          const i = place % count;
          const j = (place - i) / count;
          let uXi = 0;
          let uEta = 0;
          for (let k = 0; k < count; k++) {
            uXi += derivative[i * count + k] * from[nodes[at + j * count + k] * lanes + lane];
            uEta += derivative[j * count + k] * from[nodes[at + k * count + i] * lanes + lane];
          }
          const m = 3 * at + place;
          alongXi[place] = metric[m] * uXi + metric[m + perCell] * uEta;
          alongEta[place] = metric[m + perCell] * uXi + metric[m + 2 * perCell] * uEta;
        }
        for (let place = 0; place < perCell; place++) {
          const i = place % count;
          const j = (place - i) / count;
          let sum = 0;
          for (let k = 0; k < count; k++) {
            sum += derivative[k * count + i] * alongXi[j * count + k];
            sum += derivative[k * count + j] * alongEta[k * count + i];
          }
          to[nodes[at + place] * lanes + lane] += sum;
        }
      }
    }
  }

  /** Gives the memory back. */
  dispose(): void {
    giveMemory(this.memory);
  }
}
