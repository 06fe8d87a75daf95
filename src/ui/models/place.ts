/** The experiment in which a trained model is one of the networks. Pure. */
import { candidateMisfit, type Candidate } from '../../engine/import/candidate.ts';
import { checkText, findLeaf } from '../../engine/experiment/leaves.ts';
import type { Budget } from 'slimwave-formats/format';
import type { FormatId } from 'slimwave-formats/registry';
import {
  idsOf,
  networkIds,
  withSpec,
  type NetworkId,
  type NetworkSpec,
} from '../../engine/experiment/network.ts';
import { isFull, withNetwork } from '../../engine/experiment/networkList.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';

/** keep: as it is, to be looked at and compared; train: fine-tuned; compress: into another format, then fine-tuned. */
export type Use = 'keep' | 'train' | 'compress';

export interface Placing {
  /** The network that it becomes; the letter after the last one for a further network. */
  place: NetworkId;
  use: Use;
  /** Of a compression; the rank as it is typed. */
  format: FormatId;
  rank: string;
}

/** The networks that it may become: those of the settings, and one more if there is room. */
export const placesIn = (experiment: Experiment): readonly NetworkId[] =>
  isFull(experiment) ? idsOf(experiment) : networkIds.slice(0, experiment.networks.length + 1);

const rankLeaf = findLeaf('b.rank')!;

/** What is wrong with a typed rank, as a sentence. */
export function rankProblem({ use, rank }: Placing): string | undefined {
  if (use !== 'compress') return undefined;
  const checked = checkText(rankLeaf, rank);
  return checked.ok ? undefined : checked.message;
}

function specFor({ spec }: Candidate, { use, format, rank }: Placing): NetworkSpec {
  if (use === 'keep') return spec;
  if (use === 'train') return { ...spec, loaded: 'train' };
  const checked = checkText(rankLeaf, rank);
  return {
    ...spec,
    format,
    rank: checked.ok ? (checked.value as Budget) : spec.rank,
    layers: [],
    execution: 'usual',
    route: 'after',
  };
}

/** The settings with the model in its place. */
export function withModel(
  experiment: Experiment,
  candidate: Candidate,
  placing: Placing,
): Experiment {
  const spec = specFor(candidate, placing);
  return idsOf(experiment).includes(placing.place)
    ? withSpec(experiment, placing.place, spec)
    : withNetwork(experiment, spec);
}

/** Why the model can't take that place, as a sentence. */
export const misfitOf = (
  experiment: Experiment,
  candidate: Candidate,
  placing: Placing,
): string | undefined =>
  candidateMisfit(candidate, withModel(experiment, candidate, placing), placing.place);
