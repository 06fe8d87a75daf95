import type { Experiment } from '../experiment/schema.ts';
import type { Source } from '../fem/simulator.ts';
import { randomStream } from '../random.ts';

type Ranges = Pick<Experiment['source'], 'x' | 'y' | 'frequency'>;

/**
 * The sources of all samples, training samples first, drawn uniformly from the experiment's ranges.
 * Sample i does not depend on how many are drawn in all, so that a larger data set contains the smaller.
 */
export function sampleSources({ source, data }: Pick<Experiment, 'source' | 'data'>): {
  train: Source[];
  test: Source[];
} {
  const draw = (label: string, count: number): Source[] => {
    const random = randomStream(data.seed, label);
    const within = ([low, high]: readonly [number, number]) =>
      low + (high - low) * random.uniform();
    return Array.from({ length: count }, () => ({
      x: within(source.x),
      y: within(source.y),
      frequency: within(source.frequency),
    }));
  };
  return {
    train: draw('training parameters', data.train),
    test: draw('test parameters', data.test),
  };
}

/** The source in the middle of all ranges. */
export const middleSource = ({ source }: Pick<Experiment, 'source'>): Source => {
  const middle = ([low, high]: readonly [number, number]) => (low + high) / 2;
  return { x: middle(source.x), y: middle(source.y), frequency: middle(source.frequency) };
};

/** µ as the network sees it: each parameter mapped from its range to [−1, 1], a constant one to 0. */
export function normaliseSource(source: Source, ranges: Ranges): [number, number, number] {
  const scale = (value: number, [low, high]: readonly [number, number]) =>
    high > low ? (2 * value - low - high) / (high - low) : 0;
  return [
    scale(source.x, ranges.x),
    scale(source.y, ranges.y),
    scale(source.frequency, ranges.frequency),
  ];
}

/** Whether a source lies inside the ranges that the training samples were drawn from. */
export const isInsideRanges = (source: Source, ranges: Ranges): boolean =>
  (['x', 'y', 'frequency'] as const).every(
    (name) => source[name] >= ranges[name][0] && source[name] <= ranges[name][1],
  );
