/**
 * Which network to take, from all runs at hand: the smallest one, and the fastest, whose error is at most a tolerance
 * above that of the classical network, and how sure that is.
 *
 * The limit is the classical error of the same seed × (1 + tolerance), and the difference to it is taken seed by seed.
 * A network is surely within where the interval of that difference is below zero, at 95 % for all networks together, and
 * surely beyond where its own 95 % interval is above. Otherwise the mean says what is likely. A network that diverged in
 * half of its seeds or more is not considered. Runs are compared only where everything but network and seed is the same.
 */
import { mean } from './math.ts';
import { pairedDifference, type PairedDifference } from './repeats.ts';
import { judged, type Judgement } from './standing.ts';

export interface AdvisedRun {
  /** Task, data, architecture and training without the seeds: runs of two settings are never compared. */
  setting: string;
  /** What tells the networks of a setting apart, the same for all seeds, and how it is called. */
  network: string;
  name: string;
  seed: string;
  /** Whether it is the classical network with all its channels. */
  classical: boolean;
  parameters: number;
  macs: number;
  /** Median time of a step (ms), and where it was measured: times of two backends are not compared. */
  stepMs?: number;
  backend?: string;
  /** Test error, a fraction; undefined if the run diverged. */
  test?: number;
}

export interface Candidate extends Judgement {
  network: string;
  name: string;
  parameters: number;
  macs: number;
  /** Mean over the runs on the backend of the reference; undefined without one. */
  stepMs?: number;
  /** Error relative to the classical one, over the seeds of both, minus 1: 0.05 is 5 % above it. */
  excess: number;
  /** Its error minus the limit. */
  paired: PairedDifference;
}

export type Goal = 'parameters' | 'macs' | 'stepMs';

export interface Choice {
  goal: Goal;
  /** The best one that is within, or likely so. */
  pick: Candidate;
  /** What it has of the classical network’s. */
  share: number;
  sure: boolean;
  /** The best one that is surely within, where the pick is not. */
  safe?: Candidate;
  /** Better ones of which the runs do not decide whether they are within: those with the smallest errors. */
  open: Candidate[];
}

export interface Reference {
  network: string;
  name: string;
  parameters: number;
  macs: number;
  stepMs?: number;
  /** Seeds with an error, and their mean. */
  seeds: number;
  test: number;
}

export interface Advice {
  setting: string;
  tolerance: number;
  reference?: Reference;
  /**
   * All networks that have a seed in common with the reference in which both finished, by their error; without those
   * that diverged too often.
   */
  candidates: Candidate[];
  /** At most one for each goal; none where nothing is both within and better than the classical network. */
  choices: Choice[];
  /** Names of networks that nothing can be said of: they diverged, or share no seed with the reference. */
  unknown: string[];
  /** Names of networks that diverged in half of their seeds or more. */
  diverging: string[];
}

const goals: readonly Goal[] = ['parameters', 'macs', 'stepMs'];

function grouped<Item>(items: readonly Item[], key: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups.values()];
}

const valuesOf = (runs: readonly AdvisedRun[]): Map<string, number> =>
  new Map(runs.map(({ seed, test }) => [seed, test ?? NaN]));

const finite = (values: Iterable<number>): number[] => [...values].filter(Number.isFinite);

/** The advice for every setting that there are runs of, in the order of the runs. */
export const advise = (runs: readonly AdvisedRun[], tolerance: number): Advice[] =>
  grouped(runs, ({ setting }) => setting).map((group) => adviseSetting(group, tolerance));

function adviseSetting(runs: readonly AdvisedRun[], tolerance: number): Advice {
  const networks = grouped(runs, ({ network }) => network);
  const base = referenceAmong(networks);
  const advice = { setting: runs[0].setting, tolerance };
  const named = networks.map(([{ name }]) => name);
  if (!base) return { ...advice, candidates: [], choices: [], unknown: named, diverging: [] };
  const reference = referenceOf(base);
  const others = networks.filter((group) => group !== base);
  const compared = others.map((group) => comparedWith(base, group, tolerance));
  const known = compared.filter(({ paired }) => paired.count > 0);
  const reliable = known.filter(({ divergesOften }) => !divergesOften);
  const judgements = judged(reliable.map(({ paired }) => paired));
  const candidates = reliable
    .map(({ divergesOften: _, ...one }, i): Candidate => ({ ...one, ...judgements[i] }))
    .toSorted((one, other) => one.excess - other.excess);
  return {
    ...advice,
    reference,
    candidates,
    choices: goals.flatMap((goal) => chosen(goal, candidates, reference) ?? []),
    unknown: compared.filter(({ paired }) => paired.count === 0).map(({ name }) => name),
    diverging: known.filter(({ divergesOften }) => divergesOften).map(({ name }) => name),
  };
}

