/** What the jobs of a chain get: a list of numbers, since threads cannot be handed anything else. */
import type { ChainStage } from '../../chain.ts';
import { inOrder } from '../job.ts';
import { sizeOfStage, type Grid, type Pass, type StageShape, type Three } from './plan.ts';

const passes = [
  'forward',
  'forward for training',
  'backward',
  'backward without x',
] as const satisfies Pass[];

/** What is the same in every step; then come `EACH` numbers for every stage. */
const geometry = inOrder(['stages', 'pass', 'slices', 'lines', 'pixels']);
const stageGeometry = inOrder([
  'depthwise',
  'sliceTaps',
  'lineTaps',
  'pixelTaps',
  'inputs',
  'outputs',
]);
const [HEAD, EACH] = [5, 6];

/** Where things lie in this step; then come three addresses for every stage. */
const places = inOrder([
  'batch',
  // Addresses of the input, of the output or its gradient, and of the gradient of the input.
  'x',
  'y',
  'dx',
  // Signals that are kept, image by image.
  'kept',
  // Memory of the parts of the job, one after the other, and sums of the filter gradients, one for each part of the batch.
  'memory',
  'sums',
  'sumCount',
  // Addresses of numbers that are 0, as many as any stage has inputs, of one that is 1, and of the bias or zeros.
  'zeros',
  'one',
  'bias',
]);
const PLACES = 11;

export type ChainPlaces = ReturnType<typeof places.named>;

/** Addresses of a stage's filter and of its turned filter. */
export interface FilterPlaces {
  filter: number;
  turned: number;
}

export interface ChainShape {
  pass: Pass;
  points: Three;
  stages: readonly StageShape[];
}

/** The numbers that say what is computed. */
export function chainGeometry(
  stages: readonly ChainStage[],
  { points: [slices, lines, pixels] }: Grid,
  pass: Pass,
): number[] {
  const head = { stages: stages.length, pass: passes.indexOf(pass), slices, lines, pixels };
  return geometry.list(head).concat(
    stages.flatMap(({ kind, size, inputs, outputs }) => {
      const [sliceTaps, lineTaps, pixelTaps] = sizeOfStage({ size });
      const depthwise = kind === 'depthwise' ? 1 : 0;
      return stageGeometry.list({ depthwise, sliceTaps, lineTaps, pixelTaps, inputs, outputs });
    }),
  );
}

/** Then those that say where. */
export const chainPlaces = (all: ChainPlaces, filters: readonly FilterPlaces[]): number[] =>
  places.list(all).concat(filters.flatMap(({ filter, turned }) => [filter, turned]));

const geometryLength = (parameters: Uint32Array): number => HEAD + EACH * parameters[0];

/** The same for equal geometries, and for no others. */
export const geometryKey = (parameters: Uint32Array): string =>
  parameters.subarray(0, geometryLength(parameters)).join();

export function shapeOf(parameters: Uint32Array): ChainShape {
  const { stages, pass, slices, lines, pixels } = geometry.named(parameters);
  return {
    pass: passes[pass],
    points: [slices, lines, pixels],
    stages: Array.from({ length: stages }, (_, i) => {
      const from = HEAD + i * EACH;
      const { depthwise, sliceTaps, lineTaps, pixelTaps, inputs, outputs } = stageGeometry.named(
        parameters.subarray(from, from + EACH),
      );
      const size: Three = [sliceTaps, lineTaps, pixelTaps];
      return { depthwise: depthwise === 1, size, inputs, outputs };
    }),
  };
}

/** Where things lie, and where the filters' addresses begin in the parameters. */
export function placesOf(parameters: Uint32Array): { places: ChainPlaces; filters: Uint32Array } {
  const from = geometryLength(parameters);
  return {
    places: places.named(parameters.subarray(from)),
    filters: parameters.subarray(from + PLACES),
  };
}
