/**
 * HDF5 files as containers, read by h5wasm, the HDF Group's C library in WebAssembly (4 MB, loaded with the first
 * file). The library reads from the file what it needs, and is asked for raw values rather than through h5wasm's `value`,
 * which knows no 16-bit floats, turns scalars into bare numbers and takes the memory twice.
 */
import type * as h5wasm from 'h5wasm';
import type { Dataset, File } from 'h5wasm';
import { product } from '../../math.ts';
import { DataFileError, nameList, type NamedArray } from '../arrays.ts';
import type {
  ArrayInfo,
  Attributes,
  ByteSource,
  Container,
  GroupInfo,
  ReadOptions,
  Slab,
} from '../container/container.ts';
import { listedContainer, type ListedArray } from '../container/listed.ts';
import { readAttributes } from './attributes.ts';
import { Changes, FileBytes, findSignature } from './bytes.ts';
import { describeDataset, type H5Module, type Readable } from './description.ts';
import { libraryFile, type LibraryFile } from './libraryFile.ts';
import { leaveUnwritten, ObjectHeaderError, readObject, type ObjectInfo } from './objects.ts';
import { checkComplete } from './superblock.ts';
import { readDataset } from './values.ts';

type Library = typeof h5wasm;

const MAX_ENTRIES = 200_000;

const DAMAGED = 'The HDF5 file is cut off or damaged: save or download it again.';

/**
 * Lists the datasets; names are paths such as `sample_0/input`. Links to other files are not followed. Rejects with a
 * `DataFileError`.
 */
export async function openHdf5(source: ByteSource): Promise<Container> {
  const base = await findSignature(source);
  if (base < 0) throw new DataFileError('The file is not an HDF5 file: its signature is missing.');
  const bytes = new FileBytes(source);
  checkComplete(bytes, base);
  const library = await import('h5wasm');
  const module = await library.ready;
  // Without it, a dataset that cannot be unpacked is read as whatever was in memory.
  module.activate_throwing_error_handler();
  return new Hdf5File(library, module, source, bytes, base).list();
}

interface Opened {
  file: File;
  disk: LibraryFile;
}

/** The path of the object at an address. */
type NameAt = (address: number) => string | undefined;

interface Inspected {
  name: string;
  address?: number;
  object?: ObjectInfo;
  problem?: DataFileError;
}

class Hdf5File {
  /** Without changes: what the file says. */
  private readonly listing: Opened;
  /**
   * What values are read from: the library keeps headers once it has read them, so each must be changed before the
   * library first sees it.
   */
  private reading?: Opened;
  private readonly changes = new Changes();
  private readonly changed = new Set<string>();

  constructor(
    private readonly library: Library,
    private readonly module: H5Module,
    private readonly source: ByteSource,
    private readonly bytes: FileBytes,
    private readonly base: number,
  ) {
    this.listing = this.open();
  }

  list(): Container {
    try {
      const { datasets, groups, links } = this.listObjects();
      const { file } = this.listing;
      const netcdf = this.attempt(() => '_NCProperties' in file.attrs, DAMAGED);
      const objects = [...datasets].map(([name, dataset]) => ({
        dataset,
        ...this.inspect(name),
      }));
      const names = new Map(objects.map(({ address, name }) => [address, name]));
      const nameAt = (address: number) => names.get(address);
      return listedContainer(
        'hdf5',
        objects
          .map((object) => this.listArray(object, netcdf, nameAt))
          .filter(({ info }) => !isOnlyDimension(info)),
        () => this.close(),
        {
          groups: ['', ...groups].map((name) => this.listGroup(name, nameAt)),
          notes: linkNotes(links),
        },
      );
    } catch (error) {
      this.close();
      throw error;
    }
  }

  private close(): void {
    for (const opened of [this.listing, this.reading]) {
      if (!opened) continue;
      try {
        opened.file.close();
      } catch {
        // A damaged file may stay open in the library: at least its bytes are let go.
      }
      opened.disk.remove();
    }
    this.source.close?.();
  }

  private open(changes?: Changes): Opened {
    const disk = libraryFile(this.module, this.bytes, changes);
    try {
      return { disk, file: new this.library.File(disk.path, 'r') };
    } catch (cause) {
      disk.remove();
      disk.check();
      throw new DataFileError(DAMAGED, { cause });
    }
  }

