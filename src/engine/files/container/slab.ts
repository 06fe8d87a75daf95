/** Arithmetic of the parts of arrays: what may be selected, and how a selection is cut into pieces. */
import { product } from '../../math.ts';
import { DataFileError, gigabytes, MAX_FLOAT_BYTES, nameList, shapeText } from '../arrays.ts';
import { wholeSlab, type AxisRange, type Slab } from './container.ts';

export const countsOf = (slab: Slab): number[] => slab.map(({ count }) => count);

/** The slab, or all of the array; checked. Throws a `DataFileError` for what is not in the array or too large. */
export function checkedSlab(name: string, shape: readonly number[], slab?: Slab): Slab {
  const chosen = slab ?? wholeSlab(shape);
  const fits =
    chosen.length === shape.length && chosen.every((range, axis) => isInside(range, shape[axis]));
  if (!fits) {
    throw new DataFileError(
      `The part ${slabText(chosen)} of ${nameList([name])} does not fit its shape ${shapeText(shape)}: choose a part within it.`,
    );
  }
  const bytes = 4 * product(countsOf(chosen));
  if (bytes > MAX_FLOAT_BYTES) {
    throw new DataFileError(
      `The chosen part of ${nameList([name])} takes ${gigabytes(bytes)} as 32-bit numbers, and at most ${gigabytes(MAX_FLOAT_BYTES)} can be read: choose fewer samples, times or points.`,
    );
  }
  return chosen;
}

const isInside = ({ start, count, step }: AxisRange, extent: number): boolean =>
  [start, count, step].every(Number.isSafeInteger) &&
  start >= 0 &&
  count >= 0 &&
  step >= 1 &&
  (count === 0 || start + (count - 1) * step < extent);

const slabText = (slab: Slab): string =>
  `[${slab
    .map(
      ({ start, count, step }) => `${start}:${start + count * step}${step > 1 ? `:${step}` : ''}`,
    )
    .join(', ')}]`;

/** A box in a selection: where it begins and how many points it has along each axis, counted in the selection. */
export interface Box {
  readonly start: readonly number[];
  readonly count: readonly number[];
}

/**
 * The whole selection cut into boxes, in C order, until `small` holds for each. Cuts are along the first axis that
 * can be cut: `cut` gives a place in the box's middle, or undefined where the axis should stay whole.
 */
export function* boxes(
  counts: readonly number[],
  small: (box: Box) => boolean,
  cut: (axis: number, start: number, count: number) => number | undefined = middle,
): Generator<Box> {
  const open: Box[] = [{ start: counts.map(() => 0), count: counts }];
  for (let box = open.pop(); box; box = open.pop()) {
    const { start, count } = box;
    if (count.includes(0)) return;
    const [axis, at] = small(box) ? [] : firstCut(box, cut);
    if (axis === undefined || at === undefined) {
      yield box;
      continue;
    }
    const first = at - start[axis];
    open.push({
      start: start.with(axis, at),
      count: count.with(axis, count[axis] - first),
    });
    open.push({ start, count: count.with(axis, first) });
  }
}

function firstCut(
  { start, count }: Box,
  cut: (axis: number, start: number, count: number) => number | undefined,
): [axis: number, at: number] | [] {
  for (let axis = 0; axis < count.length; axis++) {
    const at = count[axis] > 1 ? cut(axis, start[axis], count[axis]) : undefined;
    if (at !== undefined) return [axis, at];
  }
  return [];
}

const middle = (_axis: number, start: number, count: number): number => start + (count >> 1);

/** Cuts between chunks, so that each is unpacked once. */
export const chunkCut =
  (slab: Slab, chunks: readonly number[]) =>
  (axis: number, start: number, count: number): number | undefined => {
    const range = slab[axis];
    const chunkOf = (index: number) =>
      Math.floor((range.start + index * range.step) / chunks[axis]);
    const [first, last] = [chunkOf(start), chunkOf(start + count - 1)];
    if (first === last) return undefined;
    const boundary = chunks[axis] * Math.ceil((first + last) / 2);
    return Math.ceil((boundary - range.start) / range.step);
  };

/** How many chunks the slab touches. */
export const chunksTouched = (slab: Slab, chunks: readonly number[]): number =>
  product(
    slab.map(({ start, count, step }, axis) => {
      if (count === 0) return 0;
      const chunk = chunks[axis];
      if (step >= chunk) return count;
      return Math.floor((start + (count - 1) * step) / chunk) - Math.floor(start / chunk) + 1;
    }),
  );
