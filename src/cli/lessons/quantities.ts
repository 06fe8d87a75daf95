/** What a lesson may quote of a run: one number of one network, or what its seeds say together. */
import type { NetworkId } from '../../engine/experiment/network.ts';
import type { trainNetwork } from '../train.ts';

type Trained = Awaited<ReturnType<typeof trainNetwork>>;

/** Undefined where a run does not have it. */
const quantities = {
  test: (network: Trained) => ('test' in network ? network.test : undefined),
  train: (network: Trained) => ('train' in network ? network.train : undefined),
  parameters: (network: Trained) => network.parameters,
  'before-cut': (network: Trained) => ('cut' in network ? network.cut?.before : undefined),
  'after-cut': (network: Trained) => ('cut' in network ? network.cut?.after : undefined),
  trace: (network: Trained) => ('interior' in network ? network.interior?.trace : undefined),
  inside: (network: Trained) => ('interior' in network ? network.interior?.interior : undefined),
  floor: (network: Trained) =>
    'interior' in network ? network.interior?.interiorOfTruth : undefined,
  'inside-samples': (network: Trained) =>
    'interior' in network ? network.interior?.samples : undefined,
} as const;

export type QuantityName = keyof typeof quantities;

/** A mean over the seeds, such as `a.test`, or their paired difference to the reference and its half interval. */
export type Quantity = `${NetworkId}.${QuantityName | 'difference' | 'half-width'}`;

export const quantityOf = (network: Trained, name: QuantityName): number | undefined =>
  quantities[name](network);

/** What a quantity is called in the words that stand behind a number. */
export const quantityWords: Readonly<Record<QuantityName | 'difference' | 'half-width', string>> = {
  test: 'test error',
  train: 'training error',
  parameters: 'parameters',
  'before-cut': 'test error before the cut',
  'after-cut': 'test error right after the cut',
  trace: 'error of the boundary trace',
  inside: 'error inside the zone',
  floor: 'error inside the zone with the true boundary trace',
  'inside-samples': 'test samples on which the error inside was measured',
  difference: 'difference of the test error to the reference, seed by seed',
  'half-width': 'half of the 95 % interval of that difference',
};
