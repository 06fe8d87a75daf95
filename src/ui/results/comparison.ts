/** The rows of the comparison table. */
import type { NetworkPlan } from '../../engine/nets/plan.ts';
import {
  formatCount,
  formatMs,
  formatPercent,
  formatPlain,
  formatPrefixed,
  formatRatio,
  formatTimeRatio,
  withUnit,
} from '../shared/numbers.ts';
import type { Rate } from '../../engine/experiment/rate.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { SILENT } from '../../engine/metrics.ts';
import { compressedAfterwards } from '../../engine/train/steps.ts';
import { originOf, taskOf } from '../../engine/tasks/index.ts';
import { summary, withUncertainty } from '../../engine/repeats.ts';
import type { SeedRun } from '../../engine/train/series.ts';
import { emptyNetwork, type NetworkState } from '../state.ts';
import { idsOf, type NetworkId } from '../../engine/experiment/network.ts';

/** In which mean and deviation are written. */
interface Unit {
  unit: string;
  factor: number;
}
const PERCENT: Unit = { unit: '%', factor: 100 };
const MILLISECONDS: Unit = { unit: 'ms', factor: 1 };

export interface Row {
  title: string;
  help: string;
  /** Undefined until it is known; a word where there is no number. */
  value(plan: NetworkPlan, state: NetworkState): number | string | undefined;
  format(value: number, scatter?: number): string;
  /** Of a measured time: how far it scattered within the run. Its digits go by that. */
  scatterIn?(state: NetworkState): number | undefined;
  /** How the ratio to the reference is written; none where it says nothing about what is saved. */
  ratio?: 'none' | 'time';
  /** Of what differs from seed to seed: mean and standard deviation. */
  scatter?: Unit;
  /** The differences to the reference, seed by seed, stand below it. */
  differs?: true;
  /** Rows that begin a new kind of quantity are set apart. */
  begins?: true;
  /** Whether the row says anything of this experiment; without it it always does. */
  applies?(experiment: Experiment): boolean;
  /** A word below a value, and what is behind it. */
  remark?: (state: Pick<NetworkState, 'trials'>) => Remark | undefined;
}

export interface Remark {
  word: string;
  lines: readonly string[];
}

const hasBenchmark = (experiment: Experiment): boolean => taskOf(experiment).benchmark === true;

/** Whether CNO's score is reported: the mapping of the data file says so (`mappingText`). */
export const hasCnoScore = (experiment: Experiment): boolean =>
  originOf(experiment).fromFile && /(^|,)score\(median-l1\)(,|$)/.test(experiment.task.map);

export const CNO_SCORE =
  'The score of CNO’s data sets (arXiv 2302.01178): median over test samples of mean|forecast − truth|/mean|truth|, on fields scaled as the file was read.';

const isCut = (experiment: Experiment): boolean =>
  idsOf(experiment).some((id) => compressedAfterwards(experiment, id));

const cutOf = ({ result, cut }: NetworkState) => result?.cut ?? cut;

/** How the range test of an earlier version came to its rate. */
function rangeTest({ trials }: Pick<NetworkState, 'trials'>): Remark | undefined {
  if (!trials || trials.length === 0) return undefined;
  const lines = trials.map(
    ({ rate, error }) =>
      `${formatPlain(rate)}: ${Number.isFinite(error) ? formatPercent(error) : 'diverged'}`,
  );
  return {
    word: 'range test',
    lines: [
      `Batch error at the end of a short run at each rate. An earlier version of this page chose the largest rate whose error was within 5 % of the smallest.`,
      ...lines,
    ],
  };
}

/** The ratio of a row's value to the reference's; none of what is no saving. */
export function ratioText({ ratio }: Row, value?: number, base?: number): string | undefined {
  if (ratio === 'none' || !value || !base) return undefined;
  return ratio === 'time' ? formatTimeRatio(value / base) : formatRatio(value / base);
}

/** What relative errors are taken over. */
export const LEFT_OUT = `Samples whose root mean square is below ${100 * SILENT} % of the training samples’ are left out and counted: relative to almost nothing, any error is large. For own data, the mean of the training samples is first subtracted, channel by channel.`;

/** As in the operator learning benchmark. */
export const MEDIAN_L1 =
  'Median over samples of mean|forecast − truth| / mean|truth| on fields that are min-max scaled with the training set’s constants, after arXiv 2302.01178.';

const rateText = (rate: Rate | undefined): number | string | undefined =>
  rate === 'auto' ? 'automatic' : rate;

const latest = (state: NetworkState, set: 'train' | 'test') =>
  state.result?.[set] ?? state.curve.findLast((point) => point[set] !== undefined)?.[set];

