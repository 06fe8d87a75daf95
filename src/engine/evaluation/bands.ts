/** Long, middle and short waves: where one ends and the next begins. */
import type { Experiment } from '../experiment/schema.ts';
import { originOf } from '../tasks/index.ts';
import type { SpectralAxis } from './spectrum.ts';

export interface WaveBands {
  /** Wavelengths at which long waves begin and at which short ones end: long ≥ first > middle ≥ second > short. */
  limits: readonly [long: number, short: number];
  /** Whether the middle band is that of the source's waves; otherwise the grid's wavelengths are cut in three. */
  from: 'source' | 'grid';
}

/** Half an octave on both sides: a Ricker wavelet has most of its energy there. */
const HALF_OCTAVE = Math.SQRT2;

/** The longest half-wave and the shortest wave along one axis that a grid can show. */
function gridWaves(space: readonly SpectralAxis[]): [longest: number, shortest: number] {
  const longest = Math.max(...space.map(({ length, closed }) => (closed ? 1 : 2) * length));
  const shortest = Math.max(...space.map(({ length, points }) => (2 * length) / points));
  return [longest, shortest];
}

/** The waves of a Ricker source in the background medium, over the whole intervals of frequency and speed. */
function sourceWaves({
  scene,
  source,
  ...rest
}: Experiment): [longest: number, shortest: number] | undefined {
  if (!originOf(rest).simulated || !['ricker', 'plane'].includes(source.kind)) return undefined;
  const { speed } = scene;
  const { frequency } = source;
  return [(HALF_OCTAVE * speed[1]) / frequency[0], speed[0] / frequency[1] / HALF_OCTAVE];
}

/**
 * The middle band is that of the source, if the grid can show longer and shorter waves too. Otherwise the three bands
 * are equally wide on a logarithmic scale, from the longest to the shortest wave of the grid.
 */
export function waveBands(experiment: Experiment, space: readonly SpectralAxis[]): WaveBands {
  const [longest, shortest] = gridWaves(space);
  const source = sourceWaves(experiment);
  if (source && source[0] <= longest && source[1] > shortest) {
    return { limits: source, from: 'source' };
  }
  const third = (longest / shortest) ** (1 / 3);
  return { limits: [longest / third, longest / third ** 2], from: 'grid' };
}

export const BANDS = 3;

/** By coefficient: 0 of long, 1 of middle, 2 of short waves. The mean is infinitely long. */
export const bandNumbers = (wavenumbers: Float64Array, { limits }: WaveBands): Uint32Array =>
  Uint32Array.from(wavenumbers, (k) => (k * limits[0] <= 1 ? 0 : k * limits[1] <= 1 ? 1 : 2));
