import { idsOf, type NetworkId } from '../../engine/experiment/network.ts';
import { useLab, type LabState } from '../state.ts';

/** What the results are about: the run if there is one, otherwise the settings. */
export const comparedExperiment = ({ run, experiment }: Pick<LabState, 'run' | 'experiment'>) =>
  run ?? experiment;

/** The networks of the run if there is one, otherwise of the settings. */
export const useNetworkIds = (): readonly NetworkId[] =>
  useLab((state) => idsOf(comparedExperiment(state)));
