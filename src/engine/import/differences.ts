import { formatFieldValue } from '../experiment/fields.ts';
import { getValue, leaves } from '../experiment/leaves.ts';
import type { Experiment } from '../experiment/schema.ts';

/** The settings of a group, such as `net`, that two experiments do not share: titles and values for reading. */
export function differingLeaves(
  own: Experiment,
  other: Experiment,
  group: string,
): { title: string; own: string; other: string }[] {
  return leaves
    .filter(({ key }) => key.startsWith(`${group}.`))
    .map(({ key, field }) => ({
      title: field.title,
      own: formatFieldValue(field, getValue(own, key)),
      other: formatFieldValue(field, getValue(other, key)),
    }))
    .filter((leaf) => leaf.own !== leaf.other);
}
