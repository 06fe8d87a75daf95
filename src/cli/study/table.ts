/** From the runs of a study to its rows: one per network of a task, over all seeds, beside the classical network. */
import type { Rate } from '../../engine/experiment/rate.ts';
import { mean, sum } from '../../engine/math.ts';
import { findFormat } from 'slimwave-formats/registry';
import {
  pairedDifference,
  summary,
  type PairedDifference,
  type Summary,
} from '../../engine/repeats.ts';
import type { RunResult } from './result.ts';

/** A count and its share of the classical network's. */
export interface Count {
  value: number;
  /** NaN without a classical network. */
  share: number;
}

export interface Row {
  preset: string;
  network: string;
  role: RunResult['role'];
  format: RunResult['format'];
  keep?: number;
  seeds: number[];
  parameters: Count;
  macs: Count;
  convolutionParameters: Count;
  rates: Rate[];
  /** Relative L2. */
  test: Summary;
  /** Test errors less those of the classical network with the same seed; none of that network itself. */
  difference?: PairedDifference;
  /** Silent test samples of all seeds and all test samples, where some are silent. */
  leftOut?: { silent: number; samples: number };
  /** Medians would need more seeds: means (ms). */
  stepMs?: number;
  forecastMs?: number;
  /** Of long, middle and short waves: √(error's energy/truth's energy), mean over the seeds; NaN where none has one. */
  waves?: number[];
  waveLimits?: RunResult['waveLimits'];
  cut?: { before: number; after: number };
  interior?: Summary;
  interiorOfTruth?: number;
  /** That channels could not be matched. */
  note?: string;
  /** Versions of the program that made its runs. */
  programs: string[];
}

const prefixes: readonly (readonly [number, string])[] = [
  [1e9, ' G'],
  [1e6, ' M'],
  [1e3, ' k'],
];

/** Three digits, such as `12.4 M`. */
export function prefixed(value: number): string {
  const [size, unit] = prefixes.find(([from]) => value >= from) ?? [1, ''];
  return `${Number((value / size).toPrecision(3))}${unit}`;
}

export const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

/** Such as “One-way 25 %, after training”. */
export function networkName({ role, format, keep }: Pick<Row, 'role' | 'format' | 'keep'>): string {
  const budget = keep === undefined ? '' : ` ${percent(keep)}`;
  switch (role) {
    case 'classical':
      return 'Classical';
    case 'narrow control':
      return `Narrow control,${budget}`;
    case 'narrow convolutions':
      return `Narrow convolutions,${budget}`;
    case 'before training':
      return `${findFormat(format).label}${budget}`;
    case 'after training':
      return `${findFormat(format).label}${budget}, after training`;
    default:
      return role satisfies never;
  }
}

const defined = <T>(values: readonly (T | undefined)[]): T[] =>
  values.filter((value): value is T => value !== undefined);

const meanOf = (values: readonly (number | undefined)[]): number | undefined => {
  const known = defined(values);
  return known.length > 0 ? mean(known) : undefined;
};

function leftOut(group: readonly RunResult[]): Row['leftOut'] {
  const silent = sum(defined(group.map((result) => result.silent)));
  const samples = sum(defined(group.map((result) => result.samples)));
  return silent > 0 ? { silent, samples } : undefined;
}

/** Whether it ended with an error or diverged: a run on silent test samples alone says nothing. */
export const isMeasured = ({ test, error }: Pick<RunResult, 'test' | 'error'>): boolean =>
  test !== undefined || error !== undefined;

/** Test errors by seed; NaN of a run that diverged. */
export const errorsBySeed = (group: readonly RunResult[]): ReadonlyMap<number, number> =>
  new Map(group.filter(isMeasured).map(({ seed, test = NaN }) => [seed, test]));

const count = (value: number, ofClassical: number | undefined): Count => ({
  value,
  share: ofClassical === undefined ? NaN : value / ofClassical,
});

/** Mean error of every band over the runs that have it. */
function wavesOf(group: readonly RunResult[]): number[] | undefined {
  const found = defined(group.map(({ waves }) => waves));
  if (found.length === 0) return undefined;
  return found[0].map((_, band) => meanOf(found.map((bands) => bands[band]?.error)) ?? NaN);
}

function rowOf(group: readonly RunResult[], classical: readonly RunResult[] | undefined): Row {
  const [first] = group;
  const whole = classical?.[0];
  const interiors = defined(group.map(({ interior }) => interior));
  const cuts = defined(group.map(({ cut }) => cut));
  return {
    preset: first.preset,
    network: networkName(first),
    role: first.role,
    format: first.format,
    keep: first.keep,
    seeds: group.map(({ seed }) => seed),
    parameters: count(first.parameters, whole?.parameters),
    macs: count(first.macs, whole?.macs),
    convolutionParameters: count(first.convolutionParameters, whole?.convolutionParameters),
    rates: [...new Set(defined(group.map(({ rate }) => rate)))],
    test: summary([...errorsBySeed(group).values()]),
    difference:
      classical && first.role !== 'classical'
        ? pairedDifference(errorsBySeed(group), errorsBySeed(classical))
        : undefined,
    leftOut: leftOut(group),
    stepMs: meanOf(group.map(({ stepMs }) => stepMs)),
    forecastMs: meanOf(group.map(({ forecastMs }) => forecastMs)),
    waves: wavesOf(group),
    waveLimits: defined(group.map(({ waveLimits }) => waveLimits)).at(0),
    cut:
      cuts.length > 0
        ? {
            before: mean(cuts.map(({ before }) => before)),
            after: mean(cuts.map(({ after }) => after)),
          }
        : undefined,
    interior: interiors.length > 0 ? summary(interiors.map(({ interior }) => interior)) : undefined,
    interiorOfTruth: meanOf(interiors.map(({ interiorOfTruth }) => interiorOfTruth)),
    note: defined(group.map(({ note }) => note)).at(0),
    programs: [...new Set(group.map(({ program = 'an earlier version' }) => program))],
  };
}

/** Results of the same network, by what a row is of. */
export function groupsOf(results: readonly RunResult[]): ReadonlyMap<string, RunResult[]> {
  const groups = new Map<string, RunResult[]>();
  for (const result of results) {
    const key = groupKey(result);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return groups;
}

type Grouped = Pick<RunResult, 'preset' | 'role' | 'format' | 'keep'>;

export const groupKey = ({ preset, role, format, keep }: Grouped): string =>
  [preset, role, format, keep].join('|');

/** One row per network of a task, in the order of the runs. */
export function tableRows(results: readonly RunResult[]): Row[] {
  const groups = groupsOf(results);
  return [...groups.values()].map((group) => {
    const { preset } = group[0];
    const classical = groups.get(groupKey({ preset, role: 'classical', format: 'classical' }));
    return rowOf(group, classical);
  });
}
