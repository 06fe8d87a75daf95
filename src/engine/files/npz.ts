/** NumPy's archive of arrays (.npz): a zip file, stored or deflated, with one .npy per array. */
import { zipSync, type DeflateOptions, type Zippable } from 'fflate';
import {
  checkStored,
  chooseAll,
  DataFileError,
  floatBudget,
  nameList,
  type Choice,
  type NamedArray,
  type OnProgress,
} from './arrays.ts';
import { NpyReader, writeNpy, type WritableArray } from './npy.ts';
import { readDirectory, type ZipEntry } from './zipDirectory.ts';
import { checkEntry, unpackEntry } from './zipEntry.ts';

const ENDING = '.npy';

/**
 * Reads the arrays that `choose` picks, by default all; names are without `.npy`. What is no .npy is passed over.
 * Throws `DataFileError`.
 */
export function readNpz(
  bytes: Uint8Array,
  choose: Choice = chooseAll,
  onProgress?: OnProgress,
): Map<string, NamedArray> {
  const entries = listArrays(bytes);
  const chosen = choose([...entries.keys()]).map((name): [string, ZipEntry] => {
    const entry = entries.get(name);
    if (!entry) throw new DataFileError(`The file has no array ${nameList([name])}.`);
    // Before a size that is not true is taken for a large array.
    checkEntry(entry, labelOf(name));
    return [name, entry];
  });
  const total = checkStored(chosen.map(([name, { size }]) => [name, size]));
  const onShape = floatBudget();
  let done = 0;
  return new Map(
    chosen.map(([name, entry]) => {
      const reader = new NpyReader(name, { length: entry.size, onShape });
      unpackEntry(bytes, entry, labelOf(name), (piece) => {
        reader.push(piece);
        done += piece.length;
        onProgress?.(done, total);
      });
      return [name, reader.finish()];
    }),
  );
}

const labelOf = (name: string): string => `The array ${nameList([name])}`;

function listArrays(bytes: Uint8Array): Map<string, ZipEntry> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) {
    throw new DataFileError(
      'The file is not a zip file, as an .npz is: save the arrays with numpy.savez.',
    );
  }
  const arrays = new Map<string, ZipEntry>();
  const others: string[] = [];
  for (const entry of readDirectory(bytes)) {
    const name = entry.name.slice(0, -ENDING.length);
    if (!entry.name.endsWith(ENDING)) others.push(entry.name);
    else if (arrays.has(name)) {
      throw new DataFileError(
        `The file has two arrays named ${nameList([name])}: save it again with one.`,
      );
    } else arrays.set(name, entry);
  }
  if (arrays.size === 0) {
    throw new DataFileError(
      `The zip file has no NumPy arrays in it (it has ${nameList(others)}): save them with numpy.savez.`,
    );
  }
  return arrays;
}

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
