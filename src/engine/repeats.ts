/**
 * Statistics of runs that were repeated with other seeds. Values are errors: smaller is better. The error of a run
 * that diverged is not a number; it takes part in no mean, and is counted.
 */
import { mean } from './math.ts';
import { centralQuantile } from './studentT.ts';

export interface Summary {
  /** Runs that have a value. */
  count: number;
  /** Runs that have none, because they diverged. */
  failed: number;
  /** NaN of no runs. */
  mean: number;
  /** Sample standard deviation, with n − 1; undefined of fewer than two values. */
  deviation?: number;
}

function deviationOf(values: readonly number[], about: number): number | undefined {
  if (values.length < 2) return undefined;
  // Rounding in the mean would give equal values a deviation.
  if (values.every((value) => value === values[0])) return 0;
  const squares = values.map((value) => (value - about) ** 2);
  return Math.sqrt((mean(squares) * values.length) / (values.length - 1));
}

/** Mean and standard deviation of repeated runs; what is not finite is a run that failed. */
export function summary(values: readonly number[]): Summary {
  const known = values.filter(Number.isFinite);
  const centre = mean(known);
  return {
    count: known.length,
    failed: values.length - known.length,
    mean: centre,
    deviation: deviationOf(known, centre),
  };
}

export interface PairedDifference {
  /** Seeds with which both have run, whatever became of them. */
  seeds: number;
  /** Seeds in which both have a value: the mean is over them. */
  count: number;
  /** Seeds in which it failed although the reference did not, and the other way round. */
  failed: number;
  referenceFailed: number;
  /** Mean of value − reference; NaN of no pairs. */
  mean: number;
  /** Standard deviation of the differences; undefined of fewer than two pairs. */
  deviation?: number;
  /** Half the width of the 95 % confidence interval of the mean (Student’s t); undefined of fewer than two pairs. */
  halfWidth?: number;
  /** Seeds in which it is better, or worse: among `count`, by value. The rest are ties. */
  wins: number;
  losses: number;
}

/** Probability with which the interval is to hold the true mean. */
export const CONFIDENCE = 0.95;

/**
 * Compares repeated runs with a reference, seed by seed: what a seed does to both is in no difference. Both are values
 * by seed; seeds that only one of them has are left out.
 */
export function pairedDifference<Seed>(
  values: ReadonlyMap<Seed, number>,
  reference: ReadonlyMap<Seed, number>,
): PairedDifference {
  const pairs = [...values]
    .filter(([seed]) => reference.has(seed))
    .map(([seed, value]): [value: number, base: number] => [value, reference.get(seed)!]);
  const finite = Number.isFinite;
  const differences = pairs
    .filter(([value, base]) => finite(value) && finite(base))
    .map(([value, base]) => value - base);
  const { count, mean: centre, deviation } = summary(differences);
  return {
    seeds: pairs.length,
    count,
    failed: pairs.filter(([value, base]) => !finite(value) && finite(base)).length,
    referenceFailed: pairs.filter(([value, base]) => finite(value) && !finite(base)).length,
    mean: centre,
    deviation,
    halfWidth:
      deviation === undefined
        ? undefined
        : (centralQuantile(CONFIDENCE, count - 1) * deviation) / Math.sqrt(count),
    wins: differences.filter((difference) => difference < 0).length,
    losses: differences.filter((difference) => difference > 0).length,
  };
}

export interface Verdict {
  /**
   * better, worse: the interval of the difference does not contain zero, and no seed that failed says the opposite;
   * undecided: it can’t be told; too few: fewer than two seeds in which both have a value.
   */
  kind: 'better' | 'worse' | 'undecided' | 'too few';
  /** Such as “better in 5 of 5 seeds, by 1.2 ± 0.4 points”, to stand after a name and “is”, or alone. */
  sentence: string;
}

/** As many decimals as show one digit of the uncertainty; two where it begins with 1. */
function decimalsFor(uncertainty: number): number {
  if (!(uncertainty > 0)) return 1;
  const power = Math.floor(Math.log10(uncertainty));
  const leading = Math.floor(uncertainty / 10 ** power + 1e-9);
  return Math.min(4, Math.max(0, (leading === 1 ? 1 : 0) - power));
}

const MINUS = '−';

/** `1.2` and `0.4`: with the digits that the uncertainty allows. */
export function withUncertainty(
  value: number,
  uncertainty: number,
): [value: string, uncertainty: string] {
  const decimals = decimalsFor(uncertainty);
  // Without the minus of −0.0.
  const text = value.toFixed(decimals).replace(/^-(?=[0.]*$)/, '');
  return [text.replace('-', MINUS), uncertainty.toFixed(decimals)];
}

/** `1.2 ± 0.4` */
export const plusMinus = (value: number, uncertainty: number): string =>
  withUncertainty(value, uncertainty).join(' ± ');

/** `1.2 ± 0.4` for fractions of 0.012 and 0.004. */
const pointsText = (difference: number, halfWidth: number): string =>
  plusMinus(100 * difference, 100 * halfWidth);

const seedsText = (count: number): string => `${count} seed${count === 1 ? '' : 's'}`;

/** Seeds that are in no mean, and why. */
function failuresText({ seeds, count, failed, referenceFailed }: PairedDifference): string {
  const parts: [who: string, times: number][] = [
    ['', failed],
    ['the reference ', referenceFailed],
    ['both ', seeds - count - failed - referenceFailed],
  ];
  return parts
    .filter(([, times]) => times > 0)
    .map(([who, times]) => `; ${who}diverged in ${times} of ${seedsText(seeds)}`)
    .join('');
}

/** What a paired difference of errors (fractions) says, as the page and the tables put it. */
export function verdict(paired: PairedDifference): Verdict {
  const { count, mean: difference, halfWidth, wins, losses } = paired;
  const failures = failuresText(paired);
  if (count === 0)
    return { kind: 'too few', sentence: `no seed in which both finished${failures}` };
  if (halfWidth === undefined) {
    const direction = wins > 0 ? 'better' : losses > 0 ? 'worse' : 'the same';
    return {
      kind: 'too few',
      sentence: `${direction} in the only seed: one seed shows no scatter${failures}`,
    };
  }
  const decided = Math.abs(difference) > halfWidth;
  if (!decided) {
    return {
      kind: 'undecided',
      sentence: `can’t be told apart (${pointsText(difference, halfWidth)} points)${failures}`,
    };
  }
  const better = difference < 0;
  const sentence = `${better ? 'better' : 'worse'} in ${better ? wins : losses} of ${seedsText(count)}, by ${pointsText(Math.abs(difference), halfWidth)} points${failures}`;
  const contradicted = (better ? paired.failed : paired.referenceFailed) > 0;
  return { kind: contradicted ? 'undecided' : better ? 'better' : 'worse', sentence };
}
