/**
 * How the kernels of this folder run: in the queue of tfjs's own WebGPU backend, on flat views of the tensors, so
 * that one pipeline serves all shapes alike. Sizes are uniforms; what is baked into the code is in `key`.
 */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import { compiled } from './pipelines.ts';
import { SOFTWARE } from './software.ts';

export const NAME = 'webgpu';

/** The part of GPUBuffer in use here; the engine is compiled without the DOM. */
export interface GpuBuffer {
  readonly size: number;
  readonly usage: number;
}

/** What tfjs's backend knows of a tensor. */
export interface TensorData {
  resource: GpuBuffer | null;
  values: unknown;
  refCount: number;
  /** tfjs does not free its buffer. */
  external?: boolean;
  /** Where it lies in its buffer (bytes), if it does not fill it: see `arena.ts`. */
  view?: { offset: number; size: number };
  /** Whether it is a buffer of views, which stays where it is. */
  isArena?: boolean;
}

export interface BufferManager {
  readonly numBytesUsed: number;
  readonly numBytesAllocated: number;
  readonly freeBuffers: Map<string, GpuBuffer[]>;
  acquireBuffer(size: number, usage: number, mapped?: boolean, reuse?: boolean): GpuBuffer;
  releaseBuffer(buffer: GpuBuffer, reuse?: boolean): void;
}

interface CommandEncoder {
  beginComputePass(): object;
  copyBufferToBuffer(
    from: GpuBuffer,
    fromOffset: number,
    to: GpuBuffer,
    toOffset: number,
    size: number,
  ): void;
}

export interface UniformData {
  type: 'int32' | 'float32';
  data: number[];
}

/** What tfjs's backend runs. */
export interface Program {
  variableNames: string[];
  outputShape: number[];
  workgroupSize: [number, number, number];
  dispatchLayout: { x: number[] };
  dispatch: [number, number, number];
  shaderKey: string;
  pipeline?: object;
  getUserCode(): string;
}

/** The part of tfjs's `WebGPUBackend` in use here. */
export interface Backend extends tf.KernelBackend {
  device: GpuDevice;
  adapterInfo?: { vendor?: string; architecture?: string };
  pipelineCache: Record<string, unknown>;
  tensorMap: { has(dataId: object): boolean; get(dataId: object): TensorData };
  bufferManager: BufferManager;
  commandEncoder: CommandEncoder | null;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  queue: { writeBuffer(buffer: GpuBuffer, offset: number, data: Float32Array): void };
  tensorToBinding(tensor: tf.TensorInfo): object;
  makeUniforms(uniforms: unknown): object;
  disposeData(dataId: object, force?: boolean): boolean;
  refCount(dataId: object): number;
  uploadToGPU(dataId: object): void;
  shouldExecuteOnCPU(inputs: tf.TensorInfo[]): boolean;
  makeTensorInfo(shape: number[], dtype: 'float32'): tf.TensorInfo;
  recordAndSubmit(
    program: Program,
    output: tf.TensorInfo,
    inputs: tf.TensorInfo[],
    uniforms?: UniformData[],
  ): void;
}

export interface GpuDevice {
  adapterInfo?: { vendor?: string; architecture?: string; description?: string };
  limits: {
    maxStorageBuffersPerShaderStage: number;
    maxComputeWorkgroupsPerDimension: number;
    maxStorageBufferBindingSize: number;
    maxBufferSize: number;
  };
  createCommandEncoder(): object;
  createShaderModule(descriptor: { code: string }): object;
  createComputePipeline(descriptor: object): object;
  createComputePipelineAsync(descriptor: object): Promise<object>;
}

type Kind = 'software' | 'hardware';

let forced: Kind | undefined;

/** Makes the kernels choose their shapes as on that kind of adapter, whatever there is: for tests and comparisons. */
export const pretendAdapter = (kind: Kind | undefined): void => {
  forced = kind;
};

/** Whether the adapter is a CPU in disguise: barriers and loads are dear there, parallelism is small. */
export function isSoftware({ device, adapterInfo }: Backend): boolean {
  if (forced) return forced === 'software';
  const names = [adapterInfo, device.adapterInfo].flatMap((info) => [
    info?.vendor,
    info?.architecture,
  ]);
  return SOFTWARE.test([...names, device.adapterInfo?.description].join(' '));
}

/** What an adapter is good at, in units of one multiply-add; see `windowPlan.ts` for how it is used. */
export interface Machine {
  /** Cost of loading one number from a storage buffer. */
  load: number;
  /** Invocations that run at the same time: fewer leave the device idle. */
  invocations: number;
  /** Numbers that an invocation keeps in registers. */
  registers: number;
  workgroup: number;
}

/**
 * SwiftShader 5 (Subzero): a load of one number costs about as much as 25 multiply-adds, four invocations
 * share a SIMD register. The hardware figures are a compromise among GPUs, not measured on any.
 */
const SOFTWARE_MACHINE: Machine = { load: 25, invocations: 128, registers: 80, workgroup: 16 };
const HARDWARE_MACHINE: Machine = { load: 4, invocations: 16384, registers: 40, workgroup: 64 };

export const machineOf = (backend: Backend): Machine =>
  isSoftware(backend) ? SOFTWARE_MACHINE : HARDWARE_MACHINE;

/** A vector type of WGSL. */
export const vectorType = (width: number): string => (width === 1 ? 'f32' : `vec${width}<f32>`);

