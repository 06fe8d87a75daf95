/** Reads the values of one dataset, piece by piece, from a file that the HDF5 library has open. */
import type { Metadata } from 'h5wasm';
import { DataFileError, indexOf, type NamedArray } from './arrays.ts';
import type { H5Module, Readable } from './hdf5Description.ts';
import { missingValues, packingNotes, unpack } from './packing.ts';
import { conversionNotes, convert, floatsFor, fortranToC, type ValueType } from './values.ts';
import { product } from '../math.ts';

/** Read at once, if the chunks allow it (bytes). */
const PIECE = 16e6;
/** Two bytes that stand where nothing was written; a value that is both at once there is none. */
const MARKS = [0xa5, 0x5a] as const;

/** The filters that are registered and that this library does not have, by number. */
const FILTERS: Readonly<Record<number, string>> = {
  4: 'szip',
  305: 'LZO',
  307: 'bzip2',
  32000: 'LZF',
  32001: 'Blosc',
  32004: 'LZ4',
  32008: 'Bitshuffle',
  32013: 'ZFP',
  32015: 'Zstandard',
  32017: 'SZ',
  32026: 'Blosc2',
};

/** Reads all values. `onBytes` is told how many more were read. Throws `DataFileError`. */
export function readDataset(
  module: H5Module,
  readable: Readable,
  onBytes: (bytes: number) => void,
): NamedArray {
  const { dataset, shape, type, dtype, packing, matlab } = readable;
  const stored = dataset.metadata.shape!;
  const count = product(stored);
  const values = packing ? new Float64Array(count) : floatsFor(type, count);
  const holes = { first: -1, count: 0 };
  const invalid = { first: -1, count: 0 };
  const size = product(stored.slice(1));
  const rows = rowsAtOnce(dataset.metadata);
  // Where another axis is empty, there is no row to read.
  const end = count > 0 ? (stored[0] ?? 1) : 0;
  for (let row = 0; row < end; row += rows) {
    const more = Math.min(rows, end - row);
    const piece = new PieceReader(module, readable, row, more, more * size);
    const [bytes, unwritten] = piece.read();
    add(holes, unwritten, row * size);
    const plain: ValueType = { ...type, bigEndian: false };
    if (packing) {
      const wide = new Float64Array(more * size);
      convert(bytes, plain, wide, 0);
      add(invalid, unpack(wide, packing), row * size);
      values.set(wide, row * size);
    } else {
      convert(bytes, plain, values, row * size);
    }
    onBytes(bytes.length);
  }
  checkComplete(readable, holes, invalid);
  const turned = matlab ? fortranToC(values, shape) : values;
  const notes = [
    ...conversionNotes(type),
    ...(packing ? packingNotes(packing) : []),
    ...(matlab ? ['axes turned round from MATLAB’s order'] : []),
  ];
  return { shape, data: turned, dtype, notes };
}

interface Places {
  first: number;
  count: number;
}

function add(all: Places, more: Places, before: number): void {
  if (all.count === 0 && more.count > 0) all.first = before + more.first;
  all.count += more.count;
}

function checkComplete({ name, dataset, shape, matlab }: Readable, holes: Places, invalid: Places) {
  const stored = dataset.metadata.shape!;
  const place = ({ first }: Places): number[] => {
    const index = indexOf(first, stored);
    return matlab && shape.length > 1 ? index.toReversed() : index;
  };
  if (holes.count > 0) {
    throw missingValues(name, holes.count, place(holes), 'they were never written');
  }
  if (invalid.count > 0) {
    throw missingValues(
      name,
      invalid.count,
      place(invalid),
      'by its attributes _FillValue, missing_value or valid_range, or by netCDF’s own mark',
    );
  }
}

/** Along the first axis: whole chunks, so that each is unpacked once. */
function rowsAtOnce({ shape, chunks, size }: Metadata): number {
  if (!shape?.length) return 1;
  const unit = Math.max(1, chunks?.[0] ?? 1);
  const bytes = unit * product(shape.slice(1)) * size;
  return unit * Math.max(1, Math.floor(PIECE / Math.max(1, bytes)));
}

class PieceReader {
  private readonly length: number;

  constructor(
    private readonly module: H5Module,
    private readonly readable: Readable,
    private readonly row: number,
    private readonly rows: number,
    count: number,
  ) {
    this.length = count * readable.type.size;
  }

  /** The values, little-endian whatever is stored, and which of them were never written. */
  read(): [bytes: Uint8Array, unwritten: Places] {
    const { module, length } = this;
    const address = this.attempt(() => module.ccall('malloc', 'number', ['number'], [length]));
    if (address === 0) {
      throw new DataFileError(
        `There is not enough memory for ${length} bytes of the dataset ${this.readable.name}: save smaller chunks, fewer samples or a coarser grid.`,
      );
    }
    try {
      const bytes = this.fill(address, MARKS[0]).slice();
      const { size } = this.readable.type;
      const suspects = marked(bytes, size, MARKS[0]);
      if (suspects.length === 0) return [bytes, { first: -1, count: 0 }];
      // Only what is one mark now and the other then was not read from the file.
      const again = this.fill(address, MARKS[1]);
      const holes = suspects.filter((i) => isMark(again, i, size, MARKS[1]));
      return [bytes, { first: holes[0] ?? -1, count: holes.length }];
    } finally {
      module.ccall('free', null, ['number'], [address]);
    }
  }

  private fill(address: number, mark: number): Uint8Array {
    const { module, length, row, rows } = this;
    const { dataset } = this.readable;
    const [, ...others] = dataset.metadata.shape!.map(BigInt);
    const whole = dataset.metadata.shape!.length === 0;
    module.HEAPU8.fill(mark, address, address + length);
    const status = this.attempt(() =>
      module.get_dataset_data(
        dataset.file_id,
        dataset.path,
        whole ? null : [BigInt(rows), ...others],
        whole ? null : [BigInt(row), ...others.map(() => 0n)],
        whole ? null : [1n, ...others.map(() => 1n)],
        BigInt(address),
      ),
    );
    if (status < 0) throw this.failure();
    // The heap may have grown, and then it is another array.
    return module.HEAPU8.subarray(address, address + length);
  }

  private attempt<T>(act: () => T): T {
    try {
      return act();
    } catch (cause) {
      throw this.failure(cause);
    }
  }

  private failure(cause?: unknown): DataFileError {
    const { name, dataset } = this.readable;
    const foreign = this.foreignFilter();
    const why =
      foreign === undefined
        ? 'the file is damaged or compressed by a filter other than gzip'
        : `it is compressed by ${foreign}, which is not read here`;
    return new DataFileError(
      `The dataset ${name || dataset.path} does not unpack: ${why}, so save it again with compression="gzip" or none.`,
      { cause },
    );
  }

  private foreignFilter(): string | undefined {
    try {
      const ids = this.readable.dataset.filters.map(({ id }) => id);
      return ids.map((id) => FILTERS[id]).find((found) => found !== undefined);
    } catch {
      return undefined;
    }
  }
}

function isMark(bytes: Uint8Array, index: number, size: number, mark: number): boolean {
  for (let i = index * size; i < (index + 1) * size; i++) if (bytes[i] !== mark) return false;
  return true;
}

/** The values all of whose bytes are the mark. */
function marked(bytes: Uint8Array, size: number, mark: number): number[] {
  const found: number[] = [];
  for (let i = 0; i * size < bytes.length; i++) if (isMark(bytes, i, size, mark)) found.push(i);
  return found;
}