  private listObjects() {
    const { file } = this.listing;
    const { library } = this;
    const datasets = new Map<string, Dataset>();
    const groups: string[] = [];
    const links: string[] = [];
    const paths = this.attempt(
      () => file.paths(),
      'The contents of the HDF5 file cannot be listed: it is damaged, so save or download it again.',
    );
    if (paths.length > MAX_ENTRIES) {
      throw new DataFileError(
        `The HDF5 file has ${paths.length} entries, and at most ${MAX_ENTRIES} can be read: save all samples in one array.`,
      );
    }
    for (const name of paths) {
      const entity = this.attempt(() => file.get(name), damagedEntry(name));
      if (entity instanceof library.Dataset) datasets.set(name, entity);
      else if (entity instanceof library.Group) groups.push(name);
      else if (entity instanceof library.ExternalLink) links.push(`${name}, in ${entity.filename}`);
      else if (entity instanceof library.BrokenSoftLink) links.push(`${name}, at ${entity.target}`);
    }
    if (datasets.size === 0) {
      throw new DataFileError(
        `The HDF5 file has no datasets in it (it has ${nameList(paths)}): save the arrays with h5py.`,
      );
    }
    return { datasets, groups, links };
  }

  private listArray(
    { name, dataset, object, problem }: Inspected & { dataset: Dataset },
    netcdf: boolean,
    nameAt: NameAt,
  ): ListedArray {
    const common = { name, file: this.source.name, path: name };
    let shape: readonly number[] = [];
    try {
      if (!object) throw problem ?? new DataFileError(damagedEntry(name));
      const readable = this.attempt(() => {
        shape = dataset.metadata.shape ?? [];
        return describeDataset(this.module, name, dataset, object, netcdf);
      }, damagedEntry(name));
      const attributes = this.attributesOf(name, object, nameAt);
      const { dtype, type } = readable;
      shape = readable.shape;
      const bytes = type.size * product(shape);
      return {
        info: { ...common, shape, dtype, attributes, bytes },
        read: (slab, options) => this.read(readable, object, slab, options),
      };
    } catch (error) {
      if (!(error instanceof DataFileError)) throw error;
      const { message } = error;
      return {
        info: { ...common, shape, dtype: '', attributes: {}, bytes: 0, problem: message },
        read: () => Promise.reject(error),
      };
    }
  }

  private listGroup(name: string, nameAt: NameAt): GroupInfo {
    const { object } = this.inspect(name);
    const attributes = object ? this.attributesOf(name, object, nameAt) : {};
    return { name, file: this.source.name, path: name, attributes };
  }

  /** None where they are damaged: the values may be fine. */
  private attributesOf(
    name: string,
    { hasAttributes, heap }: ObjectInfo,
    nameAt: NameAt,
  ): Attributes {
    if (!hasAttributes) return {};
    try {
      return readAttributes(this.module, this.listing.file.file_id, `/${name}`, heap, nameAt);
    } catch {
      this.listing.disk.check();
      return {};
    }
  }

  /** What its header says of a dataset or group. */
  private inspect(name: string): Inspected {
    try {
      return this.attempt(() => {
        const { file } = this.listing;
        const reference = Uint8Array.from(
          this.module.create_object_reference(file.file_id, `/${name}`),
        );
        const address = Number(new DataView(reference.buffer).getBigUint64(0, true));
        return { name, address, object: readObject(this.bytes, this.base, address) };
      }, damagedEntry(name));
    } catch (error) {
      if (!(error instanceof DataFileError)) throw error;
      return { name, problem: error };
    }
  }

  private async read(
    readable: Readable,
    { fill }: ObjectInfo,
    slab?: Slab,
    options?: ReadOptions,
  ): Promise<NamedArray> {
    const { name } = readable;
    if (fill && !this.changed.has(name)) {
      this.changed.add(name);
      this.attempt(() => leaveUnwritten(this.bytes, this.changes, fill), damagedEntry(name));
    }
    const { file, disk } = (this.reading ??= this.open(this.changes));
    const opened = { id: file.file_id, check: () => disk.check() };
    return readDataset(this.module, opened, readable, slab, options);
  }

  /** The library throws traces of its C code, traps of WebAssembly and bare numbers: one sentence instead. */
  private attempt<T>(act: () => T, message: string): T {
    try {
      return act();
    } catch (cause) {
      this.listing.disk.check();
      if (cause instanceof DataFileError) throw cause;
      const unknown =
        cause instanceof ObjectHeaderError ? ` (Its description has ${cause.message}.)` : '';
      throw new DataFileError(message + unknown, { cause });
    }
  }
}

/** netCDF writes an array of nothing for an axis that has a name and no coordinates. */
const isOnlyDimension = ({ attributes }: ArrayInfo): boolean =>
  String(attributes.NAME).startsWith('This is a netCDF dimension but not a netCDF variable');

function linkNotes(links: readonly string[]): string[] {
  if (links.length === 0) return [];
  return [
    `Links in the file lead nowhere (${nameList(links)}): copy what they refer to into the file.`,
  ];
}

const damagedEntry = (name: string): string =>
  `The entry ${nameList([name])} of the HDF5 file is damaged: save or download the file again.`;
