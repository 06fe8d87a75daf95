/** Memory for a selection, filled box by box with values as a file stores them. */
import { product } from '../../math.ts';
import { unpack, type Packing } from '../packing.ts';
import { convert, floatsFor, type ValueType } from '../values.ts';
import type { Box } from './slab.ts';

export interface SlabValuesOptions {
  /** The file stores the first axis as the one that varies fastest: the selection comes out with its axes turned round. */
  readonly reversed?: boolean;
  readonly packing?: Packing;
  /** NaN in place of what the packing says is missing. */
  readonly missingAsNaN?: boolean;
}

/** Positions in the selection, in the order in which the file stores them. */
export interface Missing {
  first: number;
  count: number;
}

/** Axes and positions are as the file stores them; only `values` has them turned round where that is asked for. */
export class SlabValues {
  readonly values: Float32Array | Float64Array;
  /** What the packing says is missing. */
  readonly missing: Missing = { first: -1, count: 0 };
  private readonly strides: readonly number[];

  constructor(
    private readonly type: ValueType,
    private readonly counts: readonly number[],
    private readonly options: SlabValuesOptions = {},
  ) {
    const { reversed, packing } = options;
    this.values = packing ? new Float64Array(product(counts)) : floatsFor(type, product(counts));
    this.strides = counts.map((_, axis) =>
      product(reversed ? counts.slice(0, axis) : counts.slice(axis + 1)),
    );
  }

  /** `bytes`: the values in the box, in C order, of the type that they are of in these bytes. */
  put(bytes: Uint8Array, box: Box, type = this.type): void {
    const { values, options } = this;
    const at = this.placeOf(box.start);
    if (!options.packing && this.isTogether(box)) {
      convert(bytes, type, values, at);
      return;
    }
    const size = product(box.count);
    const part = options.packing ? new Float64Array(size) : floatsFor(type, size);
    convert(bytes, type, part, 0);
    if (options.packing) {
      const { first, count } = unpack(part as Float64Array, options.packing, options.missingAsNaN);
      if (count > 0 && this.missing.count === 0) this.missing.first = this.positionOf(box, first);
      this.missing.count += count;
    }
    this.scatter(part, box.count, at);
  }

  /** Puts NaN for the value at this index of the box. */
  erase(box: Box, index: number): void {
    let rest = index;
    let at = this.placeOf(box.start);
    for (let axis = box.count.length - 1; axis >= 0; axis--) {
      at += (rest % box.count[axis]) * this.strides[axis];
      rest = Math.floor(rest / box.count[axis]);
    }
    this.values[at] = NaN;
  }

  /** The position in the selection, in the file's order, of the value at this index of the box. */
  positionOf({ start, count }: Box, index: number): number {
    let rest = index;
    let position = 0;
    let stride = 1;
    for (let axis = count.length - 1; axis >= 0; axis--) {
      position += (start[axis] + (rest % count[axis])) * stride;
      rest = Math.floor(rest / count[axis]);
      stride *= this.counts[axis];
    }
    return position;
  }

  private placeOf(start: readonly number[]): number {
    return start.reduce((at, index, axis) => at + index * this.strides[axis], 0);
  }

  /** Whether the values of the box stand one after another in the selection. */
  private isTogether({ count }: Box): boolean {
    const { counts } = this;
    if (this.options.reversed) return count[0] === product(count);
    const first = count.findIndex((n) => n > 1);
    return first < 0 || count.every((n, axis) => axis <= first || n === counts[axis]);
  }

  private scatter(
    part: Float32Array | Float64Array,
    count: readonly number[],
    begin: number,
  ): void {
    const { values, strides } = this;
    const last = count.length - 1;
    const row = count[last] ?? 1;
    const stride = strides[last] ?? 1;
    const index = count.map(() => 0);
    let at = begin;
    for (let from = 0; from < part.length; from += row) {
      if (stride === 1) values.set(part.subarray(from, from + row), at);
      else for (let i = 0; i < row; i++) values[at + i * stride] = part[from + i];
      for (let axis = last - 1; axis >= 0; axis--) {
        at += strides[axis];
        if (++index[axis] < count[axis]) break;
        at -= strides[axis] * count[axis];
        index[axis] = 0;
      }
    }
  }
}
