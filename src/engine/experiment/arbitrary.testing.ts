/** Random experiments for property tests. */
import fc from 'fast-check';
import type { Field } from './fields.ts';
import { numbersOf, type Item, type ItemKind } from './list.ts';
import type { Interval } from './numbers.ts';
import { presets } from './presets.ts';
import { leavesOfExperiment, withValue } from './leaves.ts';
import { networkIds } from './network.ts';

const decimal = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** As far as a link writes a number. */
const twelveDigits = (x: number): number => Number(x.toPrecision(12));

/** Any valid value of a field. */
export function valueOf(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'number':
      return decimal(field.min, field.max).map(twelveDigits);
    case 'integer':
      return fc.integer({ min: field.min, max: field.max });
    case 'range':
      return fc
        .tuple(decimal(field.min, field.max), decimal(field.min, field.max))
        .map((ends) => ends.map(twelveDigits).toSorted((a, b) => a - b));
    case 'choice':
      return fc.constantFrom(...field.options);
    case 'budget':
      return fc.oneof(
        fc.integer({ min: 1, max: field.maxRank }).map((rank) => ({ rank })),
        fc.integer({ min: 10, max: 1000 }).map((permille) => ({ keep: permille / 1000 })),
      );
    case 'auto':
      return fc.oneof(
        fc.constant('auto'),
        field.whole
          ? fc.integer({ min: field.min, max: field.max })
          : decimal(field.min, field.max).map(twelveDigits),
      );
    case 'list':
      return fc
        .array(fc.constantFrom(...Object.entries(field.kinds)).chain(itemOf), {
          maxLength: field.maxItems,
        })
        .map((items) => items);
    case 'fingerprint':
      return fc.constantFrom('', '0123456789abcdef');
    case 'shape':
      return fc.constantFrom('', '3', '1x32x32', '16x8x8');
    case 'mapping':
      // Names of arrays are what they are in a file: a link in capitals can't bring them back.
      return fc.constant('');
    default:
      return field satisfies never;
  }
}

function itemOf([name, kind]: [string, ItemKind]): fc.Arbitrary<Item> {
  const corners = kind.corners
    ? fc.integer({ min: kind.corners.min, max: kind.corners.max })
    : fc.constant(0);
  return corners.chain((count) =>
    fc
      .tuple(
        fc.constantFrom(...(kind.option?.options ?? [undefined])),
        ...numbersOf(kind, kind.numbers.length + 2 * count).map(({ min, max }) =>
          fc
            .tuple(decimal(min, max), decimal(min, max), fc.boolean())
            .map(([p, q, free]): Interval => {
              const [low, high] = [p, q].map(twelveDigits).toSorted((a, b) => a - b);
              return free ? [low, high] : [low, low];
            }),
        ),
      )
      .map(([option, ...numbers]) => ({
        kind: name,
        ...(option === undefined ? {} : { option }),
        numbers,
      })),
  );
}

/** A preset with one to four networks and some settings changed, each valid on its own. */
export const changes = fc
  .tuple(fc.constantFrom(...presets), fc.integer({ min: 1, max: networkIds.length }))
  .chain(([preset, count]) => {
    const base = withValue(preset.experiment, 'networks', count);
    const free = leavesOfExperiment(base).filter(({ key }) => key !== 'networks');
    return fc
      .subarray([...free], { maxLength: 6 })
      .chain((picked) =>
        fc
          .tuple(...picked.map(({ field }) => valueOf(field)))
          .map((values) =>
            picked.reduce((experiment, { key }, i) => withValue(experiment, key, values[i]), base),
          ),
      )
      .map((experiment) => ({ preset, experiment }));
  });
