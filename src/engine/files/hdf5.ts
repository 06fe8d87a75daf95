/**
 * Reads datasets of numbers from HDF5 files with h5wasm, the HDF Group's C library in WebAssembly (4 MB, loaded with
 * the first file). The library is asked for raw values rather than through h5wasm's `value`, which knows no 16-bit
 * floats, turns scalars into bare numbers and takes the memory twice.
 */
import type * as h5wasm from 'h5wasm';
import type { Dataset, Group, Metadata } from 'h5wasm';
import {
  byteBudget,
  chooseAll,
  DataFileError,
  nameList,
  type Choice,
  type NamedArray,
} from './arrays.ts';
import { conversionNotes, toFloats, valueType } from './values.ts';

type Library = typeof h5wasm;
type H5Module = Awaited<Library['ready']>;

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** The signature stands at the beginning, or after a user's block of 512, 1024, 2048, … bytes. */
export function looksLikeHdf5(bytes: Uint8Array): boolean {
  for (let at = 0; at + SIGNATURE.length <= bytes.length; at = at === 0 ? 512 : 2 * at) {
    if (SIGNATURE.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}

let files = 0;

/**
 * Reads the datasets that `choose` picks, by default all; names are paths such as `sample_0/input`. Links to other
 * files are not followed. Throws `DataFileError`.
 */
export async function readHdf5(
  bytes: Uint8Array,
  choose: Choice = chooseAll,
): Promise<Map<string, NamedArray>> {
  if (!looksLikeHdf5(bytes)) {
    throw new DataFileError('The file is not an HDF5 file: its signature is missing.');
  }
  const library = await import('h5wasm');
  const module = await library.ready;
  // Without it, a dataset that cannot be unpacked is read as whatever was in memory.
  module.activate_throwing_error_handler();
  files += 1;
  const path = `/data-${files}.h5`;
  // In the library's file system in memory. It owns the bytes, which saves a copy, and only reads them; the right
  // to write is for letting go of them.
  module.FS.createDataFile('/', path.slice(1), bytes, true, true, true);
  try {
    return readFile(library, module, path, choose);
  } finally {
    // A damaged file may stay open in the library: at least its bytes are let go.
    module.FS.truncate(path, 0);
    module.FS.unlink(path);
  }
}

function readFile(
  library: Library,
  module: H5Module,
  path: string,
  choose: Choice,
): Map<string, NamedArray> {
  const file = attempt(
    () => new library.File(path, 'r'),
    'The HDF5 file is cut off or damaged: save or download it again.',
  );
  try {
    const datasets = listDatasets(library, file);
    const chosen = choose([...datasets.keys()]).map((name): [string, Dataset] => {
      const dataset = datasets.get(name);
      if (!dataset) throw new DataFileError(`The file has no dataset ${name}.`);
      return [name, dataset];
    });
    const spend = byteBudget();
    for (const [name, { metadata }] of chosen) spend(name, metadata.size * metadata.total_size);
    return new Map(chosen.map(([name, dataset]) => [name, readDataset(module, name, dataset)]));
  } finally {
    attempt(() => file.close(), 'The HDF5 file is damaged: save or download it again.');
  }
}

function listDatasets(library: Library, file: Group): Map<string, Dataset> {
  const datasets = new Map<string, Dataset>();
  const paths = attempt(
    () => file.paths(),
    'The contents of the HDF5 file cannot be listed: it is damaged, so save or download it again.',
  );
  for (const name of paths) {
    const damaged = `The entry ${name} of the HDF5 file is damaged: save or download the file again.`;
    const entity = attempt(() => file.get(name), damaged);
    if (!(entity instanceof library.Dataset)) continue;
    attempt(() => entity.metadata, damaged);
    datasets.set(name, entity);
  }
  if (datasets.size === 0) {
    throw new DataFileError(
      `The HDF5 file has no datasets in it (it has ${nameList(paths)}): save the arrays with h5py.`,
    );
  }
  return datasets;
}

function readDataset(module: H5Module, name: string, dataset: Dataset): NamedArray {
  const { metadata, file_id: file, path } = dataset;
  const dtype = dtypeOf(module, metadata);
  const type = dtype === undefined ? undefined : valueType(dtype);
  if (dtype === undefined || !type || !metadata.shape) {
    throw new DataFileError(
      `The dataset ${name} does not hold plain numbers: save it as an array of float32.`,
    );
  }
  const length = metadata.size * metadata.total_size;
  const failure = `The dataset ${name} does not unpack: the file is damaged or compressed by a filter other than gzip, so save it again with compression="gzip" or none.`;
  const address = attempt(() => module.ccall('malloc', 'number', ['number'], [length]), failure);
  if (address === 0 && length > 0) {
    throw new DataFileError(
      `There is not enough memory for the dataset ${name} of ${length} bytes: save fewer samples or a coarser grid.`,
    );
  }
  try {
    const status = attempt(
      () => module.get_dataset_data(file, path, null, null, null, BigInt(address)),
      failure,
    );
    if (status < 0) throw new DataFileError(failure);
    // The library hands out little-endian values whatever is stored.
    const data = toFloats(module.HEAPU8.subarray(address, address + length), {
      ...type,
      bigEndian: false,
    });
    return { shape: metadata.shape, data, dtype, notes: conversionNotes(type) };
  } finally {
    module.ccall('free', null, ['number'], [address]);
  }
}

/** In NumPy's notation; undefined for what is no plain number. h5py writes truth values as an enumeration. */
function dtypeOf({ H5T_class_t: classes }: H5Module, metadata: Metadata): string | undefined {
  const { type, size, signed, littleEndian, enum_type: enumeration } = metadata;
  const order = size === 1 ? '|' : littleEndian ? '<' : '>';
  if (type === classes.H5T_FLOAT.value) return `${order}f${size}`;
  if (type === classes.H5T_INTEGER.value) return `${order}${signed ? 'i' : 'u'}${size}`;
  const truth = enumeration && 'FALSE' in enumeration.members && 'TRUE' in enumeration.members;
  return type === classes.H5T_ENUM.value && truth && size === 1 ? '|b1' : undefined;
}

/** The library throws traces of its C code, traps of WebAssembly and bare numbers: one sentence instead. */
function attempt<T>(act: () => T, message: string): T {
  try {
    return act();
  } catch (cause) {
    throw new DataFileError(message, { cause });
  }
}
