import type { NetworkId } from '../../engine/experiment/network.ts';
import { useLab } from '../state.ts';
import { comparedExperiment } from './useNetworkIds.ts';
import { networkName } from './networkName.ts';

/** The name of a network of the run, since what is shown belongs to it; before one, of the settings. */
export const useNetworkName = (id: NetworkId): string =>
  useLab((state) => networkName(comparedExperiment(state), id));
