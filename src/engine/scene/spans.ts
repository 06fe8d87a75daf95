/** The waves of an experiment over all its free parameters: how fast they are, and what they oscillate with. */
import type { Interval } from '../experiment/numbers.ts';
import type { Experiment } from '../experiment/schema.ts';
import { inclusionOf, itemAt } from './items.ts';
import { backgroundRange } from './background.ts';

/** The slowest and the fastest wave anywhere in the scene (m/s), over all free parameters. */
export function speedRange({ scene }: Pick<Experiment, 'scene'>): { low: number; high: number } {
  const ends = [0, 1] as const;
  const speeds = [
    ...backgroundRange(scene),
    ...scene.layers.flatMap(({ numbers: [, speed] }) => [...speed]),
    ...scene.inclusions.flatMap((item) => ends.map((end) => inclusionOf(itemAt(item, end)).speed)),
  ];
  return { low: Math.min(...speeds), high: Math.max(...speeds) };
}

/** Whether the source's own frequency is used: by its wavelet, or by a driven part of the boundary. */
export const usesFrequency = ({ source, scene }: Pick<Experiment, 'source' | 'scene'>): boolean =>
  source.kind === 'ricker' ||
  source.kind === 'plane' ||
  [scene.left, scene.right, scene.bottom, scene.top].includes('driven') ||
  scene.obstacles.some(({ option }) => option === 'driven');

/** With the peak this many periods after t = 0, less than 0.1 % of a wavelet is cut off. */
const DELAY_PERIODS = 1;

/**
 * The earliest peak of wavelets in time (s), of Ricker sources and of driven boundaries: of the lowest frequency. 0 if there
 * are none.
 */
export function shortestDelay(experiment: Pick<Experiment, 'source' | 'scene'>): number {
  const { source } = experiment;
  const main = usesFrequency({ ...experiment, source: { ...source, kind: noPlane(source.kind) } });
  const lows = [
    ...(main ? [source.frequency[0]] : []),
    ...source.more.filter(({ kind }) => kind === 'ricker').map(({ numbers }) => numbers[2][0]),
  ];
  return lows.length > 0 ? DELAY_PERIODS / Math.min(...lows) : 0;
}

/** A plane wave is under way at t = 0. */
const noPlane = (kind: Experiment['source']['kind']) => (kind === 'plane' ? 'none' : kind);

/** Whether the source's width is used: by a Gaussian in space. */
export const usesWidth = ({ source }: Pick<Experiment, 'source'>): boolean =>
  source.kind === 'ricker' || source.kind === 'pulse' || source.more.length > 0;

/** Whether a Gaussian displacement is in the scene, which must be resolved by the mesh. */
export const hasPulse = ({ source }: Pick<Experiment, 'source'>): boolean =>
  source.kind === 'pulse' || source.more.some(({ kind }) => kind === 'pulse');

/** Peak frequencies (Hz) of the wavelets that excite the scene, as intervals. */
const frequencies = (experiment: Pick<Experiment, 'source' | 'scene'>): Interval[] => [
  ...(usesFrequency(experiment) ? [experiment.source.frequency] : []),
  ...experiment.source.more
    .filter(({ kind }) => kind === 'ricker')
    .map(({ numbers: [, , frequency] }) => frequency),
];

/** The highest frequency that excites the scene (Hz), 0 if nothing has one. */
export const highestFrequency = (experiment: Pick<Experiment, 'source' | 'scene'>): number =>
  Math.max(0, ...frequencies(experiment).map(([, high]) => high));

/** The lowest one (Hz), 0 if nothing has one. */
export function lowestFrequency(experiment: Pick<Experiment, 'source' | 'scene'>): number {
  const lows = frequencies(experiment).map(([low]) => low);
  return lows.length > 0 ? Math.min(...lows) : 0;
}

/**
 * Mesh cells per wavelength of a Ricker wavelet's peak frequency. It holds frequencies up to about 2.5
 * times the peak, which then still have four cells.
 */
const CELLS_PER_WAVELENGTH = 10;
/** The same for spectral elements, in intervals between points: at 2.5 times the peak frequency there are then three. */
const POINTS_PER_WAVELENGTH = 8;

/** Cells that a wavelength of the highest peak frequency must have. */
export const cellsPerWavelength = ({ order }: Pick<Experiment['scene'], 'order'>): number =>
  order === 1 ? CELLS_PER_WAVELENGTH : POINTS_PER_WAVELENGTH / order;
