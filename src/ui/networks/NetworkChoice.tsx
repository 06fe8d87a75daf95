import type { NetworkId } from '../../engine/experiment/network.ts';
import { Segmented } from '../shared/Segmented.tsx';

interface NetworkChoiceProps {
  /** What is chosen, for those who do not see it. */
  label?: string;
  ids: readonly NetworkId[];
  value: NetworkId;
  onChange: (id: NetworkId) => void;
}

/** One of several networks, by their letters; nothing where there is no choice. */
export function NetworkChoice({ label = 'Network', ids, value, onChange }: NetworkChoiceProps) {
  if (ids.length < 2) return null;
  const options = ids.map((id) => ({
    value: id,
    label: id.toUpperCase(),
    className: `network-${id}`,
  }));
  return <Segmented label={label} options={options} value={value} onChange={onChange} />;
}
