import type { NetworkId } from '../../engine/experiment/network.ts';
import { networkMarks } from '../chart/networkMarks.ts';

/** A network's line with its mark, for the legend of a chart. */
export function NetworkMark({ id }: { id: NetworkId }) {
  return (
    <svg viewBox="0 0 22 8" aria-hidden="true">
      <path d="M0 4H22" />
      <path transform="translate(7 0)" d={networkMarks[id].path} />
    </svg>
  );
}
