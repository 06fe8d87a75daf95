/**
 * One computation written down as the GPU gets it, dispatch by dispatch, and given to it again with other numbers in its
 * inputs: no kernel is looked for, no buffer taken, no bind group made, and everything is one submission.
 */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import { PinnedBuffers } from './pinned.ts';
import { isSoftware, type Backend, type GpuBuffer } from './program.ts';

/** Dispatches of a submission on software adapters, which are watched for taking too long; tfjs's own number. */
const SOFTWARE_BATCH = 15;

interface Dispatch {
  pipeline: object;
  group: object;
  size: [number, number, number];
}

interface Pass {
  setPipeline(pipeline: object): void;
  setBindGroup(index: number, group: object): void;
  dispatchWorkgroups(x: number, y: number, z: number): void;
  end(): void;
}

/** A tensor from outside, and where its numbers were. */
interface Outside {
  dataId: object;
  buffer: GpuBuffer;
  offset: number;
}

export interface Input {
  values: Float32Array;
  shape: readonly number[];
}

type Compute = (inputs: tf.Tensor[]) => tf.Tensor;

/** Tells constants apart. */
const digest = (values: ArrayLike<number>): string =>
  `${values.length} numbers ${Array.from(values).reduce((sum, value, i) => (31 * sum + value * (i + 1)) % 1e9, 7)}`;

/** Methods of tfjs's backend that are watched. */
const METHODS = [
  'ensureCommandEncoderReady',
  'tensorToBinding',
  'makeUniforms',
  'uploadToGPU',
] as const;

/** Watches tfjs record a computation. */
class Recorder {
  readonly dispatches: Dispatch[] = [];
  readonly outside = new Map<object, Outside>();
  /** What must be the same the next time: uniforms, constants, kernels and their sizes. */
  readonly signature: string[] = [];
  readonly buffers: PinnedBuffers;
  private copies = 0;
  /** Ends the watch: leaves tfjs as it was. */
  private readonly restore: () => void;

  constructor(private readonly backend: Backend) {
    flush(backend);
    this.buffers = new PinnedBuffers(backend.bufferManager);
    const { bufferManager } = backend;
    const usual = METHODS.map((name) => [name, backend[name]] as const);
    this.restore = () => Object.assign(backend, { bufferManager, ...Object.fromEntries(usual) });
    const tensorToBinding = backend.tensorToBinding.bind(backend);
    const makeUniforms = backend.makeUniforms.bind(backend);
    const uploadToGPU = backend.uploadToGPU.bind(backend);
    Object.assign(backend, {
      bufferManager: this.buffers,
      ensureCommandEncoderReady: () => {
        backend.commandEncoder ??= this.watchEncoder();
      },
      tensorToBinding: (tensor: tf.TensorInfo) => {
        this.notice(tensor);
        return tensorToBinding(tensor);
      },
      makeUniforms: (uniforms: unknown) => {
        this.signature.push(JSON.stringify(uniforms));
        return makeUniforms(uniforms);
      },
      uploadToGPU: (dataId: object) => {
        const { resource, values } = backend.tensorMap.get(dataId);
        if (!resource && values) this.signature.push(digest(values as ArrayLike<number>));
        uploadToGPU(dataId);
      },
    } satisfies Partial<Backend>);
  }

  /** Why the computation can't be replayed, if it can't. */
  get problem(): string | undefined {
    return this.copies > 0 ? 'it copies buffers' : undefined;
  }

  private watchEncoder(): Backend['commandEncoder'] {
    const encoder = this.backend.device.createCommandEncoder() as {
      beginComputePass(descriptor?: object): Pass;
      copyBufferToBuffer(...parts: unknown[]): void;
      finish(): object;
    };
    return {
      beginComputePass: (descriptor?: object) =>
        this.watchPass(encoder.beginComputePass(descriptor)),
      copyBufferToBuffer: (...parts: unknown[]) => {
        this.copies++;
        encoder.copyBufferToBuffer(...parts);
      },
      finish: () => encoder.finish(),
    } as unknown as Backend['commandEncoder'];
  }

  private watchPass(pass: Pass): Pass {
    let pipeline: object = {};
    let group: object = {};
    return {
      setPipeline: (next) => {
        pipeline = next;
        pass.setPipeline(next);
      },
      setBindGroup: (index, next) => {
        group = next;
        pass.setBindGroup(index, next);
      },
      dispatchWorkgroups: (x, y, z) => {
        this.dispatches.push({ pipeline, group, size: [x, y, z] });
        this.signature.push(`${(pipeline as { label?: string }).label ?? ''} ${x} ${y} ${z}`);
        pass.dispatchWorkgroups(x, y, z);
      },
      end: () => pass.end(),
    };
  }

  private notice({ dataId }: tf.TensorInfo): void {
    const { resource, view } = this.backend.tensorMap.get(dataId);
    if (!resource || this.buffers.has(resource)) return;
    this.outside.set(dataId, { dataId, buffer: resource, offset: view?.offset ?? 0 });
  }

  /** Submits the rest, and leaves tfjs as it was. */
  end(): void {
    flush(this.backend);
    this.restore();
  }
}

/** Submits what tfjs has recorded. */
function flush(backend: Backend): void {
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
}

interface Parts {
  dispatches: readonly Dispatch[];
  outside: readonly Outside[];
  signature: string;
  buffers: PinnedBuffers;
  inputs: readonly GpuBuffer[];
  output: GpuBuffer;
  shape: number[];
}

