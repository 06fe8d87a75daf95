/** The products with Khatri–Rao matrices that alternating least squares consists of; all row-major. */

/** Column-wise Kronecker product [∏ shape, rank] of factors [shape[m], rank]. */
export function khatriRao(factors: readonly Float64Array[], rank: number): Float64Array {
  let product = new Float64Array(rank).fill(1);
  for (const factor of factors) {
    const next = new Float64Array((product.length / rank) * factor.length);
    for (let i = 0, to = 0; i < product.length; i += rank) {
      for (let j = 0; j < factor.length; j += rank) {
        for (let r = 0; r < rank; r++) next[to++] = product[i + r] * factor[j + r];
      }
    }
    product = next;
  }
  return product;
}

/** T [left, right] times a matrix [right, rank]: [left, rank]. */
export function contractRight(
  data: Float64Array,
  left: number,
  matrix: Float64Array,
  rank: number,
) {
  const right = data.length / left;
  return times(data, { rows: left, down: right, across: 1 }, matrix, rank);
}

/** The transpose of T [left, right] times a matrix [left, rank]: [right, rank]. */
export function contractLeft(data: Float64Array, left: number, matrix: Float64Array, rank: number) {
  const right = data.length / left;
  return times(data, { rows: right, down: 1, across: right }, matrix, rank);
}

/** How a matrix lies in memory: so many rows, and the steps to the next row and to the next column. */
interface Layout {
  rows: number;
  down: number;
  across: number;
}

/** Four rows of the matrix at a time: one by one, reading and writing the sum takes twice as long as adding. */
function times(
  data: Float64Array,
  { rows, down, across }: Layout,
  matrix: Float64Array,
  rank: number,
): Float64Array {
  const out = new Float64Array(rows * rank);
  const columns = matrix.length / rank;
  const whole = columns - (columns % 4);
  for (let i = 0, to = 0; i < rows; i++, to += rank) {
    let at = i * down;
    for (let j = 0, first = 0; j < whole; j += 4, at += 4 * across, first += 4 * rank) {
      const [second, third, fourth] = [first + rank, first + 2 * rank, first + 3 * rank];
      const [v, w] = [data[at], data[at + across]];
      const [x, y] = [data[at + 2 * across], data[at + 3 * across]];
      for (let r = 0; r < rank; r++) {
        out[to + r] +=
          v * matrix[first + r] +
          w * matrix[second + r] +
          x * matrix[third + r] +
          y * matrix[fourth + r];
      }
    }
    for (let j = whole; j < columns; j++, at += across) {
      for (let r = 0; r < rank; r++) out[to + r] += data[at] * matrix[j * rank + r];
    }
  }
  return out;
}

/**
 * Sums over all modes of a half but one.
 * @param half [before, rows, after, rank]
 * @param before The Khatri–Rao product of the factors in front of the mode, [before, rank].
 * @param after That of the factors behind it, [after, rank].
 * @returns [rows, rank]
 */
export function contractWithin(
  half: Float64Array,
  before: Float64Array,
  after: Float64Array,
  rank: number,
): Float64Array {
  const length = half.length / (before.length / rank) / (after.length / rank);
  const out = new Float64Array(length);
  for (let b = 0, at = 0; b < before.length; b += rank) {
    for (let i = 0; i < length; i += rank) {
      for (let a = 0; a < after.length; a += rank) {
        for (let r = 0; r < rank; r++) out[i + r] += half[at++] * before[b + r] * after[a + r];
      }
    }
  }
  return out;
}

/** KᵀK [rank, rank] of the Khatri–Rao product K of some factors: the entrywise product of all AᵀA. */
export function normalMatrix(factors: readonly Float64Array[], rank: number): Float64Array {
  const product = new Float64Array(rank * rank).fill(1);
  for (const factor of factors) {
    for (let q = 0; q < rank; q++) {
      for (let r = 0; r <= q; r++) {
        let sum = 0;
        for (let at = 0; at < factor.length; at += rank) sum += factor[at + q] * factor[at + r];
        product[q * rank + r] *= sum;
        product[r * rank + q] = product[q * rank + r];
      }
    }
  }
  return product;
}
