/** Excitation: a Ricker wavelet in time, a Gaussian in space. */

/** Delay of the wavelet's peak in periods 1/f: at t = 0 its amplitude is then below 2e-5 of the peak. */
const DELAY_PERIODS = 1.2;

/** Ricker wavelet of peak frequency f (Hz) at time t (s), peak value 1 at t = 1.2/f (Ricker 1953). */
export function ricker(t: number, frequency: number): number {
  const a = (Math.PI * frequency * (t - DELAY_PERIODS / frequency)) ** 2;
  return (1 - 2 * a) * Math.exp(-a);
}

/** exp(−|x − s|² / (2 width²)) at every node, times the node's mass: a load vector for unit amplitude. */
export function gaussianLoad(
  nodes: { x: Float64Array; y: Float64Array },
  mass: Float64Array,
  source: { x: number; y: number },
  width: number,
  out: Float64Array,
): void {
  const scale = -1 / (2 * width * width);
  for (let i = 0; i < out.length; i++) {
    const dx = nodes.x[i] - source.x;
    const dy = nodes.y[i] - source.y;
    out[i] = mass[i] * Math.exp(scale * (dx * dx + dy * dy));
  }
}
