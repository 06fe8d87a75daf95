import { networkIds, type NetworkId } from '../../../engine/experiment/network.ts';

/** Its worker chooses the backend for all networks. */
export const LEADER: NetworkId = networkIds[0];
