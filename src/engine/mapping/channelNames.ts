/** What to call the channels of samples. */
import { MARKS, NUMBER_MARK } from './mapping.ts';
import { pickedIndices } from './parts.ts';
import type { ResolvedUse } from './resolve.ts';

/** The last part of an array’s path that says what it is. */
export function shortName({ use, members: [{ info }] }: ResolvedUse): string {
  // Of joined arrays what they have in common.
  const common = use.name.split(MARKS).filter((_, i) => i % 2 === 0);
  if (!use.name.includes(NUMBER_MARK) && common.length > 1) {
    return common.at(-1)!.replace(/^\W*_?/, '') || info.name;
  }
  if (!use.name.includes(NUMBER_MARK)) return info.path.split('/').at(-1) || info.name;
  const parts = info.path.split('/');
  return parts.findLast((part) => !/\d/.test(part)) ?? info.name;
}

const timeName = (index: number, times?: Float64Array): string =>
  times && index < times.length
    ? `t = ${Number(times[index].toPrecision(4))}`
    : `time ${index + 1}`;

/** One name per channel, in their order; `times` are the coordinates along the time axis, if known. */
export function channelNames(uses: readonly ResolvedUse[], times?: Float64Array): string[] {
  return uses.flatMap((use) => {
    const name = shortName(use);
    const indices = (axis: number) => (axis < 0 ? [undefined] : pickedIndices(use.picks[axis]));
    const several = (axis: number) => axis >= 0 && use.shape[axis] > 1;
    return indices(use.axis.time).flatMap((t) =>
      indices(use.axis.channel).map((c) =>
        [
          name,
          several(use.axis.channel) && c !== undefined ? `channel ${c + 1}` : '',
          several(use.axis.time) && t !== undefined ? timeName(t, times) : '',
        ]
          .filter((part) => part !== '')
          .join(', '),
      ),
    );
  });
}
