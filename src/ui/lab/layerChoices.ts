/** Adding to the lists of single layers, whose items have a number and no place in the square. */
import { layerChoices } from '../../engine/experiment/layerChoices.ts';
import { formatItems, newItem } from '../../engine/experiment/list.ts';
import type { Interval } from '../../engine/experiment/numbers.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { type NetworkId, specOf } from '../../engine/experiment/network.ts';
import { planNetwork } from '../../engine/nets/plan.ts';
import type { Parts } from './parts.ts';
import type { Settings } from './settings.ts';

const convolutions = (experiment: Experiment, id: NetworkId): number =>
  planNetwork(experiment, id).layers.filter(({ kind }) => kind === 'convolution').length;

/** Adds a format for the first layer that has none of its own. */
export function addLayerChoice(
  { store, notice }: Pick<Parts, 'store' | 'notice'>,
  settings: Settings,
  id: NetworkId,
  format: string,
): void {
  const { experiment, issues } = store.getState();
  const items = specOf(experiment, id).layers;
  const taken = new Set(items.map(({ numbers }) => numbers[0][0]));
  let layer = 1;
  while (taken.has(layer)) layer++;
  // Only settings that fit together have a plan.
  const last = issues.length === 0 ? convolutions(experiment, id) : Infinity;
  if (layer > last) {
    notice(
      `Network ${id.toUpperCase()} has ${last} convolutions, and each already has its own format.`,
      'scene',
    );
    return;
  }
  const item = newItem(format, layerChoices[format]);
  const numbers = item.numbers.map((number, i): Interval => (i === 0 ? [layer, layer] : number));
  settings.setFields({ [`${id}.layers`]: formatItems([...items, { ...item, numbers }]) });
}
