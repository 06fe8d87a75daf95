import type { Elements } from '../system.ts';
import { gll } from './gll.ts';

/** out += K u, as the formula says: derivatives along ξ and η, metric, transposed derivatives. */
export function applyElements(
  { order, nodes, metric }: Elements,
  u: ArrayLike<number>,
  out: Float64Array,
): void {
  const count = order + 1;
  const perCell = count * count;
  const { derivative } = gll(order);
  const [alongXi, alongEta] = [new Float64Array(perCell), new Float64Array(perCell)];
  for (let at = 0; at < nodes.length; at += perCell) {
    for (let place = 0; place < perCell; place++) {
      const [i, j] = [place % count, Math.floor(place / count)];
      let [uXi, uEta] = [0, 0];
      for (let k = 0; k < count; k++) {
        uXi += derivative[i * count + k] * u[nodes[at + j * count + k]];
        uEta += derivative[j * count + k] * u[nodes[at + k * count + i]];
      }
      const [xx, xy, yy] = [0, 1, 2].map((part) => metric[3 * at + part * perCell + place]);
      alongXi[place] = xx * uXi + xy * uEta;
      alongEta[place] = xy * uXi + yy * uEta;
    }
    for (let place = 0; place < perCell; place++) {
      const [i, j] = [place % count, Math.floor(place / count)];
      let sum = 0;
      for (let k = 0; k < count; k++) {
        sum += derivative[k * count + i] * alongXi[j * count + k];
        sum += derivative[k * count + j] * alongEta[k * count + i];
      }
      out[nodes[at + place]] += sum;
    }
  }
}
