/** Which networks a sweep trains, and which two at the same time. */
import {
  checkText,
  findLeaf,
  type Experiment,
  type NetworkSpec,
} from '../../engine/experiment/schema.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { findFormat, type FormatId } from '../../engine/formats/index.ts';
import { planNetwork, type NetworkPlan } from '../../engine/nets/plan.ts';
import { formatFieldValue } from '../../engine/experiment/fields.ts';
import { networkTitle } from '../archive/entry.ts';
import { specOf, type NetworkId } from '../../engine/experiment/network.ts';

export interface SweepChoice {
  formats: readonly FormatId[];
  /** Fractions of the dense parameters to keep, as typed: `50%, 25%`. */
  kept: string;
  /** A narrow classical network with as many parameters, for every compressed one. */
  narrow: boolean;
  /** The same format and rank from a trained classical network, for every compressed one. */
  after: boolean;
  /** Whether the range test picks every network's rate. */
  rangeTest: boolean;
}

export interface Candidate {
  title: string;
  spec: NetworkSpec;
  plan: NetworkPlan;
}

/** Two networks that are trained at the same time, or the last one alone. */
export interface SweepRun {
  a: Candidate;
  b?: Candidate;
}

export interface SweepQueue {
  runs: SweepRun[];
  /** Networks in all runs. */
  count: number;
  /** Networks that are left out, one sentence each. */
  skipped: string[];
}

/** More would be a slip of the finger. */
const MAX_FRACTIONS = 12;

export type Fractions = { ok: true; keep: number[] } | { ok: false; message: string };

/** `50%, 25%` or `50 25` to fractions; each once. */
export function parseFractions(text: string): Fractions {
  const leaf = findLeaf('b.rank')!;
  const [unclear] = /\d+,\d+/.exec(text) ?? [];
  if (unclear !== undefined) {
    return {
      ok: false,
      message: `“${unclear.slice(0, 20)}” can be read as one number or as two: write decimals with a full stop, and a space after a comma between two numbers.`,
    };
  }
  const words = text.split(/[,;\s]+/).filter(Boolean);
  if (words.length === 0 || words.length > MAX_FRACTIONS) {
    return {
      ok: false,
      message: `Fractions to keep must be one to ${MAX_FRACTIONS} percentages, such as 50%, 25%.`,
    };
  }
  const keep = new Set<number>();
  for (const word of words) {
    const checked = checkText(leaf, word.endsWith('%') ? word : `${word}%`);
    if (!checked.ok) {
      return {
        ok: false,
        message: `“${word.slice(0, 20)}” is not a fraction to keep: use percentages from 1% to 100%, separated by commas.`,
      };
    }
    keep.add((checked.value as { keep: number }).keep);
  }
  return { ok: true, keep: [...keep] };
}

/** What a sweep’s networks have in common with the settings: the rate and the initial weights. */
function templates({ networks: [a, b = a] }: Experiment, rangeTest: boolean) {
  const plain = {
    layers: [],
    execution: 'usual',
    width: 'full',
    route: 'before',
    like: 'auto',
    search: rangeTest ? 'on' : 'off',
  } satisfies Partial<NetworkSpec>;
  // What begins classical takes the rate of a classical A, which is chosen for such networks.
  const dense: NetworkSpec = { ...(a.format === 'classical' ? a : b), ...plain };
  return {
    classical: { ...dense, format: 'classical', rank: { keep: 1 } } satisfies NetworkSpec,
    compressed: (format: FormatId, rank: NetworkSpec['rank']): NetworkSpec => ({
      ...b,
      ...plain,
      format,
      rank,
    }),
    after: ({ format, rank }: NetworkSpec): NetworkSpec => ({
      ...dense,
      route: 'after',
      format,
      rank,
    }),
  };
}

function candidate(experiment: Experiment, id: NetworkId): Candidate {
  const spec = specOf(experiment, id);
  const rank = findFormat(spec.format).ranked
    ? formatFieldValue(findLeaf('b.rank')!.field, spec.rank)
    : '';
  return {
    title: networkTitle({ ...spec, rank, singleLayers: false }),
    spec,
    plan: planNetwork(experiment, id),
  };
}

