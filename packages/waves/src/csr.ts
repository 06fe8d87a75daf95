/** Compressed sparse rows: real matrices built from triplets. */
export interface Csr {
  rows: number;
  columns: number;
  /** Start of every row in `column` and `value`, and the end of the last: rows + 1 entries. */
  start: Uint32Array;
  column: Uint32Array;
  value: Float64Array;
}

/** Entries (i, j, value) in any order; those of the same place are added up. */
export interface Triplets {
  i: ArrayLike<number>;
  j: ArrayLike<number>;
  value: ArrayLike<number>;
}

/** Relative to the row's largest entry: what is smaller is round-off of contributions that cancel. */
const ROUND_OFF = 1e-14;

/**
 * Sums triplets into a matrix with sorted columns. Entries that add up to zero are left out, so that on
 * right-angled triangles the stiffness keeps five entries a row instead of seven.
 */
export function csrFromTriplets(rows: number, columns: number, { i, j, value }: Triplets): Csr {
  // Triplets by row, in the order given (counting sort): sums are added in one order, whatever the size.
  const begin = new Uint32Array(rows + 1);
  for (let k = 0; k < i.length; k++) begin[i[k] + 1]++;
  for (let row = 0; row < rows; row++) begin[row + 1] += begin[row];
  const next = begin.slice();
  const column = new Uint32Array(i.length);
  const entry = new Float64Array(i.length);
  for (let k = 0; k < i.length; k++) {
    const at = next[i[k]]++;
    column[at] = j[k];
    entry[at] = value[k];
  }
  // Every row is sorted and summed in place, and moved to the front.
  const start = new Uint32Array(rows + 1);
  let end = 0;
  for (let row = 0; row < rows; row++) {
    end = mergeRow(column, entry, begin[row], begin[row + 1], end);
    start[row + 1] = end;
  }
  return { rows, columns, start, column: column.slice(0, end), value: entry.slice(0, end) };
}

/** Sorts and sums the entries from..to, writes them from `out` on, and returns their new end. */
function mergeRow(
  column: Uint32Array,
  value: Float64Array,
  from: number,
  to: number,
  out: number,
): number {
  // Insertion sort: rows are short, and it keeps equal columns in their order.
  for (let k = from + 1; k < to; k++) {
    const [c, v] = [column[k], value[k]];
    let at = k;
    for (; at > from && column[at - 1] > c; at--) {
      column[at] = column[at - 1];
      value[at] = value[at - 1];
    }
    column[at] = c;
    value[at] = v;
  }
  let last = from - 1;
  let largest = 0;
  for (let k = from; k < to; k++) {
    if (last >= from && column[last] === column[k]) value[last] += value[k];
    else {
      last++;
      column[last] = column[k];
      value[last] = value[k];
    }
  }
  for (let k = from; k <= last; k++) largest = Math.max(largest, Math.abs(value[k]));
  let end = out;
  for (let k = from; k <= last; k++) {
    if (Math.abs(value[k]) <= ROUND_OFF * largest) continue;
    column[end] = column[k];
    value[end++] = value[k];
  }
  return end;
}

/** out = matrix · vector; `out` must not be `vector`. */
export function multiply(
  matrix: Csr,
  vector: ArrayLike<number>,
  out: Float64Array | Float32Array,
): void {
  multiplyLane(matrix, vector, 1, 0, out);
}

/** The same for one of `lanes` interleaved vectors, [columns, lanes]. */
export function multiplyLane(
  { rows, start, column, value }: Csr,
  vector: ArrayLike<number>,
  lanes: number,
  lane: number,
  out: Float64Array | Float32Array,
): void {
  for (let row = 0; row < rows; row++) {
    let total = 0;
    for (let k = start[row], end = start[row + 1]; k < end; k++) {
      total += value[k] * vector[column[k] * lanes + lane];
    }
    out[row] = total;
  }
}
