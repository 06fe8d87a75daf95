/** From the state of the lab to what its networks' comparison is made of. */
import { mean } from '../../engine/math.ts';
import { idsOf, type NetworkId } from '../../engine/experiment/network.ts';
import {
  differenceOf,
  scatteringSeeds,
  scatterOf,
  testOf,
  valuesBySeed,
  type SeedRun,
} from '../../engine/train/series.ts';
import { planOf } from '../networks/plans.ts';
import { comparedExperiment } from '../networks/useNetworkIds.ts';
import type { LabState, NetworkState } from '../state.ts';
import type { Contest, Outcome } from './headline.ts';

export type ContestView = Pick<
  LabState,
  'run' | 'experiment' | 'issues' | 'series' | 'networks' | 'phase'
>;

/** Of one run, or of a network that comes with the page already trained. */
function outcomeOfRun({ status, diverged, result, earlier }: NetworkState): Outcome {
  if (status === 'failed') return { kind: diverged ? 'diverged' : 'failed' };
  const error = result?.test ?? earlier?.test;
  if (error === undefined) return { kind: 'unknown' };
  return Number.isNaN(error) ? { kind: 'silent' } : { kind: 'error', error };
}

/** The reference over its seeds: its mean error. */
function referenceOutcome(seeds: readonly SeedRun[], id: NetworkId): Outcome {
  const { count, failed, mean: error } = scatterOf(seeds, id);
  if (count > 0) return { kind: 'error', error };
  return { kind: failed > 0 ? 'diverged' : 'unknown' };
}

/** A network over its seeds, against the reference with the same ones. */
function seedsOutcome(seeds: readonly SeedRun[], id: NetworkId, reference: NetworkId): Outcome {
  const [own, base] = [id, reference].map((one) => valuesBySeed(seeds, one, testOf));
  if (own.size === 0) return { kind: 'unknown' };
  const shared = [...base].filter(
    ([seed, error]) => Number.isFinite(error) && Number.isFinite(own.get(seed)),
  );
  return {
    kind: 'seeds',
    paired: differenceOf(seeds, id, reference),
    reference: mean(shared.map(([, error]) => error)),
  };
}

/** What there is to compare; undefined while the settings don't fit together and nothing was trained. */
export function contestOf(state: ContestView): Contest | undefined {
  const { run, issues, series, networks } = state;
  if (run === undefined && issues.length > 0) return undefined;
  const experiment = comparedExperiment(state);
  const { reference } = experiment;
  const seeds = scatteringSeeds(series);
  const outcomeOf = (id: NetworkId): Outcome => {
    if (!seeds) return outcomeOfRun(networks[id]);
    return id === reference ? referenceOutcome(seeds, id) : seedsOutcome(seeds, id, reference);
  };
  return {
    reference,
    networks: idsOf(experiment).map((id) => ({
      id,
      parameters: planOf(experiment, id).totals.parameters,
      outcome: outcomeOf(id),
    })),
  };
}
