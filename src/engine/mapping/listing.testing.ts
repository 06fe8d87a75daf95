/** A container of arrays in memory, which knows what was read of it. */
import type { Attributes, Container, GroupInfo, Slab } from '../files/container/container.ts';
import { wholeSlab } from '../files/container/container.ts';
import { product } from '../math.ts';

export interface GivenArray {
  shape: readonly number[];
  /** By default the value of every element is its place. */
  data?: Float32Array | Float64Array;
  attributes?: Attributes;
  file?: string;
  problem?: string;
}

export interface ListedContainer extends Container {
  reads: { name: string; values: number }[];
}

/** Arrays by their paths; where they name files, these are in front of the paths. */
export function listedContainer(
  given: Readonly<Record<string, GivenArray>>,
  groups: readonly GroupInfo[] = [],
  kind: Container['kind'] = 'hdf5',
): ListedContainer {
  const reads: ListedContainer['reads'] = [];
  const arrays = Object.entries(given).map(
    ([name, { shape, file = 'data.h5', attributes = {}, problem }]) => ({
      name,
      file,
      path: name.startsWith(`${file}/`) ? name.slice(file.length + 1) : name,
      shape,
      dtype: given[name].data instanceof Float64Array ? '<f8' : '<f4',
      attributes,
      bytes: 4 * product(shape),
      problem,
    }),
  );
  return {
    kind,
    arrays,
    groups,
    notes: [],
    reads,
    close: () => {},
    read: async (name, slab = wholeSlab(given[name].shape), { signal } = {}) => {
      signal?.throwIfAborted();
      const { shape, data = Float32Array.from({ length: product(shape) }, (_, i) => i) } =
        given[name];
      const counts = slab.map(({ count }) => count);
      reads.push({ name, values: product(counts) });
      return {
        shape: counts,
        data: cut(data, shape, slab),
        dtype: data instanceof Float64Array ? '<f8' : '<f4',
      };
    },
  };
}

function cut<T extends Float32Array | Float64Array>(
  data: T,
  shape: readonly number[],
  slab: Slab,
): T {
  const counts = slab.map(({ count }) => count);
  const out = new (data.constructor as new (n: number) => T)(product(counts));
  for (let i = 0; i < out.length; i++) {
    let [rest, from] = [i, 0];
    for (let axis = counts.length - 1; axis >= 0; axis--) {
      const { start, step } = slab[axis];
      from += (start + step * (rest % counts[axis])) * product(shape.slice(axis + 1));
      rest = Math.floor(rest / counts[axis]);
    }
    if (from >= data.length) throw new Error(`Beyond the end of ${shape.join(' × ')}`);
    out[i] = data[from];
  }
  return out;
}

/** A smooth field along its last `dims` axes, other in every entry of the axes before them. */
export function smooth(shape: readonly number[], dims = 2, seed = 1): Float32Array {
  const size = product(shape.slice(-dims));
  const inner = shape.slice(-dims);
  return Float32Array.from({ length: product(shape) }, (_, at) => {
    const block = Math.floor(at / size) + seed;
    let rest = at % size;
    let value = 1;
    for (let axis = dims - 1; axis >= 0; axis--) {
      const phase = 12.9898 * block * (axis + 1);
      value *= Math.sin((2 * Math.PI * (rest % inner[axis])) / inner[axis] + phase);
      rest = Math.floor(rest / inner[axis]);
    }
    return value + Math.sin(78.233 * block);
  });
}
