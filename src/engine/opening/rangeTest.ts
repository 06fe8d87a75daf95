/**
 * Version 1 could search for a network's learning rate by short runs around the one that was set (`b.search=on`). What
 * still asks for it opens without, and says what is used instead.
 */
import { formatNumber } from '../experiment/numbers.ts';
import { hasNetwork, networkIds, specOf, type NetworkId } from '../experiment/network.ts';
import type { Experiment } from '../experiment/schema.ts';

/** Takes the settings of range tests out of a link's; returns the networks that asked for one. */
export function withoutRangeTests(texts: Map<string, string>): NetworkId[] {
  const searching: NetworkId[] = [];
  for (const [key, text] of texts) {
    const id = networkIds.find((one) => key.trim().toLowerCase() === `${one}.search`);
    const asks = text.trim().toLowerCase();
    if (!id || (asks !== 'on' && asks !== 'off')) continue;
    texts.delete(key);
    if (asks === 'on') searching.push(id);
  }
  return searching;
}

/** What networks that asked for a range test have instead; undefined if none did. */
export function rangeTestRemark(
  experiment: Experiment,
  searching: readonly NetworkId[],
): string | undefined {
  const used = searching
    .filter((id) => hasNetwork(experiment, id))
    .map((id) => {
      const { rate } = specOf(experiment, id);
      const name = `network ${id.toUpperCase()}`;
      return rate === 'auto'
        ? `${name} trains at automatic rates`
        : `${name} trains at ${formatNumber(rate)}, the rate around which it would have searched`;
    });
  if (used.length === 0) return undefined;
  return `There is no range test for learning rates any more: ${used.join(', and ')}. The automatic learning rate needs no search.`;
}
