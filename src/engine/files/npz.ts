/** NumPy's archive of arrays (.npz): a zip file, stored or deflated, with one .npy per array. */
import { zipSync, type DeflateOptions, type Zippable } from 'fflate';
import { chooseAll, type Choice, type NamedArray, type OnProgress } from './arrays.ts';
import { memorySource } from './container/memorySource.ts';
import { openNpz } from './container/npzFile.ts';
import { readChosen } from './container/readChosen.ts';
import { writeNpy, type WritableArray } from './npy.ts';

const ENDING = '.npy';

/**
 * Reads the arrays that `choose` picks, by default all; names are without `.npy`. What is no .npy is passed over.
 * Rejects with a `DataFileError`.
 */
export const readNpz = async (
  bytes: Uint8Array,
  choose: Choice = chooseAll,
  onProgress?: OnProgress,
): Promise<Map<string, NamedArray>> =>
  readChosen(await openNpz(memorySource('The file', bytes)), choose, onProgress);

export interface NpzOptions {
  /** Of deflate: 0 stores, 9 packs best and slowest. Fields of floats shrink little; 0 is several times faster. */
  level?: DeflateOptions['level'];
}

/** The arrays as .npz, readable by `numpy.load`. The same arrays give the same bytes. Throws `DataFileError`. */
export function writeNpz(
  arrays: Readonly<Record<string, WritableArray>>,
  { level = 0 }: NpzOptions = {},
): Uint8Array {
  const files: Zippable = {};
  for (const [name, array] of Object.entries(arrays)) {
    files[`${name}${ENDING}`] = writeNpy(name, array);
  }
  // The earliest date that zip knows, rather than today's.
  return zipSync(files, { level, mtime: new Date(1980, 0, 1) });
}
