import type { ReactNode } from 'react';
import type { NetworkId } from '../../engine/experiment/network.ts';
import { NetworkMark } from './NetworkMark.tsx';
import { useNetworkName } from './useNetworkName.ts';
import styles from './NetworkLegend.module.css';

interface NetworkLegendProps {
  ids: readonly NetworkId[];
  /** What else there is to say of the lines, as list items. */
  children?: ReactNode;
}

/** Colours and marks of the networks in a chart. Not Plotly’s own: that one takes two lines of the little room. */
export function NetworkLegend({ ids, children }: NetworkLegendProps) {
  return (
    <ul className={styles.legend}>
      {ids.map((id) => (
        <LegendItem key={id} id={id} />
      ))}
      {children}
    </ul>
  );
}

function LegendItem({ id }: { id: NetworkId }) {
  const name = useNetworkName(id);
  return (
    <li className={`network-${id}`}>
      <NetworkMark id={id} />
      <span translate="no">{`${id.toUpperCase()} ${name}`}</span>
    </li>
  );
}
