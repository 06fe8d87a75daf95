/** Grids of rectangles whose lines contain all edges of a domain that are parallel to the axes. */
import type { Domain } from '../domain.ts';

export interface AxisGrid {
  /** Where the lines lie (m), ascending. */
  columns: number[];
  rows: number[];
  /** By the number i · rows + j of its lower left corner: whether a cell is in the domain. */
  inside: Uint8Array;
  /** By the number of their lower left end: domain edge on a side of cells, −1 for none. */
  horizontal: Int32Array;
  vertical: Int32Array;
}

/** Lines closer than this share of the size are no use. */
const CLOSEST = 1 / 12;

/** Lines at the given places and as many between as the size asks for; nothing if two are too close to each other. */
function divided(places: readonly number[], size: number): number[] | undefined {
  const sorted = [...new Set(places)].toSorted((p, q) => p - q);
  const lines = [sorted[0]];
  for (let k = 1; k < sorted.length; k++) {
    const [low, high] = [sorted[k - 1], sorted[k]];
    if (high - low < CLOSEST * size) return undefined;
    // A little longer than wanted is better than two halves.
    const count = Math.max(1, Math.ceil((high - low) / size - 0.3));
    for (let i = 1; i < count; i++) lines.push(low + ((high - low) * i) / count);
    lines.push(high);
  }
  return lines;
}

export function axisGrid(
  { x, y, edges }: Domain,
  [alongX, alongY]: readonly [readonly number[], readonly number[]],
  size: number,
): AxisGrid | undefined {
  const columns = divided(alongX, size);
  const rows = divided(alongY, size);
  if (!columns || !rows) return undefined;
  const count = columns.length * rows.length;
  const horizontal = new Int32Array(count).fill(-1);
  const vertical = new Int32Array(count).fill(-1);
  const at = (lines: readonly number[]) => new Map(lines.map((line, k) => [line, k]));
  const [column, row] = [at(columns), at(rows)];
  edges.forEach(({ a, b, circle }, edge) => {
    if (circle) return;
    const [i, k] = [x[a], x[b]].map((place) => column.get(place)!).toSorted((p, q) => p - q);
    const [j, l] = [y[a], y[b]].map((place) => row.get(place)!).toSorted((p, q) => p - q);
    for (let n = i; n < k; n++) horizontal[n * rows.length + j] = edge;
    for (let n = j; n < l; n++) vertical[i * rows.length + n] = edge;
  });
  const inside = new Uint8Array(count);
  for (let j = 0; j + 1 < rows.length; j++) {
    let within = false;
    for (let i = 0; i + 1 < columns.length; i++) {
      const edge = vertical[i * rows.length + j];
      if (edge >= 0) {
        const { a, b, left, right } = edges[edge];
        within = y[b] > y[a] ? right : left;
      }
      inside[i * rows.length + j] = within ? 1 : 0;
    }
  }
  return { columns, rows, inside, horizontal, vertical };
}
