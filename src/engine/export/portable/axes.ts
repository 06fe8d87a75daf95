/** From the order of axes here, channels last, to that of most other libraries, channels first. */
import { product } from '../../math.ts';

/** An array with its axes in another order: axis i of the result is axis `order[i]` of the old one. */
export function reordered(
  data: ArrayLike<number>,
  shape: readonly number[],
  order: readonly number[],
): Float32Array<ArrayBuffer> {
  const strides = order.map((axis) => product(shape.slice(axis + 1)));
  const extents = order.map((axis) => shape[axis]);
  const out = new Float32Array(data.length);
  const at = extents.map(() => 0);
  let from = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = data[from];
    for (let axis = extents.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++at[axis] < extents[axis]) break;
      from -= strides[axis] * extents[axis];
      at[axis] = 0;
    }
  }
  return out;
}

/** [...grid, channels] → [channels, ...grid]; a shape of one axis stays as it is. */
export const channelsFirst = <T>(shape: readonly T[]): T[] => [
  shape.at(-1)!,
  ...shape.slice(0, -1),
];

/** Samples [count, ...grid, channels] → [count, channels, ...grid]. */
export function fieldsChannelsFirst(
  data: Float32Array,
  count: number,
  shape: readonly number[],
): Float32Array<ArrayBuffer> {
  const whole = [count, ...shape];
  const axes = whole.map((_, axis) => axis);
  return reordered(data, whole, [0, ...channelsFirst(axes.slice(1))]);
}
