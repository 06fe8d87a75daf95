/**
 * Reads datasets of numbers from HDF5 files with h5wasm, the HDF Group's C library in WebAssembly (4 MB, loaded with
 * the first file). The library is asked for raw values rather than through h5wasm's `value`, which knows no 16-bit
 * floats, turns scalars into bare numbers and takes the memory twice.
 */
import type * as h5wasm from 'h5wasm';
import type { Dataset, File } from 'h5wasm';
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
import { describeDataset, type H5Module } from './hdf5Description.ts';
import { leaveUnwritten, ObjectHeaderError, readDatasetObject } from './hdf5Objects.ts';
import { readDataset } from './hdf5Values.ts';

type Library = typeof h5wasm;

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** The library takes about 10 µs for each. */
const MAX_CHUNKS = 500_000;
const MAX_ENTRIES = 200_000;

const DAMAGED = 'The HDF5 file is cut off or damaged: save or download it again.';

/** Where the signature stands: at the beginning, or after a user's block of 512, 1024, 2048, … bytes; −1: nowhere. */
function signatureAt(bytes: Uint8Array): number {
  for (let at = 0; at + SIGNATURE.length <= bytes.length; at = at === 0 ? 512 : 2 * at) {
    if (SIGNATURE.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}

export const looksLikeHdf5 = (bytes: Uint8Array): boolean => signatureAt(bytes) >= 0;

let files = 0;

/**
 * Reads the datasets that `choose` picks, by default all; names are paths such as `sample_0/input`. Links to other
 * files are not followed. Throws `DataFileError`.
 */
export async function readHdf5(
  bytes: Uint8Array,
  choose: Choice = chooseAll,
  onProgress?: OnProgress,
): Promise<Map<string, NamedArray>> {
  const base = signatureAt(bytes);
  if (base < 0) throw new DataFileError('The file is not an HDF5 file: its signature is missing.');
  const library = await import('h5wasm');
  const module = await library.ready;
  // Without it, a dataset that cannot be unpacked is read as whatever was in memory.
  module.activate_throwing_error_handler();
  files += 1;
  const path = `/data-${files}.h5`;
  // In the library's file system in memory. It owns the bytes, which saves a copy; the right to write is for letting
  // go of them.
  module.FS.createDataFile('/', path.slice(1), bytes, true, true, true);
  try {
    return new Hdf5Reader(library, module, path, bytes, base).read(choose, onProgress);
  } finally {
    // A damaged file may stay open in the library: at least its bytes are let go.
    module.FS.truncate(path, 0);
    module.FS.unlink(path);
  }
}

class Hdf5Reader {
  constructor(
    private readonly library: Library,
    private readonly module: H5Module,
    private readonly path: string,
    private readonly bytes: Uint8Array,
    private readonly base: number,
  ) {}

  read(choose: Choice, onProgress?: OnProgress): Map<string, NamedArray> {
    const objects = this.withFile((file) => this.pickObjects(file, choose));
    // The library reads headers when it opens the file, so the file is opened again once they are changed.
    const undo = [...objects.values()].flatMap(({ fill }) =>
      fill ? [leaveUnwritten(this.bytes, fill)] : [],
    );
    try {
      return this.withFile((file) => this.readObjects(file, objects, onProgress));
    } finally {
      for (const back of undo) back();
    }
  }

  private withFile<T>(act: (file: File) => T): T {
    const file = attempt(() => new this.library.File(this.path, 'r'), DAMAGED);
    try {
      return act(file);
    } finally {
      attempt(() => file.close(), DAMAGED);
    }
  }

  private pickObjects(file: File, choose: Choice) {
    const { datasets, links } = listDatasets(this.library, file);
    const names = new Set(chooseAmong(datasets, links, choose));
    return new Map(
      [...names].map((name) => {
        if (!datasets.has(name)) throw new DataFileError(`The file has no dataset ${name}.`);
        return [name, this.objectOf(file, name)];
      }),
    );
  }

  private objectOf(file: File, name: string) {
    const damaged = damagedEntry(name);
    return attempt(() => {
      const reference = Uint8Array.from(
        this.module.create_object_reference(file.file_id, `/${name}`),
      );
      const address = Number(new DataView(reference.buffer).getBigUint64(0, true));
      return readDatasetObject(this.bytes, this.base, address);
    }, damaged);
  }

  private readObjects(
    file: File,
    objects: ReturnType<Hdf5Reader['pickObjects']>,
    onProgress?: OnProgress,
  ): Map<string, NamedArray> {
    const { module, library } = this;
    const netcdf = attempt(() => '_NCProperties' in file.attrs, DAMAGED);
    const readables = [...objects].map(([name, object]) =>
      attempt(() => {
        const dataset = file.get(name);
        if (!(dataset instanceof library.Dataset)) throw new Error('no dataset');
        return describeDataset(module, name, dataset, object, netcdf);
      }, damagedEntry(name)),
    );
    const spend = floatBudget();
    const total = checkStored(
      readables.map(({ name, dataset: { metadata } }) => [
        name,
        metadata.size * metadata.total_size,
      ]),
    );
    checkChunks(readables.map(({ name, dataset }) => [name, dataset]));
    for (const { name, shape } of readables) spend(name, shape);
    let done = 0;
    return new Map(
      readables.map((readable) => [
        readable.name,
        readDataset(module, readable, (more) => {
          done += more;
          onProgress?.(done, total);
        }),
      ]),
    );
  }
}

function listDatasets(library: Library, file: File) {
  const datasets = new Set<string>();
  const links: string[] = [];
  const paths = attempt(
    () => file.paths(),
    'The contents of the HDF5 file cannot be listed: it is damaged, so save or download it again.',
  );
  if (paths.length > MAX_ENTRIES) {
    throw new DataFileError(
      `The HDF5 file has ${paths.length} entries, and at most ${MAX_ENTRIES} are read: save all samples in one array.`,
    );
  }
  for (const name of paths) {
    const entity = attempt(() => file.get(name), damagedEntry(name));
    if (entity instanceof library.Dataset) datasets.add(name);
    else if (entity instanceof library.ExternalLink) links.push(`${name}, in ${entity.filename}`);
    else if (entity instanceof library.BrokenSoftLink) links.push(`${name}, at ${entity.target}`);
  }
  if (datasets.size === 0) {
    throw new DataFileError(
      `The HDF5 file has no datasets in it (it has ${nameList(paths)}): save the arrays with h5py.`,
    );
  }
  return { datasets, links };
}

function chooseAmong(
  datasets: ReadonlySet<string>,
  links: readonly string[],
  choose: Choice,
): readonly string[] {
  try {
    return choose([...datasets]);
  } catch (error) {
    if (!(error instanceof DataFileError) || links.length === 0) throw error;
    throw new DataFileError(
      `${error.message} It also has links that lead nowhere (${nameList(links)}): copy what they refer to into the file.`,
      { cause: error },
    );
  }
}

/** Chunks of a few bytes take far longer than their values: a file of 10 MB would take minutes. */
function checkChunks(datasets: readonly (readonly [name: string, dataset: Dataset])[]): void {
  let total = 0;
  for (const [name, { metadata }] of datasets) {
    const { shape, chunks } = metadata;
    if (!shape || !chunks) continue;
    total += shape.reduce((product, extent, axis) => product * Math.ceil(extent / chunks[axis]), 1);
    if (total <= MAX_CHUNKS) continue;
    throw new DataFileError(
      `With ${nameList([name])}, the arrays of the file are cut into ${total.toLocaleString('en-GB')} chunks, and at most ${MAX_CHUNKS.toLocaleString('en-GB')} are read: save it with larger chunks, such as one a sample, or none.`,
    );
  }
}

const damagedEntry = (name: string): string =>
  `The entry ${nameList([name])} of the HDF5 file is damaged: save or download the file again.`;

/** The library throws traces of its C code, traps of WebAssembly and bare numbers: one sentence instead. */
function attempt<T>(act: () => T, message: string): T {
  try {
    return act();
  } catch (cause) {
    if (cause instanceof DataFileError) throw cause;
    const unknown =
      cause instanceof ObjectHeaderError ? ` (Its description has ${cause.message}.)` : '';
    throw new DataFileError(message + unknown, { cause });
  }
}
