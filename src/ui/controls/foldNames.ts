/** Under which names it is kept what of the settings is open. */
import type { NetworkId } from '../../engine/experiment/network.ts';
import { findLeaf } from '../../engine/experiment/leaves.ts';
import { groups, type Group } from './groups.ts';

/** Everything but the networks. */
export const SETTINGS_FOLD = 'settings';

export const cardFold = (id: NetworkId): string => `network-${id}`;

export const groupFold = ({ title }: Group): string =>
  `group-${title.toLowerCase().replaceAll(' ', '-')}`;

/** What must be open for a field's control to be there, but for what is rare on a network's card. */
export function foldsOf(key: string): string[] {
  const network = findLeaf(key)?.network;
  if (network) return [cardFold(network)];
  const group = Object.values<Group>(groups).find(({ keys }) => keys.includes(key));
  return group ? [SETTINGS_FOLD, groupFold(group)] : [SETTINGS_FOLD];
}
