/**
 * First arrivals: a threshold finds the first swing of a trace, and the Akaike information criterion the moment in front
 * of it at which silence ends (Maeda 1985, Zisin 38, 365–379; Zhang, Thurber and Rowe 2003, BSSA 93, 1904–1912).
 */

/** A trace has begun where |u| first reaches this share of its largest |u|. */
export const TRIGGER = 0.02;
/** The window begins so many times the rise, from the trigger to the first extremum, before the trigger. */
const BEFORE = 3;
/** Points of the window: picks depend on the form of the wave, not on the time step. */
const POINTS = 240;
/** Standard deviation of the silence, as a share of the first extremum: simulated silence has none of its own. */
const SILENCE = 1e-3;

/** Cubic interpolation at a place between samples (Catmull-Rom); before the first one all was at rest. */
function valueAt(u: ArrayLike<number>, place: number): number {
  const k = Math.floor(place);
  const t = place - k;
  const at = (i: number) => (i < 0 ? 0 : u[Math.min(i, u.length - 1)]);
  const [a, b, c, d] = [at(k - 1), at(k), at(k + 1), at(k + 2)];
  return b + (t / 2) * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/** From the lowest of three equidistant values to the lowest point of the parabola through them, in steps. */
function lowest(before: number, here: number, after: number): number {
  const bend = before - 2 * here + after;
  return bend > 0 ? (before - after) / (2 * bend) : 0;
}

/** Sums of the first k values and of their squares, k from 0. */
function runningSums(values: Float64Array): { sums: Float64Array; squares: Float64Array } {
  const sums = new Float64Array(values.length + 1);
  const squares = new Float64Array(values.length + 1);
  values.forEach((value, k) => {
    sums[k + 1] = sums[k] + value;
    squares[k + 1] = squares[k] + value * value;
  });
  return { sums, squares };
}

/** k log var(first k) + (n − k) log var(the others) is least where both parts are most alike in themselves. */
function akaikeOnset(values: Float64Array, floor: number): number {
  const n = values.length;
  const { sums, squares } = runningSums(values);
  const entropy = (from: number, to: number) => {
    const count = to - from;
    const mean = (sums[to] - sums[from]) / count;
    const variance = (squares[to] - squares[from]) / count - mean * mean;
    return count * Math.log(Math.max(0, variance) + floor * floor);
  };
  const aic = (k: number) => entropy(0, k) + entropy(k, n);
  let [best, least] = [2, Infinity];
  for (let k = 2; k <= n - 2; k++) {
    const value = aic(k);
    if (value < least) [best, least] = [k, value];
  }
  if (best <= 2 || best >= n - 2) return best;
  return best + lowest(aic(best - 1), least, aic(best + 1));
}

/**
 * Where a trace begins to move, in samples from the first one; undefined where it never does, moves from the very start,
 * or ends before its first swing does.
 */
export function onsetOf(u: ArrayLike<number>): number | undefined {
  let largest = 0;
  for (let k = 0; k < u.length; k++) largest = Math.max(largest, Math.abs(u[k]));
  if (largest === 0) return undefined;
  const level = TRIGGER * largest;
  let trigger = 0;
  while (Math.abs(u[trigger]) < level) trigger++;
  if (trigger === 0) return undefined;
  let top = trigger;
  while (top + 1 < u.length && Math.abs(u[top + 1]) > Math.abs(u[top])) top++;
  if (top + 1 >= u.length) return undefined;
  const size = (k: number) => -Math.abs(u[k]);
  const end = top + (top > 0 ? lowest(size(top - 1), size(top), size(top + 1)) : 0);
  const [low, high] = [Math.abs(u[trigger - 1]), Math.abs(u[trigger])];
  const crossing = trigger - (high - level) / (high - low);
  const from = crossing - BEFORE * (end - crossing);
  const step = (end - from) / (POINTS - 1);
  const window = Float64Array.from({ length: POINTS }, (_, i) => valueAt(u, from + i * step));
  const onset = from + step * akaikeOnset(window, SILENCE * Math.abs(u[top]));
  return Math.max(0, onset);
}
