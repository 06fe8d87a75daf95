/**
 * Many tensors in one buffer, each bound by its place in it: a dispatch binds eight buffers or a few more, and the
 * optimizer would need several for every variable. tfjs binds, reads and frees whole buffers, so it is taught views.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import type { Backend, GpuBuffer, TensorData } from './program.ts';
import { awaited } from './readBack.ts';

/** WebGPU's usual distance of offsets (bytes); no device asks for more. */
const ALIGNMENT = 256;
/** Numbers between two places. */
const STEP = ALIGNMENT / Float32Array.BYTES_PER_ELEMENT;

/** GPUBufferUsage and GPUMapMode, which Node has not. */
const [MAP_READ, COPY_DST] = [1, 8];
const READ = 1;

interface ReadableBuffer extends GpuBuffer {
  mapAsync(mode: number): Promise<void>;
  getMappedRange(): ArrayBuffer;
  unmap(): void;
}

const taught = new WeakSet<Backend>();

/** Lets tfjs bind and read tensors that are views. */
function teachViews(backend: Backend): void {
  if (taught.has(backend)) return;
  taught.add(backend);
  const tensorToBinding = backend.tensorToBinding.bind(backend);
  const read = backend.read.bind(backend);
  backend.tensorToBinding = (tensor) => {
    const { resource, view } = backend.tensorMap.get(tensor.dataId);
    return view ? { buffer: resource, ...view } : tensorToBinding(tensor);
  };
  backend.read = async (dataId) => {
    const { resource, view } = backend.tensorMap.get(dataId);
    if (!view) return read(dataId);
    const staging = backend.bufferManager.acquireBuffer(view.size, MAP_READ | COPY_DST);
    copy(backend, resource!, view.offset, staging, 0, view.size);
    backend.submitQueue();
    const mapped = staging as ReadableBuffer;
    await awaited(backend, mapped.mapAsync(READ));
    const values = new Float32Array(mapped.getMappedRange().slice(0));
    mapped.unmap();
    backend.bufferManager.releaseBuffer(staging);
    return values;
  };
}

function copy(
  backend: Backend,
  from: GpuBuffer,
  fromOffset: number,
  to: GpuBuffer,
  toOffset: number,
  size: number,
): void {
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.commandEncoder!.copyBufferToBuffer(from, fromOffset, to, toOffset, size);
}

/** Numbers that a tensor of `size` takes of an arena. */
export const lengthInArena = (size: number): number => Math.ceil(size / STEP) * STEP;

export class Arena {
  /** All places together, as one tensor. */
  readonly tensor: tf.TensorInfo;
  /** Where each place begins (numbers). */
  readonly starts: readonly number[];
  private readonly holders: (object | undefined)[] = [];

  /** A place for each size (numbers). */
  constructor(
    private readonly backend: Backend,
    sizes: readonly number[],
  ) {
    teachViews(backend);
    let total = 0;
    this.starts = sizes.map((size) => {
      const start = total;
      total += lengthInArena(size);
      return start;
    });
    this.tensor = backend.makeTensorInfo([total], 'float32');
    backend.uploadToGPU(this.tensor.dataId);
    backend.tensorMap.get(this.tensor.dataId).isArena = true;
  }

  private get buffer(): GpuBuffer {
    return this.backend.tensorMap.get(this.tensor.dataId).resource!;
  }

  private offsetOf(place: number): number {
    return this.starts[place] * Float32Array.BYTES_PER_ELEMENT;
  }

  /** Whether the tensor's numbers are at this place. */
  holds(place: number, { dataId }: tf.TensorInfo): boolean {
    return this.holders[place] === dataId;
  }

  /** Moves a tensor's numbers to a place; whatever was there, a clone of earlier numbers, moves out. */
  adopt(place: number, { dataId, shape }: tf.TensorInfo): void {
    if (this.holders[place] === dataId) return;
    this.evict(place);
    const { backend } = this;
    backend.uploadToGPU(dataId);
    const data = backend.tensorMap.get(dataId);
    const size = sizeOf(shape) * Float32Array.BYTES_PER_ELEMENT;
    const offset = this.offsetOf(place);
    copy(backend, data.resource!, data.view?.offset ?? 0, this.buffer, offset, size);
    // Commands run in order: whoever gets the old buffer next writes to it after the copy.
    if (!data.view) backend.bufferManager.releaseBuffer(data.resource!);
    Object.assign(data, { resource: this.buffer, view: { offset, size }, external: true });
    withoutCache(data);
    this.holders[place] = dataId;
  }

  /** Gives what is at a place a buffer of its own, if it is still in use. */
  private evict(place: number): void {
    const { backend } = this;
    const dataId = this.holders[place];
    this.holders[place] = undefined;
    if (!dataId || !backend.tensorMap.has(dataId)) return;
    const data = backend.tensorMap.get(dataId);
    if (data.refCount <= 0 || data.resource !== this.buffer) return;
    const { offset, size } = data.view!;
    const own = backend.bufferManager.acquireBuffer(size, this.buffer.usage);
    copy(backend, this.buffer, offset, own, 0, size);
    Object.assign(data, { resource: own, view: undefined, external: false });
  }

  /** Frees the buffer; tensors that are still in use keep their numbers. */
  dispose(): void {
    this.holders.forEach((_, place) => this.evict(place));
    this.backend.disposeData(this.tensor.dataId, true);
  }
}

/** Keeps tfjs from remembering numbers that were read back: they change in place. */
function withoutCache(data: TensorData): void {
  Object.defineProperty(data, 'values', { get: () => null, set: () => {}, configurable: true });
}
