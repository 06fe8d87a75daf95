import { networkIds } from '../../engine/experiment/network.ts';
import { formatCount, formatPercent } from '../shared/numbers.ts';
import type { Earlier, LabState } from '../state.ts';

/** How a network that comes with the page was trained, as the end of a sentence. */
export const earlierText = ({ steps, test }: Earlier): string =>
  `trained earlier: ${formatCount(steps)} steps, error ${formatPercent(test)}`;

/** What the stage shows of networks trained earlier, in one sentence; undefined if it shows none. */
export function earlierNote({ networks }: Pick<LabState, 'networks'>): string | undefined {
  const shown = networkIds.flatMap((id) => {
    const { earlier } = networks[id];
    return earlier && earlier.problem === undefined ? [{ name: id.toUpperCase(), ...earlier }] : [];
  });
  if (shown.length === 0) return undefined;
  const [{ steps }] = shown;
  const errors = shown.map(({ name, test }) => `${name} ${formatPercent(test)}`).join(', ');
  return `Trained earlier: ${formatCount(steps)} steps, error ${errors}. Drag the source: the forecasts follow. Train starts from scratch.`;
}
