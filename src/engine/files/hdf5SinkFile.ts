/** A file of h5wasm’s file system whose bytes are somewhere else. */
import type { ByteSink } from './byteSink.ts';
import type { H5Module } from './hdf5/description.ts';

/** What of Emscripten’s file system is used here and is not in the types of h5wasm. */
interface NodeFs {
  lookupPath(path: string, options: object): { node: object };
  createNode(parent: object, name: string, mode: number, device: number): FileNode;
  destroyNode(node: FileNode): void;
  ErrnoError: new (errno: number) => Error;
}

interface FileNode {
  id: number;
  mode: number;
  node_ops: object;
  stream_ops: object;
}

const REGULAR_FILE = 0o100666;
const BLOCK_BYTES = 4096;
/** Input/output error, in WASI's numbers. */
const EIO = 29;

/** A file of the library's file system whose bytes are those of a sink. */
export class SinkFile {
  readonly path: string;
  /** What the sink has thrown. */
  failure?: Error;
  /** Nothing more is written. */
  deaf = false;
  private readonly fs: NodeFs;
  private readonly node: FileNode;

  constructor(
    module: H5Module,
    name: string,
    private readonly sink: ByteSink,
  ) {
    this.path = `/${name}`;
    this.fs = module.FS as unknown as NodeFs;
    const { node: root } = this.fs.lookupPath('/', {});
    this.node = this.fs.createNode(root, name, REGULAR_FILE, 0);
    this.node.node_ops = { getattr: () => this.attributes(), setattr: this.setAttributes };
    this.node.stream_ops = { llseek: this.seek, read: this.read, write: this.write };
  }

  remove(): void {
    this.fs.destroyNode(this.node);
  }

  private attributes() {
    const { size } = this.sink;
    const now = new Date(0);
    const times = { atime: now, mtime: now, ctime: now };
    const blocks = Math.ceil(size / BLOCK_BYTES);
    const { id: ino, mode } = this.node;
    return {
      dev: 1,
      ino,
      mode,
      nlink: 1,
      uid: 0,
      gid: 0,
      rdev: 0,
      size,
      ...times,
      blksize: BLOCK_BYTES,
      blocks,
    };
  }

  private readonly setAttributes = (_: FileNode, { size }: { size?: number }): void => {
    if (size !== undefined && !this.deaf) this.guard(() => this.sink.resize(size));
  };

  private readonly seek = (stream: { position: number }, offset: number, whence: number): number =>
    offset + [0, stream.position, this.sink.size][whence];

  private readonly read = (
    _: object,
    buffer: Int8Array,
    offset: number,
    length: number,
    position: number,
  ): number => this.guard(() => this.sink.read(position, bytesAt(buffer, offset, length)));

  private readonly write = (
    _: object,
    buffer: Int8Array,
    offset: number,
    length: number,
    position: number,
  ): number => {
    if (!this.deaf) {
      this.guard(() => this.sink.write(position, bytesAt(buffer, offset, length)));
    }
    return length;
  };

  private guard<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      this.failure ??= error as Error;
      throw new this.fs.ErrnoError(EIO);
    }
  }
}

/** The library's memory comes as signed bytes. */
const bytesAt = ({ buffer, byteOffset }: Int8Array, offset: number, length: number): Uint8Array =>
  new Uint8Array(buffer, byteOffset + offset, length);
