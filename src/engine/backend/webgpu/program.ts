/**
 * How the kernels of this folder run: as programs of tfjs's own WebGPU backend, on flat views of the tensors, so
 * that one pipeline serves all shapes alike. Sizes are uniforms; what is baked into the code is in `key`.
 */
import * as tf from '@tensorflow/tfjs-core';
import { SOFTWARE } from './software.ts';

export const NAME = 'webgpu';

/** The part of GPUBuffer in use here; the engine is compiled without the DOM. */
export interface GpuBuffer {
  readonly size: number;
}

export interface UniformData {
  type: 'int32' | 'float32';
  data: number[];
}

/** What tfjs's backend runs. */
export interface Program {
  variableNames: string[];
  variableComponents?: number[];
  outputComponent?: number;
  outputShape: number[];
  uniforms?: string;
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
  tensorMap: { get(dataId: object): { resource: GpuBuffer | null; values: unknown } };
  disposeData(dataId: object, force?: boolean): boolean;
  refCount(dataId: object): number;
  uploadToGPU(dataId: object): void;
  shouldExecuteOnCPU(inputs: tf.TensorInfo[]): boolean;
  makeTensorInfo(shape: number[], dtype: 'float32'): tf.TensorInfo;
  runWebGPUProgram(
    program: Program,
    inputs: tf.TensorInfo[],
    dtype: 'float32',
    uniforms?: UniformData[],
    output?: tf.TensorInfo,
  ): tf.TensorInfo;
  recordAndSubmit(
    program: Program,
    output: tf.TensorInfo,
    inputs: tf.TensorInfo[],
    uniforms?: UniformData[],
  ): void;
}

export interface GpuDevice {
  adapterInfo?: { vendor?: string; architecture?: string; description?: string };
  limits: { maxStorageBuffersPerShaderStage: number };
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
  /** WGSL: `fn main(index : i32)`, which writes `result`; functions before it. */
  code: string;
  /** Name, tensor and vector width of every input. */
  inputs: [name: string, tensor: tf.TensorInfo, width: number][];
  outputShape: number[];
  outputWidth: number;
  invocations: number;
  workgroup: number;
  integers?: Record<string, number>;
  floats?: Record<string, number>;
  /** A tensor to write to, in place of a new one. */
  output?: tf.TensorInfo;
}

/** Runs a program over `invocations` threads; `main` must ignore an index beyond that. */
export function run(backend: Backend, call: Call): tf.TensorInfo {
  const { inputs, outputShape, integers = {}, floats = {}, workgroup } = call;
  const program: Program = {
    variableNames: inputs.map(([name]) => name),
    variableComponents: inputs.map(([, , width]) => width),
    outputComponent: call.outputWidth,
    outputShape: [tf.util.sizeFromShape(outputShape)],
    uniforms: [
      ...Object.keys(integers).map((name) => `${name} : i32, `),
      ...Object.keys(floats).map((name) => `${name} : f32, `),
    ].join(''),
    workgroupSize: [workgroup, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(call.invocations / workgroup), 1, 1],
    shaderKey: `slim_${call.key}_${call.outputWidth}_${inputs.map(([, , width]) => width).join('')}`,
    getUserCode: () => call.code,
  };
  const flat = inputs.map(([, { dataId, dtype, shape }]) => ({
    dataId,
    dtype,
    shape: [tf.util.sizeFromShape(shape)],
  }));
  const data: UniformData[] = [
    ...Object.values(integers).map((value) => ({ type: 'int32' as const, data: [value] })),
    ...Object.values(floats).map((value) => ({ type: 'float32' as const, data: [value] })),
  ];
  const { dataId, dtype } = backend.runWebGPUProgram(program, flat, 'float32', data, call.output);
  return { dataId, dtype, shape: outputShape };
}

/** Whether a kernel may read the tensors as arrays of float32. */
export const areFloats = (...tensors: (tf.TensorInfo | undefined)[]): boolean =>
  tensors.every((tensor) => tensor === undefined || tensor.dtype === 'float32');
