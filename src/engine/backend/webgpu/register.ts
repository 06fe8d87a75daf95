/**
 * Kernels in place of those that tfjs's WebGPU backend has for training. Whatever they do not cover (dilation,
 * activations in the convolution, other types than float32, sums over axes apart) goes to the shipped ones.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  convInputGradient,
  convolve,
  depthwise,
  depthwiseInputGradient,
  type ConvInfo,
} from './conv.ts';
import { swish, swishGradient } from './elementwise.ts';
import { filterGradient } from './filterGradient.ts';
import { areFloats, NAME, type Backend } from './program.ts';
import { asMiddle, sumMiddle } from './reduce.ts';

interface ConvAttributes {
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  dilations?: [number, number] | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  dataFormat?: 'NHWC' | 'NCHW';
  activation?: string | null;
}

type Shape4 = [number, number, number, number];

interface Parameters {
  inputs: Record<string, tf.TensorInfo>;
  attrs: ConvAttributes & {
    filterShape: Shape4;
    inputShape: Shape4;
    axis?: number | number[];
    keepDims?: boolean;
  };
  backend: Backend;
}

type Kernel = (parameters: Parameters) => tf.TensorInfo;

/** Puts a kernel in place of the shipped one, which gets what the new one answers with undefined. */
function replace(
  kernelName: string,
  kernelFunc: (parameters: Parameters) => tf.TensorInfo | undefined,
): void {
  const shipped = tf.getKernel(kernelName, NAME);
  tf.unregisterKernel(kernelName, NAME);
  const fallback = shipped.kernelFunc as unknown as Kernel;
  tf.registerKernel({
    ...shipped,
    kernelFunc: ((parameters: Parameters) =>
      kernelFunc(parameters) ?? fallback(parameters)) as unknown as tf.KernelFunc,
  });
}

const register = (kernelName: string, kernelFunc: Kernel): void =>
  tf.registerKernel({
    kernelName,
    backendName: NAME,
    kernelFunc: kernelFunc as unknown as tf.KernelFunc,
  });

/** What tfjs computes of a convolution; undefined where it is not covered here. */
function covered(
  inputShape: number[],
  filterShape: number[],
  { strides, pad, dilations, dimRoundingMode, dataFormat, activation }: ConvAttributes,
  isDepthwise: boolean,
): ConvInfo | undefined {
  if (dataFormat === 'NCHW') return undefined;
  if (activation && activation !== 'linear') return undefined;
  const info = tf.backend_util.computeConv2DInfo(
    inputShape as Shape4,
    filterShape as Shape4,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    isDepthwise,
  );
  const plain = info.dilationHeight === 1 && info.dilationWidth === 1;
  const filled = tf.util.sizeFromShape(info.outShape) > 0 && tf.util.sizeFromShape(inputShape) > 0;
  return plain && filled ? info : undefined;
}

function replaceForward(kernelName: string, isDepthwise: boolean): void {
  replace(kernelName, ({ inputs, attrs, backend }) => {
    const { x, filter, bias } = inputs;
    const info = covered(x.shape, filter.shape, attrs, isDepthwise);
    if (!info || !areFloats(x, filter, bias)) return undefined;
    // Biases of other shapes broadcast, which is left to tfjs.
    if (bias && (bias.shape.length !== 1 || bias.shape[0] !== info.outChannels)) return undefined;
    return (isDepthwise ? depthwise : convolve)(backend, x, filter, info, bias);
  });
}

function replaceInputGradient(kernelName: string, isDepthwise: boolean): void {
  replace(kernelName, ({ inputs: { dy, filter }, attrs, backend }) => {
    const info = covered(attrs.inputShape, filter.shape, attrs, isDepthwise);
    if (!info || !areFloats(dy, filter)) return undefined;
    return (isDepthwise ? depthwiseInputGradient : convInputGradient)(backend, dy, filter, info);
  });
}

function replaceFilterGradient(kernelName: string, isDepthwise: boolean): void {
  replace(kernelName, ({ inputs: { x, dy }, attrs, backend }) => {
    const info = covered(x.shape, attrs.filterShape, attrs, isDepthwise);
    if (!info || !areFloats(x, dy)) return undefined;
    return filterGradient(backend, x, dy, attrs.filterShape, info, isDepthwise);
  });
}

function replaceSum(): void {
  replace(tf.Sum, ({ inputs: { x }, attrs, backend }) => {
    const axes = tf.util.parseAxisParam(attrs.axis ?? x.shape.map((_, i) => i), x.shape);
    const middle = asMiddle(x.shape, axes);
    if (!middle || !areFloats(x) || tf.util.sizeFromShape(x.shape) === 0) return undefined;
    const [outShape] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
    const shape = attrs.keepDims ? tf.backend_util.expandShapeToKeepDim(outShape, axes) : outShape;
    return { ...sumMiddle(backend, x, middle), shape };
  });
}

let registered = false;

/** Registers them all. Call once '@tensorflow/tfjs-backend-webgpu' is imported; calling again does nothing. */
export function registerWebGPUKernels(): void {
  // Without WebGPU tfjs registers its kernels, but no backend that could run them.
  if (registered) return;
  registered = true;
  replaceForward(tf.Conv2D, false);
  replaceForward(tf.FusedConv2D, false);
  replaceForward(tf.DepthwiseConv2dNative, true);
  replaceForward(tf.FusedDepthwiseConv2D, true);
  replaceInputGradient(tf.Conv2DBackpropInput, false);
  replaceInputGradient(tf.DepthwiseConv2dNativeBackpropInput, true);
  replaceFilterGradient(tf.Conv2DBackpropFilter, false);
  replaceFilterGradient(tf.DepthwiseConv2dNativeBackpropFilter, true);
  replaceSum();
  register('Swish', ({ inputs, backend }) => swish(backend, inputs.x));
  register('SwishGrad', ({ inputs, backend }) => swishGradient(backend, inputs.x, inputs.dy));
}