export class Recording {
  private constructor(
    private readonly backend: Backend,
    private readonly parts: Parts,
  ) {}

  /** Two recordings with the same signature differ in their inputs alone. */
  get signature(): string {
    return this.parts.signature;
  }

  /**
   * Computes once and writes down how. `inPlace` are the tensors that the computation may use besides its inputs, and
   * may change in place. Returns why there is no recording in place of one.
   */
  static make(
    backend: Backend,
    inputs: readonly Input[],
    inPlace: readonly tf.Tensor[],
    compute: Compute,
  ): { result: tf.Tensor; recording: Recording | string } {
    const recorder = new Recorder(backend);
    let result: tf.Tensor;
    let inputBuffers: GpuBuffer[] = [];
    let tensors: tf.Tensor[] = [];
    try {
      tensors = inputs.map(({ values, shape }) => tf.tensor(values, [...shape]));
      const uploads = recorder.signature;
      for (const { dataId } of tensors) backend.uploadToGPU(dataId);
      uploads.length = 0;
      inputBuffers = tensors.map(({ dataId }) => backend.tensorMap.get(dataId).resource!);
      result = compute(tensors);
    } catch (error) {
      tf.dispose(tensors);
      recorder.end();
      recorder.buffers.giveBack(recorder.buffers.kept);
      throw error;
    }
    tf.dispose(tensors);
    recorder.end();
    return finish(backend, recorder, inputBuffers, inPlace, result, (parts) => {
      return new Recording(backend, parts);
    });
  }

  /** Whether the tensors are where they were, and nobody shares their data, who would see them change. */
  isValid(inPlace: readonly tf.Tensor[]): boolean {
    const { backend, parts } = this;
    if ((tf.backend() as unknown) !== backend) return false;
    const { tensorMap } = backend;
    if (inPlace.some(({ dataId }) => backend.refCount(dataId) !== 1)) return false;
    const current = new Set(inPlace.map(({ dataId }) => dataId));
    return parts.outside.every(({ dataId, buffer, offset }) => {
      if (!tensorMap.has(dataId)) return false;
      const { resource, view, isArena } = tensorMap.get(dataId);
      const isKnown = isArena === true || current.has(dataId);
      return isKnown && resource === buffer && (view?.offset ?? 0) === offset;
    });
  }

  /** Computes with these numbers in the inputs. */
  replay(values: readonly Float32Array[]): tf.Tensor {
    const { backend, parts } = this;
    const { dispatches, inputs, output, shape } = parts;
    // What comes before may not have been submitted yet, but does not know these buffers.
    values.forEach((numbers, i) => backend.queue.writeBuffer(inputs[i], 0, numbers));
    const batch = isSoftware(backend) ? SOFTWARE_BATCH : dispatches.length;
    for (let from = 0; from < dispatches.length; from += batch) {
      if (from > 0) backend.submitQueue();
      backend.ensureCommandEncoderReady();
      backend.endComputePassEncoder();
      const pass = backend.commandEncoder!.beginComputePass() as Pass;
      for (const { pipeline, group, size } of dispatches.slice(from, from + batch)) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(...size);
      }
      pass.end();
    }
    const result = copied(backend, output, shape);
    backend.submitQueue();
    return result;
  }

  dispose(): void {
    this.parts.buffers.giveBack(new Set());
  }
}

/** A tensor of its own with the numbers of a buffer; recorded, not submitted. */
function copied(backend: Backend, from: GpuBuffer, shape: number[]): tf.Tensor {
  const info = backend.makeTensorInfo(shape, 'float32');
  backend.uploadToGPU(info.dataId);
  const { resource } = backend.tensorMap.get(info.dataId);
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  const size = sizeOf(shape) * Float32Array.BYTES_PER_ELEMENT;
  backend.commandEncoder!.copyBufferToBuffer(from, 0, resource!, 0, size);
  return tf.engine().makeTensorFromTensorInfo(info, backend);
}

function finish(
  backend: Backend,
  recorder: Recorder,
  inputs: readonly GpuBuffer[],
  inPlace: readonly tf.Tensor[],
  result: tf.Tensor,
  make: (parts: Parts) => Recording,
): { result: tf.Tensor; recording: Recording | string } {
  const { buffers, dispatches, signature } = recorder;
  const data = backend.tensorMap.get(result.dataId);
  const output = data.resource;
  const outside = [...recorder.outside.values()];
  const known = new Set(inPlace.map(({ dataId }) => dataId));
  const kept = [...buffers.kept].filter((buffer) => buffer !== output);
  const foreign = outside.filter(
    ({ dataId }) =>
      !known.has(dataId) &&
      !(backend.tensorMap.has(dataId) && backend.tensorMap.get(dataId).isArena),
  );
  const problem =
    recorder.problem ??
    (!output || !buffers.has(output) || data.view ? 'its result is not its own' : undefined) ??
    (kept.length > 0 ? `it leaves ${kept.length} tensors behind` : undefined) ??
    (foreign.length > 0 ? `it uses ${foreign.length} tensors of others` : undefined);
  if (problem !== undefined) {
    buffers.giveBack(buffers.kept);
    return { result, recording: problem };
  }
  const { shape } = result;
  const own = copied(backend, output!, shape);
  // The buffer stays with the recording.
  data.external = true;
  result.dispose();
  const all: Parts = {
    dispatches,
    outside,
    signature: signature.join('\n'),
    buffers,
    inputs,
    output: output!,
    shape,
  };
  return { result: own, recording: make(all) };
}
