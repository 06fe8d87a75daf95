/**
 * Data files of any of the formats that are read, seen in one way: what arrays there are, and any part of each. Nothing
 * but what is asked for is read, so that files may be far larger than memory.
 */
import type { NamedArray } from '../arrays.ts';

/** A file on the disk, in the browser or in memory: bytes with random access. */
export interface ByteSource {
  /** The file's name without its folder, e.g. `WaveData_64x64_IN.h5`. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /**
   * Exactly these bytes, in memory of their own. Rejects with a `DataFileError` where they are not there, or where the
   * file has changed since it was opened.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
  /**
   * The same without waiting, which the HDF5 library needs: in Node and in a worker. A page has none, so HDF5 is
   * read in a worker.
   */
  readonly readNow?: (offset: number, length: number) => Uint8Array;
  /** Lets go of the file. */
  close?(): void;
}

export type AttributeValue =
  number | string | boolean | readonly number[] | readonly string[] | readonly boolean[];

/** Plain values, so that they can be sent to another thread. What can't be read is left out. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** What a file says of one of its arrays. Plain data, so that it can be sent to another thread. */
export interface ArrayInfo {
  /**
   * Unique in the container. The path in the file, e.g. `t0_fields/pressure` or `0000/data`; with the file's name in
   * front of it where the container has several files, e.g. `WaveData_64x64_IN.h5/Sample_0_t_5/input`. The array of an
   * .npy file is named after the file, without its ending.
   */
  readonly name: string;
  /** Of the file it is in, as in `ByteSource`. */
  readonly file: string;
  /** Its path in that file. */
  readonly path: string;
  /** In C order: the last axis varies fastest. MATLAB's arrays have their axes as in MATLAB. */
  readonly shape: readonly number[];
  /** As stored, in NumPy's notation, e.g. '<f8', or 'bfloat16'; empty where `problem` says that it is none of these. */
  readonly dtype: string;
  readonly attributes: Attributes;
  /** Of all its values unpacked, as stored. */
  readonly bytes: number;
  /** Why it can't be read, as a sentence that says what to do. The other arrays may be fine. */
  readonly problem?: string;
}

/** A group of an HDF5 file; the root, whose path is empty, is one too. */
export interface GroupInfo {
  /** As of an array; the file's name or nothing for the root. */
  readonly name: string;
  readonly file: string;
  readonly path: string;
  readonly attributes: Attributes;
}

/** Along one axis: the points start, start + step, …, `count` of them. */
export interface AxisRange {
  readonly start: number;
  readonly count: number;
  /** At least 1. */
  readonly step: number;
}

/** A part of an array: one range for each of its axes. */
export type Slab = readonly AxisRange[];

export interface ReadOptions {
  /** Told now and then how far reading is, in bytes of the selection or of what must be unpacked for it. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Reading stops at the next piece and rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * What to do with values that the file says are missing (a fill value, or never written): refuse the array, which
   * is what training needs, or give NaN for each.
   */
  readonly missing?: 'refuse' | 'nan';
}

export type ContainerKind = 'npy' | 'npz' | 'hdf5' | 'safetensors' | 'raw' | 'several';

export interface Container {
  readonly kind: ContainerKind;
  /** In the order of the files, and in each in the order in which the file lists them. */
  readonly arrays: readonly ArrayInfo[];
  /** Of HDF5 files; empty for the other formats. */
  readonly groups: readonly GroupInfo[];
  /** Sentences on what the file refers to and lacks: links that lead nowhere or to other files. */
  readonly notes: readonly string[];
  /**
   * The values in the slab, by default all of them, with the shape of the slab's counts: no axis is dropped. Takes
   * memory for the selection, not for the array. Rejects with a `DataFileError` for what can't be read, is larger than
   * memory allows, or has missing values; their places count in the whole array.
   */
  read(name: string, slab?: Slab, options?: ReadOptions): Promise<NamedArray>;
  /** Lets go of the files. Nothing can be read afterwards. */
  close(): void;
}

export interface OpenOptions {
  /**
   * Shapes of files without a header, by the file's name: raw float32, little-endian, C order. One without a shape
   * makes `openContainer` reject with a `MissingShapeError`.
   */
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
}

/** Every point of every axis. */
export const wholeSlab = (shape: readonly number[]): Slab =>
  shape.map((count) => ({ start: 0, count, step: 1 }));
