/** A random field in a random medium: what is drawn of it, and what follows from that. */
import type { SampleParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { ModalSeries, sampleCoefficients } from '../modes/series.ts';
import type { RandomStream } from '../random.ts';
import { mediumSpeeds } from './speeds.ts';

export type InMedium = Pick<Experiment, 'task' | 'modes' | 'medium'>;

/** Intervals in which the stage shows the wave; the time step divides them. */
export const INTERVALS = 40;

/** Numbers of media. */
const MEDIA = 2 ** 31;

/**
 * The amplitudes of u(0) as `others`, and after them the number of the medium. Each comes from a stream of its own, so
 * that the fields are those of the propagator task.
 */
export const drawSample = (
  modes: number,
  amplitudes: RandomStream,
  media: RandomStream,
): SampleParameters => ({
  x: 0,
  y: 0,
  frequency: 0,
  others: [...sampleCoefficients(modes, amplitudes), media.below(MEDIA)],
});

/** u(0) (m) on a grid of `points`² points of the square, x before y. */
export function restField(
  { others }: SampleParameters,
  { modes }: Pick<InMedium, 'modes'>,
  points: number,
): Float32Array {
  const { count, decay, speed } = modes;
  const series = new ModalSeries({ modes: count, decay, speed, points });
  return series.fields(others.slice(0, -1), [0]);
}

/** c (m/s) on the task's grid, [x, y]. */
export const speedField = (
  { others }: SampleParameters,
  { task, modes, medium }: InMedium,
): Float32Array =>
  mediumSpeeds({ ...medium, speed: modes.speed, points: task.grid }, others.at(-1)!);
