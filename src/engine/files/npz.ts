/** NumPy's archive of arrays (.npz): a zip file, stored or deflated, with one .npy per array. */
import { unzipSync, zipSync, type DeflateOptions, type UnzipFileInfo, type Zippable } from 'fflate';
import {
  byteBudget,
  chooseAll,
  DataFileError,
  nameList,
  type Choice,
  type NamedArray,
} from './arrays.ts';
import { readNpy, writeNpy, type WritableArray } from './npy.ts';

const ENDING = '.npy';
/** Deflate's limit: for what says more, no memory is reserved. */
const MAX_DEFLATION = 1032;

/**
 * Reads the arrays that `choose` picks, by default all; names are without `.npy`. What is no .npy is passed over.
 * Throws `DataFileError`.
 */
export function readNpz(bytes: Uint8Array, choose: Choice = chooseAll): Map<string, NamedArray> {
  const entries = listEntries(bytes);
  const chosen = choose([...entries.keys()]);
  const spend = byteBudget();
  for (const name of chosen) spend(name, entries.get(name)?.originalSize ?? 0);
  // One by one, so that only one array at a time is in memory twice.
  return new Map(
    chosen.map((name) => {
      const entry = entries.get(name);
      if (!entry) throw new DataFileError(`The file has no array ${name}.`);
      return [name, readNpy(name, unpack(bytes, name, entry))];
    }),
  );
}

function listEntries(bytes: Uint8Array): Map<string, UnzipFileInfo> {
  const entries = new Map<string, UnzipFileInfo>();
  const others: string[] = [];
  let twice: string | undefined;
  try {
    unzipSync(bytes, {
      filter(entry) {
        const name = entry.name.slice(0, -ENDING.length);
        if (!entry.name.endsWith(ENDING)) others.push(entry.name);
        else if (entries.has(name)) twice = name;
        else entries.set(name, entry);
        return false;
      },
    });
  } catch (error) {
    throw new DataFileError(notAZip(bytes), { cause: error });
  }
  if (twice !== undefined) {
    throw new DataFileError(`The file has two arrays named ${twice}: save it again with one.`);
  }
  if (entries.size === 0) {
    throw new DataFileError(
      `The zip file has no NumPy arrays in it (it has ${nameList(others)}): save them with numpy.savez.`,
    );
  }
  return entries;
}

/** The directory stands at the end of a zip file: without it, a file that begins as one is cut off. */
const notAZip = (bytes: Uint8Array): string =>
  bytes[0] === 0x50 && bytes[1] === 0x4b
    ? 'The zip file is cut off or damaged: save or download it again.'
    : 'The file is not a zip file, as an .npz is: save the arrays with numpy.savez.';

function unpack(bytes: Uint8Array, name: string, entry: UnzipFileInfo): Uint8Array {
  if (entry.compression !== 0 && entry.compression !== 8) {
    throw new DataFileError(
      `The array ${name} is compressed by a method (number ${entry.compression}) that is not read here: save the file with numpy.savez or numpy.savez_compressed.`,
    );
  }
  let content: Uint8Array | undefined;
  let cause: unknown;
  try {
    const plausible = entry.originalSize <= MAX_DEFLATION * (entry.size + 1);
    if (plausible)
      content = unzipSync(bytes, { filter: (other) => other.name === entry.name })[entry.name];
  } catch (error) {
    cause = error;
  }
  if (content?.length !== entry.originalSize) {
    throw new DataFileError(
      `The array ${name} does not unpack: the file is cut off or damaged, so save or download it again.`,
      { cause },
    );
  }
  return content;
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
