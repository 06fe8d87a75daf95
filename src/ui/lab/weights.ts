/** Trained weights from files that are open: a link names them by their fingerprint, and can't hold them. */
import { idsOf, isLoaded, specOf, type NetworkId } from '../../engine/experiment/network.ts';
import type { Experiment, Issue } from '../../engine/experiment/schema.ts';
import type { LoadedWeights } from '../../engine/nets/loaded.ts';

export interface OpenedWeights {
  /** Of the file. */
  name: string;
  weights: LoadedWeights;
  /** Why they can't be those of network `id` of an experiment that is valid by itself, as a sentence. */
  misfit(experiment: Experiment, id: NetworkId): string | undefined;
}

/** By fingerprint. */
export type OpenWeights = Readonly<Record<string, OpenedWeights | undefined>>;

/** The networks that begin with weights whose file is not open. */
export const waitingFor = (experiment: Experiment, opened: OpenWeights): readonly NetworkId[] =>
  idsOf(experiment).filter((id) => {
    const spec = specOf(experiment, id);
    return isLoaded(spec) && opened[spec.weights] === undefined;
  });

/** What keeps an experiment, valid by itself, from running with the files that are open. */
export function weightIssues(experiment: Experiment, opened: OpenWeights): Issue[] {
  return idsOf(experiment).flatMap((id): Issue[] => {
    const { weights } = specOf(experiment, id);
    if (weights === '') return [];
    const key = `${id}.weights`;
    const found = opened[weights];
    if (!found) {
      return [
        {
          key,
          message: `Trained weights: drop the file that network ${id.toUpperCase()} begins with.`,
        },
      ];
    }
    const misfit = found.misfit(experiment, id);
    return misfit === undefined ? [] : [{ key, message: `Trained weights: ${misfit}` }];
  });
}
