/** Sentences about the propagator, all from its numbers. */
import { rankNeeded } from '../../engine/modes/exactKernel.ts';
import { formatPercent, withUnit } from '../shared/numbers.ts';
import { formatDisplacement } from '../shared/units.ts';
import { TOLERANCE, type StudyPoint } from './rankStudy.ts';

interface Wave {
  /** cT (m) on a square with sides of 1 m. */
  distance: number;
  modes: number;
  /** By rank, from 0. */
  relativeErrors: Float64Array;
}

const oneDecimal = (x: number): string => String(Number(x.toFixed(1)));

/** Below 0.01 % digits would only say how exact the arithmetic is. */
export const shareText = (share: number): string =>
  share < 1e-4 ? withUnit(withUnit('<', '0.01'), '%') : formatPercent(share);

export const distanceText = (distance: number): string => `${distance.toFixed(2)} m`;

/** A half-wavelength of mode K along a side of 1 m is 1/K m. */
export const travelled = ({ distance, modes }: Pick<Wave, 'distance' | 'modes'>): string => {
  const half = oneDecimal(distance * modes);
  return `${distanceText(distance)} = ${half} ${half === '1' ? 'half-wavelength' : 'half-wavelengths'} of the shortest mode (${formatDisplacement(1 / modes)} each)`;
};

export const leaves = (rank: number, errors: Float64Array): string =>
  `rank ${rank} leaves ${shareText(errors[rank])}`;

/** How far the wave goes, what rank that takes, and what a third less costs. */
export function rankText(wave: Wave): string {
  const { relativeErrors } = wave;
  const needed = rankNeeded(relativeErrors, TOLERANCE);
  const fewer = Math.floor((2 * needed) / 3);
  return `${travelled(wave)}: ${leaves(needed, relativeErrors)}, ${leaves(fewer, relativeErrors)}. ${countsText(wave, needed)}`;
}

function countsText({ distance, modes }: Wave, needed: number): string {
  const halves = distance * modes;
  const gap = Math.round(needed - halves);
  if (Math.abs(gap) <= 1)
    return 'The rank is about the number of half-wavelengths the wave travels.';
  if (gap > 0) {
    return `The rank is ${gap} more than the number of half-wavelengths the wave travels: even a short way needs a few pairs.`;
  }
  return `The rank is ${-gap} less than the number of half-wavelengths the wave travels: over a long way the count is only an upper estimate.`;
}

/**
 * Weights of one kernel on a grid of `cells` per metre, cut to the square that holds its ring: dense, and as
 * `rank` pairs of one-way filters.
 */
export function weights(distance: number, cells: number, rank: number) {
  const side = 2 * Math.ceil(distance * cells) + 1;
  return { side, dense: side ** 2, pairs: 2 * rank * side };
}

/** Where the rule of thumb stops: the largest gap on the first half of the square, and the end of each row. */
export function studyText(points: readonly StudyPoint[]): string {
  const near = points.filter(({ distance }) => distance <= 0.5);
  const gap = Math.max(...near.map(({ rank, halves }) => Math.abs(rank - halves)));
  const modes = Math.max(...points.map((point) => point.modes));
  const last = points.findLast((point) => point.modes === modes);
  if (!last) return '';
  return `Up to 0.5 m, about half the square, every point is within ${oneDecimal(gap)} of the line; beyond it the rank falls behind and levels off: for ${distanceText(last.distance)} on ${modes} modes it is ${last.rank}, not ${oneDecimal(last.halves)}.`;
}
