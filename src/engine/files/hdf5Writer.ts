/**
 * Writes HDF5 files row by row with h5wasm (loaded on demand). The library writes through a file of its own file system
 * whose bytes go to a `ByteSink`, so that neither the file nor an array of it is ever in memory as a whole.
 */
import type * as h5wasm from 'h5wasm';
import { product } from '../math.ts';
import type { ByteSink } from './byteSink.ts';
import type { H5Module } from './hdf5/description.ts';
import { SinkFile } from './hdf5SinkFile.ts';

type Library = typeof h5wasm;

/** Truth is stored as 8-bit integers, bigint as 64-bit ones, other numbers as float64. Texts are UTF-8. */
export type AttributeValue =
  string | number | bigint | boolean | readonly string[] | readonly boolean[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

const types = { f4: '<f', f8: '<d', i1: '<b' } as const;
const bytesOf = { f4: 4, f8: 8, i1: 1 } as const;
type ElementType = keyof typeof types;
type Values = Float32Array | Float64Array | Int8Array;

/** Chunks of rows are about this large (bytes): small rows share one, large ones are divided. */
const CHUNK_BYTES = 2 ** 16;
const MAX_CHUNK_BYTES = 2 ** 20;

let files = 0;

export class Hdf5Writer {
  private readonly file: h5wasm.File;

  private constructor(
    library: Library,
    private readonly module: H5Module,
    private readonly device: SinkFile,
  ) {
    this.file = this.attempt(() => new library.File(device.path, 'w'));
  }

  static async create(sink: ByteSink): Promise<Hdf5Writer> {
    const library = await import('h5wasm');
    const module = await library.ready;
    // Without it, errors of the library are only printed.
    module.activate_throwing_error_handler();
    files += 1;
    return new Hdf5Writer(library, module, new SinkFile(module, `written-${files}.h5`, sink));
  }

  /** A group by its path, such as `0000/grid`; its parents must be there. */
  group(path: string, attributes: Attributes = {}): void {
    this.attempt(() => this.file.create_group(path));
    this.attributes(path, attributes);
  }

  /** Attributes of a group or array; '/' is the root. */
  attributes(path: string, attributes: Attributes): void {
    for (const [name, value] of Object.entries(attributes)) {
      this.attempt(() => this.attribute(path, name, value));
    }
  }

  /** A whole array, of one axis unless a shape is given; a number is stored without any. */
  array(
    path: string,
    data: Values | number,
    { shape }: { shape?: readonly number[] } = {},
    attributes: Attributes = {},
  ): void {
    const dtype = typeof data === 'number' ? types.f8 : types[typeOf(data)];
    const extents = typeof data === 'number' ? [] : [...(shape ?? [data.length])];
    this.attempt(() => this.file.create_dataset({ name: path, data, shape: extents, dtype }));
    this.attributes(path, attributes);
  }

  /** An array [rows, …shape] whose rows are still to be written; until then they are zero. */
  rows(
    path: string,
    { type, rows, shape }: { type: ElementType; rows: number; shape: readonly number[] },
    attributes: Attributes = {},
  ): void {
    const all = [rows, ...shape];
    const options = {
      name: path,
      data: type === 'f4' ? new Float32Array(0) : new Float64Array(0),
      shape: [0, ...shape],
      maxshape: all,
      chunks: chunksOf(all, bytesOf[type]),
      dtype: types[type],
    };
    this.attempt(() => this.file.create_dataset(options).resize(all));
    this.attributes(path, attributes);
  }

  /** Writes row number `row` of an array made by `rows`. */
  write(path: string, row: number, values: Values): void {
    this.attempt(() => {
      const dataset = this.file.get(path) as h5wasm.Dataset;
      const rest = dataset.shape!.slice(1).map(() => [] as []);
      dataset.write_slice([[row, row + 1], ...rest], values);
    });
  }

  /** Completes the file. */
  finish(): void {
    // The library closes a file only when nothing of it is open any more: without this, an error before would cost data.
    this.attempt(() => this.file.flush());
    this.attempt(() => this.file.close());
    this.device.remove();
  }

  /** Lets go of a file that is not to be completed. */
  abandon(): void {
    this.device.deaf = true;
    try {
      this.file.close();
    } catch {
      // What was not written is not wanted any more.
    }
    this.device.remove();
  }

  private attribute(path: string, name: string, value: AttributeValue): void {
    const { file, module } = this;
    const target = path === '/' ? file : (file.get(path) as h5wasm.Group);
    if (typeof value === 'string') target.create_attribute(name, value);
    else if (typeof value === 'number') target.create_attribute(name, value, [], types.f8);
    else if (typeof value === 'bigint')
      target.create_attribute(name, BigInt64Array.of(value), [], '<q');
    else if (typeof value === 'boolean') target.create_attribute(name, Number(value), [], types.i1);
    else if (value.length === 0) emptyTexts(module, file.file_id, path, name);
    else if (typeof value[0] === 'string') target.create_attribute(name, [...value] as string[]);
    else target.create_attribute(name, Int8Array.from(value as boolean[], Number));
  }

  /** The library throws traces of its C code. What went wrong below it is thrown as it is. */
  private attempt<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw this.device.failure ?? new Error(`The HDF5 file can’t be written.`, { cause: error });
    }
  }
}

function typeOf(data: Values): ElementType {
  if (data instanceof Float32Array) return 'f4';
  return data instanceof Float64Array ? 'f8' : 'i1';
}

/** Chunks of [rows, …]: whole rows, many of them where they are small; of a large row only some of its first axis. */
function chunksOf([rows, ...shape]: readonly number[], bytes: number): number[] {
  const row = product(shape) * bytes;
  if (row <= CHUNK_BYTES) return [Math.min(rows, Math.ceil(CHUNK_BYTES / row)), ...shape];
  if (row <= MAX_CHUNK_BYTES) return [1, ...shape];
  const [first, ...rest] = shape;
  return [1, Math.max(1, Math.floor((first * MAX_CHUNK_BYTES) / row)), ...rest];
}

/** Nothing is read there. */
const ANYWHERE = 8n;

/** A list without texts; h5wasm gives the library no address for it, which it refuses. */
function emptyTexts(module: H5Module, file: bigint, path: string, name: string): void {
  const text = { type: module.H5T_class_t.H5T_STRING.value, size: 4, vlen: true, cset: 1 };
  const empty = { shape: [0n], maxshape: [0n], total_size: 0, signed: false, littleEndian: true };
  module.create_attribute(file, path, name, ANYWHERE, { ...text, ...empty });
}
