/** Compressed sparse rows: real matrices built from triplets. */
export interface Csr {
  rows: number;
  columns: number;
  /** Start of every row in `column` and `value`, and the end of the last: rows + 1 entries. */
  start: Uint32Array;
  column: Uint32Array;
  value: Float64Array;
}

/** Relative to the row's largest entry: what is smaller is round-off of contributions that cancel. */
const ROUND_OFF = 1e-14;

/**
 * Sums triplets (i, j, value) into a matrix with sorted columns. Entries that add up to zero are left
 * out, so that on right-angled triangles the stiffness keeps five entries a row instead of seven.
 */
export function csrFromTriplets(
  rows: number,
  columns: number,
  i: ArrayLike<number>,
  j: ArrayLike<number>,
  value: ArrayLike<number>,
): Csr {
  const perRow: Map<number, number>[] = Array.from({ length: rows }, () => new Map());
  for (let k = 0; k < i.length; k++) {
    const row = perRow[i[k]];
    row.set(j[k], (row.get(j[k]) ?? 0) + value[k]);
  }
  const start = new Uint32Array(rows + 1);
  const column: number[] = [];
  const entries: number[] = [];
  perRow.forEach((row, r) => {
    const largest = Math.max(0, ...[...row.values()].map(Math.abs));
    for (const [c, entry] of [...row].toSorted((a, b) => a[0] - b[0])) {
      if (Math.abs(entry) <= ROUND_OFF * largest) continue;
      column.push(c);
      entries.push(entry);
    }
    start[r + 1] = column.length;
  });
  return {
    rows,
    columns,
    start,
    column: Uint32Array.from(column),
    value: Float64Array.from(entries),
  };
}

/** out = matrix · vector; `out` must not be `vector`. */
export function multiply(
  matrix: Csr,
  vector: ArrayLike<number>,
  out: Float64Array | Float32Array,
): void {
  const { start, column, value } = matrix;
  for (let row = 0; row < matrix.rows; row++) {
    let total = 0;
    for (let k = start[row], end = start[row + 1]; k < end; k++) {
      total += value[k] * vector[column[k]];
    }
    out[row] = total;
  }
}
