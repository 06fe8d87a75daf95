/**
 * Symmetric positive definite systems, many right sides at once. Own code because the normal equations of ALS are
 * solved thousands of times: ml-matrix's decomposition, entry by entry through `get` and `set`, took a third of it.
 */

/**
 * The lower triangle L of N + shift · I = L Lᵀ; what is above the diagonal is of no meaning.
 * @param matrix N [size, size], row-major, symmetric; only its lower triangle is read.
 */
export function choleskyFactor(matrix: Float64Array, size: number, shift: number): Float64Array {
  const factor = matrix.slice();
  for (let i = 0, row = 0; i < size; i++, row += size) {
    for (let j = 0, other = 0; j < i; j++, other += size) {
      let value = factor[row + j];
      for (let k = 0; k < j; k++) value -= factor[row + k] * factor[other + k];
      factor[row + j] = value / factor[other + j];
    }
    let square = factor[row + i] + shift;
    for (let k = 0; k < i; k++) square -= factor[row + k] ** 2;
    // Round-off may have taken more than there was: no pivot is below the shift.
    factor[row + i] = Math.sqrt(Math.max(square, shift));
  }
  return factor;
}

/** X of X L Lᵀ = B, where the rows of B [rows, size] are the right sides. */
export function solveRows(factor: Float64Array, right: Float64Array, size: number): Float64Array {
  const solution = right.slice();
  for (let at = 0; at < solution.length; at += size) {
    for (let i = 0, row = 0; i < size; i++, row += size) {
      let value = solution[at + i];
      for (let k = 0; k < i; k++) value -= factor[row + k] * solution[at + k];
      solution[at + i] = value / factor[row + i];
    }
    for (let i = size - 1, row = size * i; i >= 0; i--, row -= size) {
      const value = solution[at + i] / factor[row + i];
      solution[at + i] = value;
      for (let k = 0; k < i; k++) solution[at + k] -= value * factor[row + k];
    }
  }
  return solution;
}
