/** Excitation: wavelets in time, Gaussians in space, travelling plane pulses. */

/** Delay of the wavelet's peak in periods 1/f: at t = 0 its amplitude is then below 2e-5 of the peak. */
const DELAY_PERIODS = 1.2;
/** Beyond this many periods from the peak the wavelet is below 1e-20 and left out. */
export const SILENT_PERIODS = 2.3;
/** Beyond this many standard deviations the Gaussian is below 1e-12 and left out. */
const GAUSSIAN_RADIUS = 7.5;

/** The Ricker wavelet's shape: (1 − 2a) e^(−a) with a = (π s)², s in periods from the peak. */
export function rickerShape(s: number): number {
  const a = (Math.PI * s) ** 2;
  return (1 - 2 * a) * Math.exp(-a);
}

/** When a wavelet of this frequency (Hz) has its peak (s) unless it is told when. */
export const rickerDelay = (frequency: number): number => DELAY_PERIODS / frequency;

/** Periods from the peak. */
const phase = (t: number, frequency: number, delay: number | undefined): number =>
  delay === undefined ? t * frequency - DELAY_PERIODS : (t - delay) * frequency;

/** Ricker wavelet of peak frequency f (Hz) at time t (s), peak value 1 at t = delay (s), or 1.2/f (Ricker 1953). */
export const ricker = (t: number, frequency: number, delay?: number): number =>
  rickerShape(phase(t, frequency, delay));

/** Its second derivative in time (1/s²). */
export function rickerCurvature(t: number, frequency: number, delay?: number): number {
  const s = phase(t, frequency, delay);
  const a = (Math.PI * s) ** 2;
  return 2 * (Math.PI * frequency) ** 2 * (-3 + 12 * a - 4 * a * a) * Math.exp(-a);
}

/** Time (s) after which a wavelet of this frequency is over for good. */
export const rickerEnd = (frequency: number, delay?: number): number =>
  delay === undefined
    ? (DELAY_PERIODS + SILENT_PERIODS) / frequency
    : delay + SILENT_PERIODS / frequency;

/** A load vector with its zeros left out. */
export interface Load {
  nodes: Uint32Array;
  values: Float64Array;
}

interface Nodes {
  x: Float64Array;
  y: Float64Array;
}

/** exp(−|x − s|² / (2 width²)) times the node's mass: the load of unit acceleration. */
export function gaussianLoad(
  { x, y }: Nodes,
  mass: Float64Array,
  centre: { x: number; y: number },
  width: number,
): Load {
  const scale = -1 / (2 * width * width);
  const farthest = (GAUSSIAN_RADIUS * width) ** 2;
  const nodes: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < mass.length; i++) {
    const squared = (x[i] - centre.x) ** 2 + (y[i] - centre.y) ** 2;
    if (squared > farthest) continue;
    nodes.push(i);
    values.push(mass[i] * Math.exp(scale * squared));
  }
  return { nodes: Uint32Array.from(nodes), values: Float64Array.from(values) };
}

/** Adds `height` (m) · exp(−|x − s|² / (2 width²)) to the displacement of every node. */
export function addGaussian(
  { x, y }: Nodes,
  centre: { x: number; y: number },
  { width, height }: { width: number; height: number },
  out: Float64Array,
): void {
  const scale = -1 / (2 * width * width);
  for (let i = 0; i < out.length; i++) {
    out[i] += height * Math.exp(scale * ((x[i] - centre.x) ** 2 + (y[i] - centre.y) ** 2));
  }
}

export interface PlanePulse {
  /** A point of the crest at t = 0 (m). */
  x: number;
  y: number;
  /** Direction of travel from the x axis (degrees). */
  angle: number;
  /** Peak frequency (Hz) and height (m) of the Ricker-shaped profile. */
  frequency: number;
  height: number;
}

/**
 * Adds displacement and velocity of a plane pulse u = height · R(f (s/c − t)), s the distance along its
 * direction: the exact solution while it runs through a medium of speed c (m/s).
 */
export function addPlanePulse(
  { x, y }: Nodes,
  { x: px, y: py, angle, frequency, height }: PlanePulse,
  speed: number,
  displacement: Float64Array,
  velocity: Float64Array,
): void {
  const [nx, ny] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  for (let i = 0; i < displacement.length; i++) {
    const s = (frequency / speed) * ((x[i] - px) * nx + (y[i] - py) * ny);
    if (Math.abs(s) > SILENT_PERIODS) continue;
    displacement[i] += height * rickerShape(s);
    velocity[i] += height * frequency * rickerSlope(-s);
  }
}

/** Derivative of the Ricker shape by its argument (periods from the peak). */
export function rickerSlope(s: number): number {
  const a = (Math.PI * s) ** 2;
  return 2 * Math.PI * Math.PI * s * (2 * a - 3) * Math.exp(-a);
}
