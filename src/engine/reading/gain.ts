/** How the traces of a shot gather are brought to one size before they are painted. */

export const gains = ['common', 'trace', 'agc'] as const;
/** common: as recorded; trace: each trace by its own largest |u|; agc: automatic gain control. */
export type Gain = (typeof gains)[number];

/** Of automatic gain control, quieter parts than this share of the largest |u| of all traces stay quieter. */
const QUIET = 1e-3;

function largestIn(u: ArrayLike<number>): number {
  let largest = 0;
  for (let k = 0; k < u.length; k++) largest = Math.max(largest, Math.abs(u[k]));
  return largest;
}

/** Each value over the root mean square of a window about it. */
function controlled(u: Float32Array, window: number, quiet: number): Float32Array {
  const half = Math.max(1, Math.round(window / 2));
  const squares = new Float64Array(u.length + 1);
  for (let k = 0; k < u.length; k++) squares[k + 1] = squares[k] + u[k] * u[k];
  return u.map((value, k) => {
    const [from, to] = [Math.max(0, k - half), Math.min(u.length, k + half + 1)];
    const mean = Math.max(0, squares[to] - squares[from]) / (to - from);
    return value / Math.sqrt(mean + quiet * quiet);
  });
}

/** The traces with a gain; `window` is that of automatic gain control, in samples. Silent traces stay silent. */
export function withGain(
  traces: readonly Float32Array[],
  gain: Gain,
  window: number,
): readonly Float32Array[] {
  if (gain === 'common') return traces;
  if (gain === 'trace') {
    return traces.map((u) => {
      const largest = largestIn(u);
      return largest > 0 ? u.map((value) => value / largest) : u;
    });
  }
  const quiet = QUIET * traces.reduce((largest, u) => Math.max(largest, largestIn(u)), 0);
  return quiet > 0 ? traces.map((u) => controlled(u, window, quiet)) : traces;
}

/** Of so many values a percentile is found from a part of them. */
const MAX_SORTED = 200_000;

/** The size below which so many percent of all |values| lie: 100 is the largest. Zero of silence. */
export function clipAt(traces: readonly Float32Array[], percent: number): number {
  if (percent >= 100) return traces.reduce((largest, u) => Math.max(largest, largestIn(u)), 0);
  const total = traces.reduce((sum, u) => sum + u.length, 0);
  const every = Math.max(1, Math.ceil(total / MAX_SORTED));
  const sizes = Float32Array.from(
    traces.flatMap((u) =>
      Array.from(
        u.filter((_, k) => k % every === 0),
        Math.abs,
      ),
    ),
  ).sort();
  if (sizes.length === 0) return 0;
  return sizes[Math.min(sizes.length - 1, Math.floor((percent / 100) * sizes.length))];
}
