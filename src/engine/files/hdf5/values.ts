/** Reads values of one dataset, piece by piece, from a file that the HDF5 library has open. */
import { DataFileError, gigabytes, indexOf, nameList, type NamedArray } from '../arrays.ts';
import type { ReadOptions, Slab } from '../container/container.ts';
import { Pace } from '../container/pace.ts';
import {
  boxes,
  checkedSlab,
  chunkCut,
  chunksTouched,
  countsOf,
  type Box,
} from '../container/slab.ts';
import { SlabValues } from '../container/slabValues.ts';
import type { H5Module, Readable } from './description.ts';
import { missingValues, packingNotes } from '../packing.ts';
import { conversionNotes, type ValueType } from '../values.ts';
import { product } from '../../math.ts';

/** Read at once, if the chunks allow it (bytes). */
const PIECE = 8e6;
/** The library unpacks a chunk as a whole. */
const MAX_CHUNK = 5e8;
/** The library takes about 10 µs for each. */
const MAX_CHUNKS = 500_000;
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

/** Where the library has the file open, and what its errors are really about. */
export interface OpenFile {
  readonly id: bigint;
  /** Throws what reading from the disk has thrown. */
  check(): void;
}

/**
 * Reads the values in the slab, by default all; its axes are those of `readable.shape`. Rejects with a `DataFileError`.
 */
export async function readDataset(
  module: H5Module,
  file: OpenFile,
  readable: Readable,
  slab?: Slab,
  options: ReadOptions = {},
): Promise<NamedArray> {
  const { name, shape, type, dtype, packing, matlab, dataset } = readable;
  const chosen = checkedSlab(name, shape, slab);
  const stored = matlab ? chosen.toReversed() : chosen;
  const missingAsNaN = options.missing === 'nan';
  checkChunks(readable, stored);
  const counts = countsOf(stored);
  const target = new SlabValues(type, counts, { reversed: matlab, packing, missingAsNaN });
  const holes: Missing = { first: -1, count: 0 };
  const pace = new Pace(type.size * product(counts), options);
  const plain: ValueType = { ...type, bigEndian: false };
  const cut = dataset.metadata.chunks ? chunkCut(stored, dataset.metadata.chunks) : undefined;
  const isSmall = ({ count }: Box) => type.size * product(count) <= PIECE;
  for (const box of boxes(counts, isSmall, cut)) {
    new BoxReader(module, file, readable, stored, box).read((bytes, unwritten) => {
      target.put(bytes, box, plain);
      if (missingAsNaN) for (const index of unwritten) target.erase(box, index);
      if (unwritten.length > 0 && holes.count === 0) {
        holes.first = target.positionOf(box, unwritten[0]);
      }
      holes.count += unwritten.length;
    });
    await pace.advance(type.size * product(box.count));
  }
  if (!missingAsNaN) checkComplete(readable, stored, holes, target.missing);
  const notes = [
    ...conversionNotes(type),
    ...(packing ? packingNotes(packing) : []),
    ...(matlab ? ['axes reversed from MATLAB’s order'] : []),
  ];
  return { shape: countsOf(chosen), data: target.values, dtype, notes };
}

/** Chunks of a few bytes take far longer than their values: 10 MB of them would take minutes. */
function checkChunks({ name, dataset, type }: Readable, slab: Slab): void {
  const { chunks } = dataset.metadata;
  if (!chunks) return;
  const total = chunksTouched(slab, chunks);
  if (total > MAX_CHUNKS) {
    throw new DataFileError(
      `The chosen part of ${nameList([name])} has ${total.toLocaleString('en-GB')} chunks, and at most ${MAX_CHUNKS.toLocaleString('en-GB')} can be read: save it with larger chunks, such as one per sample, or without chunks.`,
    );
  }
  const bytes = type.size * product(chunks);
  if (total === 0 || bytes <= MAX_CHUNK) return;
  throw new DataFileError(
    `The dataset ${nameList([name])} has chunks of ${gigabytes(bytes)}, and chunks of at most ${gigabytes(MAX_CHUNK)} can be unpacked: save it with smaller chunks, such as one per sample, or without chunks.`,
  );
}

/** Positions in the selection, as the file stores it. */
interface Missing {
  first: number;
  count: number;
}

function checkComplete({ name, matlab }: Readable, slab: Slab, holes: Missing, invalid: Missing) {
  const counts = countsOf(slab);
  const place = ({ first }: Missing): number[] => {
    const index = indexOf(first, counts).map((i, axis) => slab[axis].start + i * slab[axis].step);
    return matlab ? index.toReversed() : index;
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

class BoxReader {
  private readonly length: number;

  constructor(
    private readonly module: H5Module,
    private readonly file: OpenFile,
    private readonly readable: Readable,
    private readonly slab: Slab,
    private readonly box: Box,
  ) {
    this.length = product(box.count) * readable.type.size;
  }

  /**
   * Hands on the values, little-endian whatever is stored, and which of them were never written. The bytes are the
   * library's own memory, and must be used at once.
   */
  read(take: (bytes: Uint8Array, unwritten: readonly number[]) => void): void {
    const { module, length } = this;
    const address = this.attempt(() => module.ccall('malloc', 'number', ['number'], [length]));
    if (address === 0) {
      throw new DataFileError(
        `There is not enough memory for ${length} bytes of the dataset ${this.readable.name}: save smaller chunks, fewer samples or a coarser grid.`,
      );
    }
    try {
      const { size } = this.readable.type;
      const suspects = marked(this.fill(address, MARKS[0]), size, MARKS[0]);
      // Only what is one mark now and the other then was not read from the file.
      const again = suspects.length > 0 ? this.fill(address, MARKS[1]) : undefined;
      const unwritten = again ? suspects.filter((i) => isMark(again, i, size, MARKS[1])) : [];
      // The heap may have grown, and then it is another array.
      take(module.HEAPU8.subarray(address, address + length), unwritten);
    } finally {
      module.ccall('free', null, ['number'], [address]);
    }
  }

  private fill(address: number, mark: number): Uint8Array {
    const { module, length, slab, box, file } = this;
    const { path } = this.readable.dataset;
    const whole = slab.length === 0;
    const places = box.start.map((index, axis) => slab[axis].start + index * slab[axis].step);
    module.HEAPU8.fill(mark, address, address + length);
    const status = this.attempt(() =>
      module.get_dataset_data(
        file.id,
        path,
        whole ? null : box.count.map(BigInt),
        whole ? null : places.map(BigInt),
        whole ? null : slab.map(({ step }) => BigInt(step)),
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
    this.file.check();
    const { name, dataset } = this.readable;
    const foreign = this.foreignFilter();
    const why =
      foreign === undefined
        ? 'the file is damaged or compressed by a filter other than gzip'
        : `it is compressed by ${foreign}, which is not read here`;
    return new DataFileError(
      `The dataset ${name || dataset.path} cannot be unpacked: ${why}, so save it again with compression="gzip" or none.`,
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
