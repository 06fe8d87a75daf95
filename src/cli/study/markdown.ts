/** The tables of a study as a Markdown document. */
import { plusMinus, type PairedDifference, type Summary } from '../../engine/repeats.ts';
import { findingsText } from './findings.ts';
import type { RunResult } from './result.ts';
import type { Rate } from '../../engine/experiment/rate.ts';
import { prefixed, type Count, type Row } from './table.ts';

const percent = (share: number): string =>
  Number.isFinite(share) ? `${(100 * share).toPrecision(3)} %` : '–';

/** Such as `13.2 ± 0.8 %`: as many decimals as the deviation allows. */
function summaryText({ mean, deviation, count }: Summary): string {
  if (count === 0) return '–';
  if (deviation === undefined) return percent(mean);
  return `${plusMinus(100 * mean, 100 * deviation)} %`;
}

const countText = (value: string, { share }: Count): string =>
  Number.isFinite(share) ? `${value} (${percent(share)})` : value;

const differenceText = (paired: PairedDifference | undefined): string =>
  paired?.halfWidth === undefined ? '–' : plusMinus(100 * paired.mean, 100 * paired.halfWidth);

const winsText = (paired: PairedDifference | undefined): string =>
  paired === undefined ? '–' : `${paired.wins} of ${paired.count}`;

const rateText = (rates: readonly Rate[]): string =>
  rates
    .map((rate) => (rate === 'auto' ? 'automatic' : String(Number(rate.toPrecision(3)))))
    .join(', ') || '–';

interface Column {
  heading: string;
  cell: (row: Row) => string;
  /** Of a column that not every task has. */
  has?: (row: Row) => boolean;
}

const columns: readonly Column[] = [
  { heading: 'network', cell: ({ network }) => network },
  { heading: 'all parameters', cell: ({ parameters: p }) => countText(String(p.value), p) },
  { heading: 'MACs', cell: ({ macs }) => countText(prefixed(macs.value), macs) },
  {
    heading: 'convolution parameters',
    cell: ({ convolutionParameters: p }) => countText(String(p.value), p),
  },
  {
    heading: 'test error',
    cell: ({ test, cut }) =>
      summaryText(test) +
      (cut ? `; cut ${percent(cut.before)} → ${percent(cut.after)}` : '') +
      (test.failed > 0 ? ` (${test.failed} diverged)` : ''),
  },
  { heading: 'difference (points)', cell: ({ difference }) => differenceText(difference) },
  { heading: 'better in', cell: ({ difference }) => winsText(difference) },
  {
    heading: 'long, middle, short waves',
    cell: ({ waves }) => waves?.map(percent).join(', ') ?? '–',
    has: ({ waves }) => waves !== undefined,
  },
  { heading: 'rate', cell: ({ rates }) => rateText(rates) },
  { heading: 'seeds', cell: ({ seeds }) => String(seeds.length) },
  {
    heading: 'error inside the zone',
    cell: ({ interior }) => (interior ? summaryText(interior) : '–'),
    has: ({ interior }) => interior !== undefined,
  },
];

/** Cells of equal width, as Prettier writes them. */
function tableText(rows: readonly (readonly string[])[]): string {
  const [headings, ...body] = rows.map((row) => row.map((text) => text.replaceAll('|', '\\|')));
  const widths = headings.map((_, i) => Math.max(3, ...rows.map((row) => row[i].length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text, i) => text.padEnd(widths[i])).join(' | ')} |`;
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join(
    '\n',
  );
}

type Limits = NonNullable<Row['waveLimits']>;

const lengthText = (metres: number): string => `${Number(metres.toPrecision(2))} m`;

const waveText = ({ long, short }: Limits): string =>
  `Long waves are from ${lengthText(long)}, short ones below ${lengthText(short)}; errors relative to the truth’s waves of these lengths, mean over the seeds.`;

/** Sentences below a table. */
function notes(rows: readonly Row[]): string[] {
  const silent = rows.find((row) => row.leftOut !== undefined)?.leftOut;
  const limit = rows.find(({ interiorOfTruth }) => interiorOfTruth !== undefined)?.interiorOfTruth;
  const limits = rows.find(({ waveLimits }) => waveLimits !== undefined)?.waveLimits;
  const unmatched = rows.flatMap(({ network, note }) => (note ? [`${network}: ${note}`] : []));
  const versions = [...new Set(rows.flatMap(({ programs }) => programs))];
  return [
    ...(silent
      ? [
          `Of the ${silent.samples} test samples of all seeds ${silent.silent} are almost silent and left out of the errors.`,
        ]
      : []),
    ...(limit === undefined
      ? []
      : [
          `Under the true trace at the same points and times the submodel’s error inside is ${percent(limit)}.`,
        ]),
    ...(limits === undefined ? [] : [waveText(limits)]),
    ...unmatched,
    ...(versions.length > 1
      ? [`These runs are of more than one version of Slimwave: ${versions.join(', ')}.`]
      : []),
  ];
}

export interface Part {
  preset: string;
  rows: readonly Row[];
  results: readonly RunResult[];
  /** Names of the files of its plots, relative to the document. */
  plots: readonly string[];
}

function partText({ preset, rows, results, plots }: Part): string {
  const shown = columns.filter(({ has }) => !has || rows.some(has));
  return [
    `## ${preset}`,
    tableText([
      shown.map(({ heading }) => heading),
      ...rows.map((row) => shown.map(({ cell }) => cell(row))),
    ]),
    ...notes(rows),
    ...plots.map((file) => `![${preset}: test error against the size of the network](${file})`),
    findingsText(results),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

const HOW_TO_READ = `Test error: relative L2 over all test samples, mean ± standard deviation over the seeds. In brackets, shares of the classical network. Difference: test error less that of the classical network with the same seed, in percentage points, mean with its 95 % interval (Student’s t); in how many of the seeds it is smaller. The lists have both in brackets. The narrow controls are classical networks with fewer channels: as many parameters in all as Layer CP at the same budget, or as many in the convolutions. A network that a smaller budget does not shrink is listed once.`;

export interface Document {
  parts: readonly Part[];
  /** Runs that are not done. */
  missing: number;
  /** Where, when and how the runs were made, a line each. */
  facts: readonly string[];
}

export function studyText({ parts, missing, facts }: Document): string {
  return `${[
    '# Study: which format, at which budget',
    ...(missing > 0 ? [`${missing} runs of the study are still missing.`] : []),
    facts.map((fact) => `- ${fact}`).join('\n'),
    HOW_TO_READ,
    ...parts.map(partText),
  ].join('\n\n')}\n`;
}
