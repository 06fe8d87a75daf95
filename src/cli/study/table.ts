/** From the runs of a study to its table: mean and spread over the seeds. */
import { mean, sum } from '../../engine/math.ts';
import { findFormat } from '../../engine/formats/index.ts';
import type { Run } from './plan.ts';

/** What is kept of a finished run. */
export interface RunResult {
  id: string;
  /** What must agree for a run to count as done: all settings but the backend. */
  settings: string;
  preset: string;
  seed: number;
  role: Run['role'];
  format: Run['format'];
  keep?: number;
  parameters: number;
  convolutionParameters: number;
  macs: number;
  /** Relative L2 over the samples that are not silent; none if the run diverged, or of silent samples alone. */
  train?: number;
  test?: number;
  medianL1?: number;
  /** Test samples, and silent ones among them, which the errors leave out. */
  samples?: number;
  silent?: number;
  rate?: number;
  stepMs?: number;
  cut?: { before: number; after: number };
  interior?: { samples: number; trace: number; interior: number; interiorOfTruth: number };
  error?: string;
  seconds: number;
}

export interface Row {
  preset: string;
  network: string;
  role: Run['role'];
  keep?: number;
  seeds: number;
  diverged: number;
  parameters: number;
  convolutionParameters: number;
  /** Of the classical network of the same task. */
  share: number;
  macs: number;
  rates: number[];
  test: Spread;
  /** Silent test samples of all seeds and all test samples, where some are silent. */
  leftOut?: { silent: number; samples: number };
  /** Test error relative to the classical one's. */
  ratio?: number;
  stepMs: number;
  cut?: { before: number; after: number };
  interior?: Spread;
  interiorOfTruth?: number;
}

export interface Spread {
  mean: number;
  least: number;
  most: number;
}

const spread = (values: readonly number[]): Spread => ({
  mean: mean(values),
  least: Math.min(...values),
  most: Math.max(...values),
});

function leftOut(group: readonly RunResult[]): Row['leftOut'] {
  const silent = sum(defined(group.map((result) => result.silent)));
  const samples = sum(defined(group.map((result) => result.samples)));
  return silent > 0 ? { silent, samples } : undefined;
}

const nameOf = ({ role, format }: RunResult): string =>
  role === 'classical' || role === 'narrow control'
    ? { classical: 'Classical', 'narrow control': 'Narrow classical' }[role]
    : `${findFormat(format).label}${role === 'after training' ? ', after training' : ''}`;

const defined = <T>(values: readonly (T | undefined)[]): T[] =>
  values.filter((value): value is T => value !== undefined);

/** One row per network of a task, in the order of the runs. */
export function tableRows(results: readonly RunResult[]): Row[] {
  const groups = new Map<string, RunResult[]>();
  for (const result of results) {
    const key = groupOf(result);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  const rows = [...groups.values()].map((group): Row => {
    const [first] = group;
    const interiors = defined(group.map(({ interior }) => interior));
    const cuts = defined(group.map(({ cut }) => cut));
    return {
      preset: first.preset,
      network: nameOf(first),
      role: first.role,
      keep: first.keep,
      seeds: group.length,
      diverged: group.filter(({ error }) => error !== undefined).length,
      parameters: first.parameters,
      convolutionParameters: first.convolutionParameters,
      share: NaN,
      macs: first.macs,
      rates: [...new Set(defined(group.map(({ rate }) => rate)))],
      test: spread(defined(group.map(({ test }) => test))),
      leftOut: leftOut(group),
      stepMs: mean(defined(group.map(({ stepMs }) => stepMs))),
      cut:
        cuts.length > 0
          ? {
              before: mean(cuts.map(({ before }) => before)),
              after: mean(cuts.map(({ after }) => after)),
            }
          : undefined,
      interior:
        interiors.length > 0 ? spread(interiors.map(({ interior }) => interior)) : undefined,
      interiorOfTruth:
        interiors.length > 0
          ? mean(interiors.map(({ interiorOfTruth }) => interiorOfTruth))
          : undefined,
    };
  });
  return rows.map((row) => {
    const classical = rows.find(
      ({ preset, role }) => preset === row.preset && role === 'classical',
    );
    if (!classical) return row;
    return {
      ...row,
      share: row.convolutionParameters / classical.convolutionParameters,
      ratio: row.test.mean / classical.test.mean,
    };
  });
}

const groupOf = ({ preset, role, format, keep }: RunResult): string =>
  [preset, role, format, keep].join('|');

const percent = (share: number): string =>
  Number.isFinite(share) ? `${(100 * share).toPrecision(3)} %` : '–';

const spreadText = ({ mean: m, least, most }: Spread): string =>
  least === most || !Number.isFinite(m)
    ? percent(m)
    : `${percent(m)} (${percent(least)} to ${percent(most)})`;

function markdownRow(row: Row, withInterior: boolean): string {
  const cells = [
    row.network,
    row.keep === undefined ? '–' : percent(row.keep),
    String(row.convolutionParameters),
    percent(row.share),
    String(row.parameters),
    `${(row.macs / 1e6).toPrecision(3)} M`,
    `${row.stepMs.toPrecision(3)} ms`,
    row.rates.map((rate) => Number(rate.toPrecision(3))).join(', '),
    spreadText(row.test) +
      (row.cut ? `; cut ${percent(row.cut.before)} → ${percent(row.cut.after)}` : ''),
    row.ratio === undefined ? '–' : row.ratio.toFixed(2),
    `${row.seeds}${row.diverged > 0 ? ` (${row.diverged} diverged)` : ''}`,
  ];
  if (withInterior) cells.push(row.interior ? spreadText(row.interior) : '–');
  return `| ${cells.join(' | ')} |`;
}

const HEADINGS = [
  'network',
  'asked to keep',
  'conv. parameters',
  'of classical',
  'all parameters',
  'MACs',
  'step',
  'rate',
  'test error, relative L2',
  '× classical',
  'seeds',
];

/** One Markdown table per task. */
export function markdown(rows: readonly Row[], missing: number): string {
  const presets = [...new Set(rows.map(({ preset }) => preset))];
  const tables = presets.map((preset) => {
    const own = rows.filter((row) => row.preset === preset);
    const withInterior = own.some(({ interior }) => interior !== undefined);
    const headings = withInterior ? [...HEADINGS, 'error inside the zone'] : HEADINGS;
    const silent = own.find((row) => row.leftOut !== undefined)?.leftOut;
    const limit = own.find(({ interiorOfTruth }) => interiorOfTruth !== undefined)?.interiorOfTruth;
    return [
      `## ${preset}`,
      '',
      `| ${headings.join(' | ')} |`,
      `|${headings.map(() => ' --- ').join('|')}|`,
      ...own.map((row) => markdownRow(row, withInterior)),
      ...(silent === undefined
        ? []
        : [
            '',
            `Of the ${silent.samples} test samples of all seeds ${silent.silent} are almost silent and left out of the errors.`,
          ]),
      ...(limit === undefined
        ? []
        : [
            '',
            `Under the true trace at the same points and times the submodel’s error inside is ${percent(limit)}.`,
          ]),
    ].join('\n');
  });
  const note = missing > 0 ? [`${missing} runs of the study are still missing.`] : [];
  return `${[...note, ...tables].join('\n\n')}\n`;
}
