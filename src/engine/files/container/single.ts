/** Files with one array in them: .npy, and raw numbers without a header. */
import { product } from '../../math.ts';
import { DataFileError, nameList, shapeText } from '../arrays.ts';
import { checkNpySize, npyHeaderEnd, readNpyHeader } from '../npy.ts';
import { valueType } from '../values.ts';
import type { ByteSource, Container } from './container.ts';
import { listedContainer, plainListed } from './listed.ts';
import type { PlainArray } from './plainArray.ts';

/** NumPy's header is shorter; a longer one is read when it says so. */
const HEAD = 4096;

/** The first bytes of a file, or all where it has fewer. */
export const readHead = (source: ByteSource, length = HEAD): Promise<Uint8Array> =>
  source.read(0, Math.min(source.size, length));

/** The header of an .npy of which `readHead` gives the first so many bytes. Throws `DataFileError`. */
export async function openNpyArray(
  name: string,
  size: number,
  readStart: (length: number) => Promise<Uint8Array>,
): Promise<PlainArray> {
  let head = await readStart(Math.min(size, HEAD));
  const start = npyHeaderEnd(name, head, size);
  if (start > head.length) head = await readStart(start);
  const header = readNpyHeader(name, head.subarray(0, start));
  checkNpySize(name, header, size - start);
  return { name, start, ...header };
}

/** Throws `DataFileError`. */
export async function openNpy(source: ByteSource): Promise<Container> {
  const name = stem(source.name);
  const array = await openNpyArray(name, source.size, (length) => source.read(0, length));
  return listedContainer('npy', [plainListed(source, array)], () => source.close?.());
}

/** Raw float32. Throws a `DataFileError` where the shape does not fit. */
export function openRaw(source: ByteSource, shape: readonly number[]): Container {
  if (4 * product(shape) !== source.size || !shape.every((n) => Number.isSafeInteger(n) && n > 0)) {
    throw new DataFileError(
      `${nameList([source.name])} has ${source.size} bytes, and the shape ${shapeText(shape)} of 32-bit numbers needs ${4 * product(shape)}: give the shape whose extents multiply to ${source.size / 4}.`,
    );
  }
  const type = valueType('<f4')!;
  const name = stem(source.name);
  const array = { name, shape, type, dtype: '<f4', start: 0, fortran: false };
  return listedContainer('raw', [plainListed(source, array)], () => source.close?.());
}

const stem = (file: string): string => file.replace(/\.\w{1,8}$/, '') || file;
