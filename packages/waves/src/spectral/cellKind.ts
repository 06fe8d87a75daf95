/** Which of the kernels takes a cell. */
import { gll } from './gll.ts';

export const kinds = ['full', 'diagonal', 'tensor'] as const;
/** Upright rectangles of a perfectly matched layer take a step of their auxiliary field φ as well. */
export type Kind = (typeof kinds)[number] | 'matched';

/** Numbers per point of the kinds that have any. */
export const PER_POINT = { full: 3, diagonal: 2, matched: 6 } as const;

/** Numbers per cell that its kind needs. */
export const numbersOf = (kind: Kind, perCell: number): number =>
  kind === 'tensor' ? 2 : PER_POINT[kind] * perCell;

/** Relative to a cell's largest metric: what is smaller is round-off. */
const ROUND_OFF = 1e-12;

/** The simplest kind that a cell is of. */
export function kindOf(metric: Float64Array, order: number, cell: number): (typeof kinds)[number] {
  const n = order + 1;
  const perCell = n * n;
  const { weights } = gll(order);
  const at = 3 * cell * perCell;
  let [largest, across] = [0, 0];
  for (let place = 0; place < perCell; place++) {
    largest = Math.max(largest, metric[at + place], metric[at + 2 * perCell + place]);
    across = Math.max(across, Math.abs(metric[at + perCell + place]));
  }
  if (across > ROUND_OFF * largest) return 'full';
  for (let place = 0; place < perCell; place++) {
    const weight = (weights[place % n] * weights[Math.floor(place / n)]) / weights[0] ** 2;
    for (const part of [0, 2 * perCell]) {
      const expected = metric[at + part] * weight;
      if (Math.abs(metric[at + part + place] - expected) > ROUND_OFF * expected) return 'diagonal';
    }
  }
  return 'tensor';
}
