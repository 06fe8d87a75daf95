/** What is left to be trained of a sweep, and which networks at the same time. */
import type { Experiment } from '../../engine/experiment/schema.ts';
import { networkIds, type NetworkId } from '../../engine/experiment/network.ts';
import type { NetworkPlan } from '../../engine/nets/plan.ts';
import { entryKey, groupOf, networkOf } from '../archive/entry.ts';
import { seedText } from '../archive/family.ts';
import { experimentOf, sweepCandidates, type Candidate } from './candidates.ts';
import type { SweepChoice } from './choice.ts';
import { grouped } from './grouping.ts';
import { seeded } from './seeds.ts';
import type { Seeds } from '../../engine/train/series.ts';

/** A network that is to be trained. */
export interface SweepNetwork {
  id: NetworkId;
  /** Its name, and of several seeds its seed. */
  title: string;
  plan: NetworkPlan;
  /** Of its entry among the trained networks. */
  key: string;
}

/** Networks that are trained at the same time. */
export interface SweepRun {
  /** It may have more networks: those that narrow controls belong to, which are trained already. */
  experiment: Experiment;
  networks: readonly SweepNetwork[];
}

export interface SweepQueue {
  /** What is left to do. */
  runs: readonly SweepRun[];
  /** Networks of the whole sweep, with every seed. */
  total: number;
  /** How many seeds there are. */
  seeds: number;
  /** Those in `runs`: all others are there already. */
  left: number;
  /** Networks that are left out, one sentence each. */
  skipped: readonly string[];
}

export interface SweepOrder {
  experiment: Experiment;
  choice: SweepChoice;
  /** What `choice.kept` and `choice.seeds` say. */
  keep: readonly number[];
  seeds: readonly Seeds[];
  /** Of own data: the fingerprint of the file. */
  fileKey?: string;
}

/** A candidate with what tells it apart from the others of its seed. */
interface Keyed {
  candidate: Candidate;
  network: string;
}

/** All networks of a sweep and all its seeds. */
export interface SweepPlan {
  units: readonly (readonly Keyed[])[];
  /** The settings with every seed. */
  bases: readonly { experiment: Experiment; group: string; seed: string }[];
  skipped: readonly string[];
}

export function sweepPlan({ experiment, choice, keep, seeds, fileKey }: SweepOrder): SweepPlan {
  const { units, skipped } = sweepCandidates(experiment, choice, keep);
  const keyed = (candidate: Candidate): Keyed => {
    const run = candidate.like ? [candidate.like, candidate] : [candidate];
    const id = networkIds[run.length - 1];
    return {
      candidate,
      network: networkOf(experimentOf(experiment, run), id, candidate.plan),
    };
  };
  return {
    units: units.map((unit) => unit.map(keyed)),
    bases: seeded(experiment, seeds).map((base) => {
      const group = groupOf(base, fileKey);
      return { experiment: base, group, seed: seedText(group) };
    }),
    skipped,
  };
}

/** Whether a network is trained already, by the key of its entry. */
export type IsThere = (key: string) => boolean;

/** Units without what is there already; the model of a control that is left comes along. */
function leftOf(units: SweepPlan['units'], isThere: (network: Keyed) => boolean): Keyed[][] {
  return units.flatMap((unit) => {
    const missing = unit.filter((network) => !isThere(network));
    const models = missing.map(({ candidate }) => candidate.like);
    const needed = unit.filter(
      (network) => missing.includes(network) || models.includes(network.candidate),
    );
    return missing.length > 0 ? [needed] : [];
  });
}

/**
 * What is left of a sweep, with the first seed's networks first: they are worth something before the others are done. It
 * depends on nothing but what is there already, so that a sweep that was interrupted continues where it
 * was.
 */
export function sweepQueue(
  { units, bases, skipped }: SweepPlan,
  atOnce: number,
  isThere: IsThere = () => false,
): SweepQueue {
  const runs = bases.flatMap((base) => runsOf(base, units, atOnce, isThere, bases.length > 1));
  return {
    runs,
    total: units.flat().length * bases.length,
    seeds: bases.length,
    left: runs.flatMap(({ networks }) => networks).length,
    skipped,
  };
}

function runsOf(
  { experiment, group, seed }: SweepPlan['bases'][number],
  units: SweepPlan['units'],
  atOnce: number,
  isThere: IsThere,
  isOneOfSeveral: boolean,
): SweepRun[] {
  const keyIn = ({ network }: Keyed): string => entryKey({ group, network });
  const left = leftOf(units, (network) => isThere(keyIn(network)));
  const cost = ({ candidate }: Keyed) => candidate.plan.totals.macs;
  return grouped(left, atOnce, cost).map((run) => ({
    experiment: experimentOf(
      experiment,
      run.map(({ candidate }) => candidate),
    ),
    networks: run.flatMap((network, i) => {
      const key = keyIn(network);
      const { plan, title } = network.candidate;
      return isThere(key)
        ? []
        : [
            {
              id: networkIds[i],
              title: isOneOfSeveral ? `${title}, seed ${seed}` : title,
              plan,
              key,
            },
          ];
    }),
  }));
}

/** The keys of all networks of a sweep. */
export const keysOf = ({ units, bases }: SweepPlan): string[] =>
  bases.flatMap(({ group }) => units.flat().map(({ network }) => entryKey({ group, network })));
