/**
 * What the kernels of this folder share: calling a kernel that the wasm backend has, and the memory that the tensors lie in.
 *
 * The kernels work on `TensorInfo`s and free their temporaries themselves: tensors made here would belong
 * to the caller's scope and leak or be freed too early.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ConvAttributes, Shape4 } from '../kernelRegistry.ts';

export const NAME = 'wasm';

/** Bytes of a float32 number. */
export const FLOAT = 4;

/** The part of tfjs's `BackendWasm` in use here. */
export interface Backend extends tf.KernelBackend {
  disposeData(dataId: object, force?: boolean): boolean;
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
  getMemoryOffset(dataId: object): number;
  /** The Emscripten module; `asm` holds what the WebAssembly instance exports. */
  wasm: {
    HEAPU8: Uint8Array;
    _malloc: (this: void, bytes: number) => number;
    _free: (this: void, address: number) => void;
    asm?: { memory?: WebAssembly.Memory };
  };
}

export type ConvInfo = tf.backend_util.Conv2DInfo;

/** Throws for tensors whose channels do not come last, as the shipped kernels do. */
export function convInfo(
  inputShape: number[],
  filterShape: number[],
  { strides, pad, dilations, dimRoundingMode, dataFormat = 'NHWC' }: ConvAttributes,
  depthwise = false,
): ConvInfo {
  if (dataFormat !== 'NHWC') {
    throw new Error(`The wasm backend has no convolutions of ${dataFormat} tensors: use NHWC.`);
  }
  return tf.backend_util.computeConv2DInfo(
    inputShape as Shape4,
    filterShape as Shape4,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
  );
}

export const padding = (
  top: number,
  bottom: number,
  left: number,
  right: number,
): tf.backend_util.ExplicitPadding => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
];

export function call(
  backend: Backend,
  kernelName: string,
  inputs: Record<string, tf.TensorInfo>,
  attrs: Record<string, unknown>,
): tf.TensorInfo {
  const kernel = tf.getKernel(kernelName, NAME);
  return kernel.kernelFunc({
    inputs,
    backend,
    attrs: attrs as tf.NamedAttrMap,
  }) as tf.TensorInfo;
}

/** The same data under another shape: not a tensor of its own. */
export const reshaped = (tensor: tf.TensorInfo, shape: number[]): tf.TensorInfo => ({
  ...tensor,
  shape,
});

export const transpose = (backend: Backend, x: tf.TensorInfo, perm: number[]): tf.TensorInfo =>
  call(backend, tf.Transpose, { x }, { perm });

/** A convolution at stride 1 of `[batch, height, width, channel]`. */
export const convolve = (
  backend: Backend,
  x: tf.TensorInfo,
  filter: tf.TensorInfo,
  pad: tf.backend_util.ExplicitPadding,
  dilations: [number, number] = [1, 1],
): tf.TensorInfo =>
  call(backend, tf.Conv2D, { x, filter }, { strides: [1, 1], dataFormat: 'NHWC', pad, dilations });