export const rows: readonly Row[] = [
  {
    title: 'All parameters',
    help: 'Stored parameters of all layers, with biases: the dense layers before the convolutions, too, which no kernel format changes.',
    value: ({ totals }) => totals.parameters,
    format: formatCount,
  },
  {
    title: 'Conv. parameters',
    help: 'Stored parameters of all convolutions with their biases, counted from the layers.',
    value: ({ totals }) => totals.convolutionParameters,
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
    help: 'Measured: the network’s own tensors alive between two training steps, weights and optimizer moments included.',
    value: (_, { memoryBytes }) => memoryBytes,
    format: (bytes) => formatPrefixed(bytes, 'B'),
  },
  {
    title: 'MACs per forecast',
    help: 'Multiply-accumulates of one forecast, all layers, counted. If a dense kernel is rebuilt from its factors, that work is included.',
    value: ({ totals }) => totals.macs,
    format: (macs) => formatPrefixed(macs),
    begins: true,
  },
  {
    title: 'Time per step',
    help: 'Median time of one training step, measured while the networks train side by side; the last digit is the one in which the middle half of the steps scatters. On a GPU, which they share, a few steps are timed about once a second while the others wait.',
    value: (_, { result, stepMs }) => result?.stepMs ?? stepMs,
    format: formatMs,
    scatterIn: ({ result }) => result?.stepMsScatter,
    ratio: 'time',
    scatter: MILLISECONDS,
  },
  {
    title: 'Time per forecast',
    help: 'Median time of five forecasts of one sample, measured after training; the last digit is the one in which they scatter.',
    value: (_, { result }) => result?.forecastMs,
    format: formatMs,
    scatterIn: ({ result }) => result?.forecastMsScatter,
    ratio: 'time',
    scatter: MILLISECONDS,
  },
  {
    title: 'Learning rate',
    help: 'Peak learning rate of the run: a number for all weights, or automatic: every layer and every factor of its kernel has a rate of its own.',
    value: (_, { result, rate }) => rateText(result?.rate ?? rate),
    format: (rate) => formatPlain(rate),
    ratio: 'none',
    remark: rangeTest,
    begins: true,
  },
  {
    title: 'Train error',
    help: `Relative L2 error, mean over all training samples, after training; until then the latest point of the curve. ${LEFT_OUT}`,
    value: (_, state) => latest(state, 'train'),
    format: formatPercent,
    scatter: PERCENT,
    begins: true,
  },
  {
    title: 'Before compression',
    help: 'Relative L2 error of the trained classical network over all test samples, before its kernels are decomposed.',
    value: (_, state) => cutOf(state)?.before,
    format: formatPercent,
    scatter: PERCENT,
    applies: isCut,
  },
  {
    title: 'Right after compression',
    help: 'Relative L2 error over all test samples of the decomposed network, before any fine-tuning.',
    value: (_, state) => cutOf(state)?.after,
    format: formatPercent,
    scatter: PERCENT,
    applies: isCut,
  },
  {
    title: 'Test error',
    help: `Relative L2 error, mean over all test samples, after training (and fine-tuning, for a network compressed after training); until then the latest point of the curve. ${LEFT_OUT}`,
    value: (_, state) => latest(state, 'test'),
    format: formatPercent,
    scatter: PERCENT,
    differs: true,
  },
  {
    title: 'Median L1, scaled',
    help: `${MEDIAN_L1} Over all test samples.`,
    value: (_, { result }) => result?.testErrors.medianL1,
    format: formatPercent,
    scatter: PERCENT,
    applies: hasBenchmark,
  },
  {
    title: 'CNO’s score, median L1',
    help: CNO_SCORE,
    value: (_, { result }) => result?.testErrors.medianL1,
    format: formatPercent,
    scatter: PERCENT,
    applies: hasCnoScore,
  },
  {
    title: '… shifted samples',
    help: `${MEDIAN_L1} Over the test samples from another distribution (modes and decay out of distribution).`,
    value: (_, { result }) => result?.shiftedErrors?.medianL1,
    format: formatPercent,
    scatter: PERCENT,
    applies: hasBenchmark,
  },
];

/** What a row says of a network in one run; of the seeds of a series, mean and scatter. */
export interface Cell {
  value?: number;
  text: string;
  /** Such as `± 0.3`, to stand below. */
  deviation?: string;
}

export const UNKNOWN = '–';

export function cellOf(row: Row, plan: NetworkPlan, state: NetworkState): Cell {
  const value = row.value(plan, state);
  if (typeof value === 'string') return { text: value };
  return {
    value,
    text:
      value === undefined || Number.isNaN(value)
        ? UNKNOWN
        : row.format(value, row.scatterIn?.(state)),
  };
}

/** `present`: what is known of the network besides, such as its memory. Seeds that failed are left out. */
export function seedsCell(
  row: Row,
  plan: NetworkPlan,
  { seeds, id, present }: { seeds: readonly SeedRun[]; id: NetworkId; present: NetworkState },
): Cell {
  const found = seeds.map(({ networks }) => {
    const { result, curve = [] } = networks[id] ?? {};
    if (!result) return NaN;
    const { memoryBytes } = present;
    return row.value(plan, { ...emptyNetwork, curve, result, memoryBytes }) ?? NaN;
  });
  // A word says the same of every seed.
  const word = found.find((value) => typeof value === 'string');
  if (word !== undefined) return { text: word };
  const values = found.filter((value) => typeof value === 'number');
  const all = summary(values);
  // Counts are known of what failed, too.
  if (all.count === 0) return cellOf(row, plan, emptyNetwork);
  const { mean, deviation } = all;
  if (!row.scatter || !deviation) return { value: mean, text: row.format(mean) };
  const { unit, factor } = row.scatter;
  const [text, below] = withUncertainty(factor * mean, factor * deviation);
  return { value: mean, text: withUnit(text, unit), deviation: `± ${below}` };
}