/** Two networks with the same signature are the same network. */
const signature = ({ spec, plan }: Candidate): string =>
  JSON.stringify([
    spec.route,
    plan.layers.map(({ format, rank, shape }) => [
      format,
      rank,
      shape.size,
      shape.inputs,
      shape.outputs,
    ]),
  ]);

/** The network and its competitors that are to be trained, without what is there already. */
class Collector {
  private readonly seen = new Map<string, string>();
  readonly skipped: string[] = [];

  take(network: Candidate): boolean {
    const key = signature(network);
    const first = this.seen.get(key);
    if (first === undefined) this.seen.set(key, network.title);
    else this.skipped.push(`${network.title} would be the same network as ${first}.`);
    return first === undefined;
  }
}

const cost = ({ plan }: Candidate): number => plan.totals.macs;

/** Two by two, those of about the same cost together, so that none waits long for the other. */
function paired(singles: readonly Candidate[]): SweepRun[] {
  const ordered = singles.toSorted((x, y) => cost(y) - cost(x));
  const runs: SweepRun[] = [];
  for (let i = 0; i < ordered.length; i += 2) runs.push({ a: ordered[i], b: ordered.at(i + 1) });
  return runs;
}

/** The compressed networks of a sweep, format by format, from the largest budget to the smallest. */
function compressedSpecs(
  { formats }: SweepChoice,
  keep: readonly number[],
  of: (format: FormatId, rank: NetworkSpec['rank']) => NetworkSpec,
): NetworkSpec[] {
  const budgets = keep.toSorted((x, y) => y - x).map((fraction) => ({ keep: fraction }));
  return formats
    .filter((format) => format !== 'classical')
    .flatMap((format) =>
      (findFormat(format).ranked ? budgets : budgets.slice(0, 1)).map((rank) => of(format, rank)),
    );
}

/**
 * All networks of a sweep over valid settings. A narrow control is trained beside the network whose parameters
 * it has; all others are paired by cost. Networks that come out the same, or that do not fit the settings'
 * limits, are left out and said.
 */
export function sweepQueue(
  experiment: Experiment,
  choice: SweepChoice,
  keep: readonly number[],
): SweepQueue {
  const { compressed, classical, after } = templates(experiment, choice.rangeTest);
  const collector = new Collector();
  const runs: SweepRun[] = [];
  const singles: Candidate[] = [];
  const fits = (pair: Experiment, { title }: Candidate): boolean => {
    const [issue] = validateExperiment(pair);
    if (issue) collector.skipped.push(`${title} is not possible: ${issue.message}`);
    return issue === undefined;
  };
  const single = (spec: NetworkSpec): Candidate | undefined => {
    const alone = { ...experiment, networks: [spec], reference: 'a' as const };
    const network = candidate(alone, 'a');
    return fits(alone, network) && collector.take(network) ? network : undefined;
  };
  const add = (network: Candidate | undefined) => network && singles.push(network);

  if (choice.formats.includes('classical')) add(single(classical));
  for (const spec of compressedSpecs(choice, keep, compressed)) {
    const network = single(spec);
    if (!network) continue;
    const narrow = { ...classical, width: 'matched' as const, like: 'auto' as const };
    const pair = { ...experiment, networks: [narrow, spec], reference: 'a' as const };
    const control = choice.narrow ? candidate(pair, 'a') : undefined;
    const named = control && { ...control, title: `${control.title} as ${network.title}` };
    if (named && fits(pair, named) && collector.take(named)) runs.push({ a: named, b: network });
    else singles.push(network);
    if (choice.after) add(single(after(spec)));
  }
  runs.push(...paired(singles));
  return {
    runs,
    count: runs.reduce((count, { b }) => count + (b ? 2 : 1), 0),
    skipped: collector.skipped,
  };
}

/** The experiment of one run. */
export const experimentOf = (base: Experiment, { a, b }: SweepRun): Experiment => ({
  ...base,
  networks: b ? [a.spec, b.spec] : [a.spec],
  reference: 'a',
});
