/** A container made of a list of arrays, each with its own way to be read. */
import { product } from '../../math.ts';
import { DataFileError, nameList, type NamedArray } from '../arrays.ts';
import type {
  ArrayInfo,
  ByteSource,
  Container,
  ContainerKind,
  ReadOptions,
  Slab,
} from './container.ts';
import { readPlainArray, type PlainArray } from './plainArray.ts';

export interface ListedArray {
  readonly info: ArrayInfo;
  readonly read: (slab?: Slab, options?: ReadOptions) => Promise<NamedArray>;
}

/** Arrays with a `problem` are refused with it. */
export function listedContainer(
  kind: ContainerKind,
  arrays: readonly ListedArray[],
  close: () => void,
  { groups = [], notes = [] }: Partial<Pick<Container, 'groups' | 'notes'>> = {},
): Container {
  const byName = new Map(arrays.map((array) => [array.info.name, array]));
  return {
    kind,
    arrays: arrays.map(({ info }) => info),
    groups,
    notes,
    read: async (name, slab, options) => {
      const array = byName.get(name);
      if (!array) throw new DataFileError(`The file has no array ${nameList([name])}.`);
      if (array.info.problem !== undefined) throw new DataFileError(array.info.problem);
      return array.read(slab, options);
    },
    close,
  };
}

/** One whose values stand in the file as they are. */
export function plainListed(source: ByteSource, array: PlainArray): ListedArray {
  const { name, shape, dtype, type } = array;
  const bytes = type.size * product(shape);
  return {
    info: { name, file: source.name, path: name, shape, dtype, attributes: {}, bytes },
    read: (slab, options) => readPlainArray(source, array, slab, options),
  };
}

/** One that can't be read. */
export const unreadableListed = (
  source: ByteSource,
  name: string,
  problem: string,
  shape: readonly number[] = [],
): ListedArray => ({
  info: {
    name,
    file: source.name,
    path: name,
    shape,
    dtype: '',
    attributes: {},
    bytes: 0,
    problem,
  },
  read: () => Promise.reject(new DataFileError(problem)),
});
