/** A file of ours in the HDF5 library's own file system: its bytes are read when the library asks for them. */
import type { H5Module } from './description.ts';
import type { Changes, FileBytes } from './bytes.ts';

export interface LibraryFile {
  readonly path: string;
  /** Throws what reading from the disk has thrown since the last call; the library makes other errors of it. */
  check(): void;
  remove(): void;
}

/** What of Emscripten's file system its types leave out. */
interface FileNode {
  node_ops: { getattr: (node: FileNode) => object };
  stream_ops: object;
}
interface Stream {
  position: number;
}

const [FROM_HERE, FROM_END] = [1, 2];
/** Numbers of Emscripten's errors: of reading, of an argument. */
const [EIO, EINVAL] = [29, 28];

export function libraryFile(
  { FS: fs }: H5Module,
  bytes: FileBytes,
  changes?: Changes,
): LibraryFile {
  let number = 0;
  while (fs.analyzePath(`/data-${number}.h5`).exists) number += 1;
  const path = `/data-${number}.h5`;
  fs.createDataFile('/', path.slice(1), new Uint8Array(0), true, false, true);
  const node = fs.lookupPath(path, {}).node as unknown as FileNode;
  const { ErrnoError } = fs as unknown as { ErrnoError: new (errno: number) => Error };
  // A damaged file may stay open in the library: at least what it would read from is let go.
  let readable: FileBytes | undefined = bytes;
  let failure: { error: unknown } | undefined;
  const { getattr } = node.node_ops;
  node.node_ops = {
    ...node.node_ops,
    getattr: (of) => ({ ...getattr(of), size: bytes.size, blocks: Math.ceil(bytes.size / 512) }),
  };
  node.stream_ops = {
    read(_: Stream, target: Uint8Array, at: number, length: number, offset: number): number {
      try {
        if (!readable) throw new Error('The file is closed.');
        const count = readable.copy(target, at, offset, length);
        changes?.apply(target, at, offset, count);
        return count;
      } catch (error) {
        failure ??= { error };
        // Through the library's C code only its own errors find their way.
        throw new ErrnoError(EIO);
      }
    },
    llseek({ position }: Stream, by: number, whence: number): number {
      const from = whence === FROM_HERE ? position : whence === FROM_END ? bytes.size : 0;
      if (from + by < 0) throw new ErrnoError(EINVAL);
      return from + by;
    },
  };
  return {
    path,
    check() {
      const { error } = failure ?? {};
      failure = undefined;
      if (error !== undefined) throw error;
    },
    remove() {
      readable = undefined;
      fs.unlink(path);
    },
  };
}
