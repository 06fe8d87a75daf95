/** The rows of the comparison table. */
import type { NetworkPlan } from '../../engine/nets/plan.ts';
import { formatCount, formatMs, formatPercent, formatPrefixed } from '../shared/numbers.ts';
import type { NetworkState } from '../state.ts';

export interface Row {
  title: string;
  help: string;
  /** Undefined until it is known. */
  value(plan: NetworkPlan, state: NetworkState): number | undefined;
  format(value: number): string;
  /** Rows that begin a new kind of quantity are set apart. */
  begins?: true;
}

const latest = (state: NetworkState, set: 'train' | 'test') =>
  state.result?.[set] ?? state.curve.findLast((point) => point[set] !== undefined)?.[set];

export const rows: readonly Row[] = [
  {
    title: 'Conv. parameters',
    help: 'Stored parameters of all convolutions with their biases, counted from the layers.',
    value: ({ totals }) => totals.convolutionParameters,
    format: formatCount,
  },
  {
    title: 'All parameters',
    help: 'With the dense layers before the convolutions, which no kernel format changes.',
    value: ({ totals }) => totals.parameters,
    format: formatCount,
  },
  {
    title: 'Weights',
    help: 'All parameters × 4 bytes (32-bit floats).',
    value: ({ totals }) => totals.weightBytes,
    format: (bytes) => formatPrefixed(bytes, 'B'),
  },
  {
    title: 'Optimizer memory',
    help: 'Adam keeps two moments per parameter: all parameters × 2 × 4 bytes.',
    value: ({ totals }) => totals.optimizerBytes,
    format: (bytes) => formatPrefixed(bytes, 'B'),
  },
  {
    title: 'Tensor memory',
    help: 'Measured: all tensors alive between two training steps in the network’s worker, weights and optimizer moments included.',
    value: (_, { memoryBytes }) => memoryBytes,
    format: (bytes) => formatPrefixed(bytes, 'B'),
  },
  {
    title: 'MACs per forecast',
    help: 'Multiply-accumulates of one forecast, all layers, counted. Where a dense kernel is rebuilt from its factors, that work is included.',
    value: ({ totals }) => totals.macs,
    format: (macs) => formatPrefixed(macs),
    begins: true,
  },
  {
    title: 'Time per step',
    help: 'Median time of one training step, measured while both networks train at the same time.',
    value: (_, { result, stepMs }) => result?.stepMs ?? stepMs,
    format: formatMs,
  },
  {
    title: 'Time per forecast',
    help: 'Median time of five forecasts of one sample, measured after training.',
    value: (_, { result }) => result?.forecastMs,
    format: formatMs,
  },
  {
    title: 'Train error',
    help: 'Relative L2 error, mean over all training samples, after training; until then the latest point of the curve.',
    value: (_, state) => latest(state, 'train'),
    format: formatPercent,
    begins: true,
  },
  {
    title: 'Test error',
    help: 'Relative L2 error, mean over all test samples, after training; until then the latest point of the curve.',
    value: (_, state) => latest(state, 'test'),
    format: formatPercent,
  },
];