/** Of several classical networks, as with several rates, the one with the most seeds; of those, the best. */
function referenceAmong(networks: readonly AdvisedRun[][]): AdvisedRun[] | undefined {
  const measured = networks
    .filter(([{ classical }]) => classical)
    .map((runs) => ({ runs, errors: finite(valuesOf(runs).values()) }))
    .filter(({ errors }) => errors.length > 0);
  return measured.toSorted(
    (one, other) =>
      other.errors.length - one.errors.length || mean(one.errors) - mean(other.errors),
  )[0]?.runs;
}

function referenceOf(runs: readonly AdvisedRun[]): Reference {
  const [{ network, name, parameters, macs }] = runs;
  const errors = finite(valuesOf(runs).values());
  const stepMs = timeOf(runs, runs);
  return { network, name, parameters, macs, stepMs, seeds: errors.length, test: mean(errors) };
}

/** Mean time of a step on the backend where the reference was timed last. */
function timeOf(runs: readonly AdvisedRun[], base: readonly AdvisedRun[]): number | undefined {
  const backend = base.findLast(({ stepMs }) => stepMs !== undefined)?.backend;
  const times = runs.flatMap((run) => (run.backend === backend ? (run.stepMs ?? []) : []));
  return times.length > 0 ? mean(times) : undefined;
}

/** A network next to the reference, before it is judged together with the others. */
interface Compared extends Omit<Candidate, keyof Judgement> {
  /** In half of its seeds, or more. */
  divergesOften: boolean;
}

function comparedWith(
  base: readonly AdvisedRun[],
  runs: readonly AdvisedRun[],
  tolerance: number,
): Compared {
  const [{ network, name, parameters, macs }] = runs;
  const [values, references] = [valuesOf(runs), valuesOf(base)];
  const limits = new Map([...references].map(([seed, error]) => [seed, error * (1 + tolerance)]));
  const paired = pairedDifference(values, limits);
  const both = [...values.keys()].filter((seed) =>
    Number.isFinite(values.get(seed)! + (references.get(seed) ?? NaN)),
  );
  const meanOf = (errors: ReadonlyMap<string, number>) =>
    mean(both.map((seed) => errors.get(seed)!));
  return {
    network,
    name,
    parameters,
    macs,
    stepMs: timeOf(runs, base),
    excess: meanOf(values) / meanOf(references) - 1,
    paired,
    divergesOften: 2 * finite(values.values()).length <= values.size,
  };
}

function chosen(
  goal: Goal,
  candidates: readonly Candidate[],
  reference: Reference,
): Choice | undefined {
  const limit = reference[goal] ?? -Infinity;
  const ordered = candidates
    .filter((one) => (one[goal] ?? Infinity) < limit)
    .toSorted((one, other) => one[goal]! - other[goal]!);
  const pick = ordered.find(({ standing }) => standing.endsWith('within'));
  if (!pick) return undefined;
  const sure = pick.standing === 'within';
  return {
    goal,
    pick,
    share: pick[goal]! / limit,
    sure,
    safe: sure ? undefined : ordered.find(({ standing }) => standing === 'within'),
    open: ordered
      .slice(0, ordered.indexOf(pick))
      .filter(isOpen)
      .toSorted((one, other) => one.excess - other.excess)
      .slice(0, MOST_OPEN),
  };
}

/** Where the intervals are wide, the data decide nothing: more would only make a long list. */
const MOST_OPEN = 2;

/** With one seed nothing is known of the scatter: that is said of all such networks together. */
const isOpen = ({ standing, paired }: Candidate): boolean =>
  standing === 'likely beyond' && paired.count > 1;
