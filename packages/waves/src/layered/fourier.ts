/**
 * Σ_k (re_k + i im_k) e^(2πi jk/N) for j = 0..N−1, in place (Cooley and Tukey 1965). N must be a power of two.
 */
export function inverseFourier(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    [re[i], re[j]] = [re[j], re[i]];
    [im[i], im[j]] = [im[j], im[i]];
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    for (let k = 0; k < half; k++) {
      const [c, s] = [Math.cos((Math.PI * k) / half), Math.sin((Math.PI * k) / half)];
      for (let a = k; a < n; a += size) {
        const b = a + half;
        const [x, y] = [c * re[b] - s * im[b], c * im[b] + s * re[b]];
        re[b] = re[a] - x;
        im[b] = im[a] - y;
        re[a] += x;
        im[a] += y;
      }
    }
  }
}
