/** What may stand in a network's list of single layers: a format for one layer, with a rank of its own. */
import { formats } from 'slimwave-formats/registry';
import type { ItemKind } from './list.ts';

export const layerChoices: Readonly<Record<string, ItemKind>> = Object.fromEntries(
  formats.map(({ id, label }): [string, ItemKind] => [
    id,
    {
      label,
      constant: true,
      numbers: [
        { name: 'layer', title: 'layer', min: 1, max: 24, step: 1, default: 1 },
        { name: 'rank', title: 'rank', min: 0, max: 4096, step: 1, default: 0 },
      ],
    },
  ]),
);
