import type { NetworkId } from '../../engine/experiment/network.ts';

/** The heads of a table's columns, one a network. */
export const NetworkHeads = ({ ids }: { ids: readonly NetworkId[] }) =>
  ids.map((id) => (
    <th key={id} scope="col" className={`network-${id}`}>
      {id.toUpperCase()}
    </th>
  ));
