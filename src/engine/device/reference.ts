/** A 'same' convolution and its gradients in plain float64 loops: what every backend is judged by. */

export interface ConvolutionCase {
  /** [batch, t, x, y, s]; t = 1 for a 2-way convolution. */
  input: [number, number, number, number, number];
  /** [kt, kx, ky]. */
  size: [number, number, number];
  outputs: number;
}

export interface ConvolutionResult {
  y: Float64Array;
  dx: Float64Array;
  dKernel: Float64Array;
  dBias: Float64Array;
}

/**
 * y = x ∗ kernel + bias, and the gradients of Σ y·dy. `kernel` is [kt, kx, ky, s, t]; zero padding puts
 * (k−1)/2 rounded down in front, as TensorFlow does.
 */
export function referenceConvolution(
  { input: [batch, nt, nx, ny, inputs], size: [kt, kx, ky], outputs }: ConvolutionCase,
  x: ArrayLike<number>,
  kernel: ArrayLike<number>,
  bias: ArrayLike<number>,
  dy: ArrayLike<number>,
): ConvolutionResult {
  const positions = batch * nt * nx * ny;
  const y = new Float64Array(positions * outputs);
  const dx = new Float64Array(x.length);
  const dKernel = new Float64Array(kernel.length);
  const dBias = new Float64Array(outputs);
  const before = (k: number) => Math.floor((k - 1) / 2);
  for (let p = 0; p < positions; p++) {
    const [n, t, i, j] = [
      Math.floor(p / (nt * nx * ny)),
      Math.floor(p / (nx * ny)) % nt,
      Math.floor(p / ny) % nx,
      p % ny,
    ];
    for (let o = 0; o < outputs; o++) {
      y[p * outputs + o] += bias[o];
      dBias[o] += dy[p * outputs + o];
    }
    for (let q = 0; q < kt * kx * ky; q++) {
      const t2 = t + Math.floor(q / (kx * ky)) - before(kt);
      const i2 = i + (Math.floor(q / ky) % kx) - before(kx);
      const j2 = j + (q % ky) - before(ky);
      if (t2 < 0 || t2 >= nt || i2 < 0 || i2 >= nx || j2 < 0 || j2 >= ny) continue;
      const from = (((n * nt + t2) * nx + i2) * ny + j2) * inputs;
      for (let s = 0; s < inputs; s++) {
        for (let o = 0; o < outputs; o++) {
          const w = (q * inputs + s) * outputs + o;
          y[p * outputs + o] += x[from + s] * kernel[w];
          dx[from + s] += dy[p * outputs + o] * kernel[w];
          dKernel[w] += dy[p * outputs + o] * x[from + s];
        }
      }
    }
  }
  return { y, dx, dKernel, dBias };
}
