/** The product of a few elements with a vector, such as those that differ from the rest. */
import type { Elements } from '../system.ts';
import { gll } from './gll.ts';

/** A function that writes K u into the front of `out`, for u on the nodes of the elements. It allocates nothing. */
export function elementProduct({ order, nodes, metric }: Elements) {
  const count = order + 1;
  const perCell = count * count;
  const { derivative } = gll(order);
  const used = nodes.reduce((most, node) => Math.max(most, node + 1), 0);
  const [here, alongXi, alongEta] = [0, 1, 2].map(() => new Float64Array(perCell));
  return (u: Float64Array, out: Float64Array): void => {
    out.fill(0, 0, used);
    for (let at = 0; at < nodes.length; at += perCell) {
      for (let place = 0; place < perCell; place++) here[place] = u[nodes[at + place]];
      for (let j = 0, place = 0; j < count; j++) {
        for (let i = 0; i < count; i++, place++) {
          let uXi = 0;
          let uEta = 0;
          for (let k = 0; k < count; k++) {
            uXi += derivative[i * count + k] * here[j * count + k];
            uEta += derivative[j * count + k] * here[k * count + i];
          }
          const m = 3 * at + place;
          alongXi[place] = metric[m] * uXi + metric[m + perCell] * uEta;
          alongEta[place] = metric[m + perCell] * uXi + metric[m + 2 * perCell] * uEta;
        }
      }
      for (let j = 0, place = 0; j < count; j++) {
        for (let i = 0; i < count; i++, place++) {
          let sum = 0;
          for (let k = 0; k < count; k++) {
            sum += derivative[k * count + i] * alongXi[j * count + k];
            sum += derivative[k * count + j] * alongEta[k * count + i];
          }
          out[nodes[at + place]] += sum;
        }
      }
    }
  };
}