/** The widest vector that divides a number of channels. */
export const widthFor = (channels: number): 1 | 2 | 4 =>
  channels % 4 === 0 ? 4 : channels % 2 === 0 ? 2 : 1;

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The divisors of n up to `most`. */
export const divisors = (n: number, most: number): number[] =>
  range(Math.min(n, most))
    .map((i) => i + 1)
    .filter((i) => n % i === 0);

export interface Call {
  /** Names what is baked into `code`. */
  key: string;
  /** WGSL: `fn main(index : i32)`, which writes `result` and `further`; functions before it. */
  code: string;
  /** Name, tensor and vector width of every input. */
  inputs: [name: string, tensor: tf.TensorInfo, width: number][];
  outputShape: number[];
  outputWidth: number;
  /** Name, shape and vector width of outputs besides `result`. */
  further?: [name: string, shape: number[], width: number][];
  invocations: number;
  workgroup: number;
  integers?: Record<string, number>;
  floats?: Record<string, number>;
  /** A tensor to write to, in place of a new one. */
  output?: tf.TensorInfo;
}

interface Slot {
  name: string;
  width: number;
  writes: boolean;
}

/**
 * A whole shader. tfjs writes two numbers, then shape and stride of every tensor, to the start of the uniforms;
 * the tensors are flat here, so that each is one number.
 */
function shaderOf({ code, workgroup, integers = {}, floats = {} }: Call, slots: Slot[]): string {
  const buffers = slots.map(
    ({ name, width, writes }, i) =>
      `@group(0) @binding(${i}) var<storage, ${writes ? 'read_write' : 'read'}> ${name} : array<${vectorType(width)}>;`,
  );
  const shapes = slots.map((_, i) => `shape_${i} : i32, stride_${i} : i32,`);
  const numbers = [
    ...Object.keys(integers).map((name) => `${name} : i32,`),
    ...Object.keys(floats).map((name) => `${name} : f32,`),
  ];
  return `
    struct Uniforms { nan : f32, infinity : f32, ${shapes.join(' ')} ${numbers.join(' ')} };
    ${buffers.join('\n')}
    @group(0) @binding(${slots.length}) var<uniform> uniforms : Uniforms;
    ${code}
    @compute @workgroup_size(${workgroup}) fn _start(
      @builtin(workgroup_id) group : vec3<u32>,
      @builtin(num_workgroups) groups : vec3<u32>,
      @builtin(local_invocation_index) local : u32
    ) {
      main(i32((group.y * groups.x + group.x) * ${workgroup}u + local));
    }`;
}

const flat = ({ dataId, dtype, shape }: tf.TensorInfo): tf.TensorInfo => ({
  dataId,
  dtype,
  shape: [tf.util.sizeFromShape(shape)],
});

/** Workgroups along x and y; a dimension has a limit. */
function groupsFor(count: number, { limits }: GpuDevice): [number, number, number] {
  const x = Math.min(count, limits.maxComputeWorkgroupsPerDimension);
  return [x, Math.ceil(count / x), 1];
}

/**
 * Runs a program over `invocations` threads; `main` must ignore an index beyond that. Returns the output and the
 * further ones in their order.
 */
export function runAll(backend: Backend, call: Call): tf.TensorInfo[] {
  const { inputs, outputShape, further = [], integers = {}, floats = {}, workgroup } = call;
  const made = (shape: number[]) => backend.makeTensorInfo([sizeOf(shape)], 'float32');
  const results = [call.output ?? made(outputShape), ...further.map(([, shape]) => made(shape))];
  const shapes = [outputShape, ...further.map(([, shape]) => shape)];
  const shaped = () => results.map(({ dataId, dtype }, i) => ({ dataId, dtype, shape: shapes[i] }));
  const tensors = [...results, ...inputs.map(([, tensor]) => tensor)].map(flat);
  for (const { dataId } of tensors) backend.uploadToGPU(dataId);
  const slots: Slot[] = [
    { name: 'result', width: call.outputWidth, writes: true },
    ...further.map(([name, , width]) => ({ name, width, writes: true })),
    ...inputs.map(([name, , width]) => ({ name, width, writes: false })),
  ];
  const key = `slim_${call.key}_${workgroup}_${slots.map(({ name, width }) => `${name}${width}`).join('_')}`;
  const pipeline = compiled(backend, key, () => shaderOf(call, slots));
  if (!pipeline) return shaped();
  const data: UniformData[] = [
    ...Object.values(integers).map((value) => ({ type: 'int32' as const, data: [value] })),
    ...Object.values(floats).map((value) => ({ type: 'float32' as const, data: [value] })),
  ];
  const program: Program = {
    pipeline,
    variableNames: [],
    outputShape: tensors[0].shape,
    workgroupSize: [workgroup, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: groupsFor(Math.ceil(call.invocations / workgroup), backend.device),
    shaderKey: key,
    getUserCode: () => '',
  };
  // tfjs puts the shapes in the order of the inputs, then the output, but the buffers with the output first.
  backend.recordAndSubmit(program, tensors[0], tensors.slice(1), data);
  return shaped();
}

/** The same where there is one output. */
export const run = (backend: Backend, call: Call): tf.TensorInfo => runAll(backend, call)[0];

/** Whether a kernel may read the tensors as arrays of float32. */
export const areFloats = (...tensors: (tf.TensorInfo | undefined)[]): boolean =>
  tensors.every((tensor) => tensor === undefined || tensor.dtype === 'float32');
