/** The columns of the table of trained networks. */
import { LEFT_OUT, MEDIAN_L1 } from '../results/comparison.ts';
import {
  formatCount,
  formatMoment,
  formatMs,
  formatPercentScatter,
  formatPlain,
  formatPrefixed,
  formatRatio,
} from '../shared/numbers.ts';
import type { Summary } from '../../engine/repeats.ts';
import type { Point } from '../archive/points.ts';

export interface Column {
  id: string;
  title: string;
  help: string;
  /** What it is ordered by, smallest first; undefined where there is nothing. */
  value: (point: Point) => number | string | undefined;
  text: (point: Point) => string;
  /** Below the value: how it stands to the reference, if that says something. */
  ratio?: (point: Point, reference: Point) => string;
}

const size = (
  id: 'parameters' | 'macs' | 'convolutionParameters',
  title: string,
  help: string,
): Column => ({
  id,
  title,
  help,
  value: ({ latest }) => latest[id],
  text: ({ latest }) => formatPrefixed(latest[id]),
  ratio: ({ latest }, reference) => formatRatio(latest[id] / reference.latest[id]),
});

const mean = ({ count, mean: value }: Summary): number | undefined =>
  count > 0 ? value : undefined;

function errorText(error: Summary): string {
  if (error.count > 0) return formatPercentScatter(error);
  return error.failed > 0 ? 'diverged' : '–';
}

const error = (id: 'test' | 'train' | 'medianL1', title: string, help: string): Column => ({
  id,
  title,
  help: `${help} Of several seeds: mean ± standard deviation.`,
  value: (point) => mean(point[id]),
  text: (point) => errorText(point[id]),
});

export function rateText({ rates }: Point): string {
  if (!rates) return 'automatic';
  const [low, high] = rates;
  return low === high ? formatPlain(low) : `${formatPlain(low)} to ${formatPlain(high)}`;
}

export const columns: readonly Column[] = [
  size(
    'parameters',
    'Parameters',
    'All parameters of the network, counted from the layers. Below: relative to the classical network.',
  ),
  size(
    'macs',
    'MACs',
    'Multiply-accumulates of one forecast, all layers. Below: relative to the classical network.',
  ),
  size(
    'convolutionParameters',
    'Conv. parameters',
    'Stored parameters of all convolutions with their biases: only a part of the network. Below: relative to the classical network.',
  ),
  error(
    'test',
    'Test error',
    `Relative L2 error, mean over all test samples, after training. ${LEFT_OUT}`,
  ),
  error('train', 'Train error', `Relative L2 error, mean over all training samples. ${LEFT_OUT}`),
  error('medianL1', 'Median L1', MEDIAN_L1),
  {
    id: 'stepMs',
    title: 'Time per step',
    help: 'Median time of a training step, beside the other networks of its run.',
    value: ({ stepMs }) => stepMs,
    text: ({ stepMs }) => (stepMs === undefined ? '–' : formatMs(stepMs)),
    ratio: ({ stepMs }, { stepMs: base }) =>
      stepMs === undefined || base === undefined ? '' : formatRatio(stepMs / base),
  },
  {
    id: 'rate',
    title: 'Learning rate',
    help: 'Peak learning rate of the run, or automatic.',
    value: ({ rates }) => rates?.[0],
    text: rateText,
  },
  {
    id: 'seeds',
    title: 'Seeds',
    help: 'How many seeds it was trained with. Open the row to see each of them.',
    value: ({ entries }) => entries.length,
    text: ({ entries }) => formatCount(entries.length),
  },
  {
    id: 'backend',
    title: 'Backend',
    help: 'What computed it.',
    value: ({ latest }) => latest.backend,
    text: ({ latest }) => latest.backend || '–',
  },
  {
    id: 'date',
    title: 'Trained',
    help: 'When its training ended; of several seeds the last one.',
    value: ({ latest }) => latest.date,
    text: ({ latest }) => formatMoment(latest.date),
  },
];

/** Shown at first. */
export const usualColumns: readonly string[] = ['parameters', 'macs', 'test'];

export interface Order {
  /** Id of a column, or `name`. */
  by: string;
  descending: boolean;
}

type Key = number | string | undefined;

function compared(one: Key, other: Key): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one).localeCompare(String(other), 'en', { numeric: true });
}

/** In the order of a column; what has no value there comes last either way. */
export function ordered(
  points: readonly Point[],
  { by, descending }: Order,
  nameOf: (point: Point) => string,
): Point[] {
  const column = columns.find(({ id }) => id === by);
  const key = (point: Point): Key => (column ? column.value(point) : nameOf(point));
  const [known, unknown] = [
    points.filter((point) => key(point) !== undefined),
    points.filter((point) => key(point) === undefined),
  ];
  const sign = descending ? -1 : 1;
  return [...known.toSorted((one, other) => sign * compared(key(one), key(other))), ...unknown];
}

/** The chosen columns; with `differing` those in which not all points say the same. */
export const shownColumns = (
  points: readonly Point[],
  chosen: readonly string[],
  differing: boolean,
): Column[] =>
  columns.filter(
    ({ id, text }) =>
      chosen.includes(id) &&
      !(differing && points.length > 1 && new Set(points.map(text)).size === 1),
  );
