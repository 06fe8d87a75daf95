/**
 * Kernels in place of those that tfjs's WebGPU backend has for training. Whatever they do not cover (dilation,
 * activations other than the rectifier, other types than float32, sums over axes apart, operands broadcast along
 * inner axes) goes to the shipped ones.
 *
 * Train step of four 3×3 convolutions with 16 channels on 8×32×32 (SwiftShader, two threads): 1730 ms with tfjs's
 * kernels, 107 ms with these and tfjs's Adam, 81 ms with `adam.ts`; as one-way convolutions 1330, 45 and 42 ms.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  registerKernel,
  replaceKernel,
  type ConvAttributes,
  type Shape4,
} from '../kernelRegistry.ts';
import {
  convInputGradient,
  convolve,
  convolveAll,
  depthwise,
  depthwiseInputGradient,
  type ConvInfo,
} from './conv.ts';
import {
  BINARY,
  binary,
  squaredErrorsGradient,
  swish,
  swishGradient,
  UNARY,
  unary,
} from './elementwise.ts';
import { filterAndBiasGradients, filterGradient } from './filterGradient.ts';
import { product } from './matMul.ts';
import { areFloats, isSoftware, NAME, type Backend } from './program.ts';
import type { Activation } from './window.ts';
import { adamUpdate, releaseAdam } from './adam.ts';
import { registerAdamUpdate } from '../adam.ts';
import { CONVOLVE, CONVOLVE_ON, FILTER_AND_BIAS_GRADIENTS, INPUT_GRADIENT_ON } from '../conv2d.ts';
import { DOUBLE_LINEARLY, DOUBLE_LINEARLY_GRADIENT } from '../doubling.ts';
import { SQUARED_ERRORS, SQUARED_ERRORS_GRADIENT } from '../squaredErrors.ts';
import { SWISH, SWISH_GRADIENT } from '../swish.ts';
import { doubleLinearly, doubleLinearlyGradient } from './doubling.ts';
import { asMiddle, sumMiddle, sumOfSquaredErrors } from './reduce.ts';
import { concat, padOneAxis, slice } from './rows.ts';

interface Parameters {
  inputs: Record<string, tf.TensorInfo>;
  attrs: ConvAttributes & {
    filterShape: Shape4;
    inputShape: Shape4;
    axis?: number | number[];
    keepDims?: boolean;
    alpha?: number;
    begin?: number | number[];
    size?: number | number[];
    paddings?: [number, number][];
    constantValue?: number;
    transposeA?: boolean;
    transposeB?: boolean;
  };
  backend: Backend;
}

const register = (kernelName: string, kernelFunc: (parameters: Parameters) => tf.TensorInfo) =>
  registerKernel(NAME, kernelName, kernelFunc);

const replace = (
  kernelName: string,
  kernelFunc: (parameters: Parameters) => tf.TensorInfo | undefined,
) => replaceKernel(NAME, kernelName, kernelFunc);

/** An activation that the kernels here apply; undefined for any other. */
const activationOf = (name: string | null | undefined): Activation | undefined =>
  !name || name === 'linear' ? 'linear' : name === 'relu' ? 'relu' : undefined;

/** What tfjs computes of a convolution; undefined where it is not covered here. */
function covered(
  inputShape: number[],
  filterShape: number[],
  { strides, pad, dilations, dimRoundingMode, dataFormat, activation }: ConvAttributes,
  isDepthwise: boolean,
): ConvInfo | undefined {
  if (dataFormat === 'NCHW') return undefined;
  if (!activationOf(activation)) return undefined;
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
    const activation = activationOf(attrs.activation);
    return (isDepthwise ? depthwise : convolve)(backend, x, filter, info, bias, activation);
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

/** Convolutions with swish before or after them, and gradients that are computed together: see `../conv2d.ts`. */
function registerFusions(): void {
  type Attributes = Parameters['attrs'] & { activated: boolean; keeps: boolean };
  const infoOf = (x: readonly number[], filter: readonly number[], attrs: ConvAttributes) =>
    covered([...x], [...filter], { ...attrs, activation: undefined }, false)!;
  for (const name of [CONVOLVE, CONVOLVE_ON]) {
    registerKernel<Parameters, tf.TensorInfo[]>(NAME, name, ({ inputs, attrs, backend }) => {
      const { x, filter, bias } = inputs;
      const { activated, keeps } = attrs as Attributes;
      const info = infoOf(x.shape, filter.shape, attrs);
      const activation = activated ? 'swish' : 'linear';
      return convolveAll(backend, x, filter, info, bias, activation, keeps);
    });
  }
  register(INPUT_GRADIENT_ON, ({ inputs: { dy, filter, before }, attrs, backend }) => {
    const info = infoOf(attrs.inputShape, filter.shape, attrs);
    return convInputGradient(backend, dy, filter, info, before);
  });
  registerKernel<Parameters, tf.TensorInfo[]>(
    NAME,
    FILTER_AND_BIAS_GRADIENTS,
    ({ inputs: { x, dy }, attrs, backend }) => {
      const info = infoOf(x.shape, attrs.filterShape, attrs);
      return filterAndBiasGradients(backend, x, dy, attrs.filterShape, info);
    },
  );
}

function replaceReduction(kernelName: string, isMean: boolean): void {
  replace(kernelName, ({ inputs: { x }, attrs, backend }) => {
    const axes = tf.util.parseAxisParam(attrs.axis ?? x.shape.map((_, i) => i), x.shape);
    const middle = asMiddle(x.shape, axes);
    if (!middle || !areFloats(x) || tf.util.sizeFromShape(x.shape) === 0) return undefined;
    const [outShape] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
    const shape = attrs.keepDims ? tf.backend_util.expandShapeToKeepDim(outShape, axes) : outShape;
    return { ...sumMiddle(backend, x, middle, isMean ? 1 / middle[1] : 1), shape };
  });
}

function replaceBinary(kernelName: string): void {
  replace(kernelName, ({ inputs: { a, b }, backend }) => {
    // Small tensors that are not on the device yet are left to tfjs's path on the CPU.
    if (!areFloats(a, b) || backend.shouldExecuteOnCPU([a, b])) return undefined;
    return binary(backend, kernelName, a, b);
  });
}

function replaceUnary(kernelName: string): void {
  replace(kernelName, ({ inputs: { x }, attrs, backend }) => {
    const plain = !attrs.alpha && tf.util.sizeFromShape(x.shape) > 0;
    return plain && areFloats(x) && !backend.shouldExecuteOnCPU([x])
      ? unary(backend, kernelName, x)
      : undefined;
  });
}

function replaceCopies(): void {
  const movable = (backend: Backend, tensors: tf.TensorInfo[]) =>
    areFloats(...tensors) && !backend.shouldExecuteOnCPU(tensors);
  replace(tf.Slice, ({ inputs: { x }, attrs, backend }) => {
    if (!movable(backend, [x])) return undefined;
    const [begin, size] = tf.slice_util.parseSliceParams(x, attrs.begin!, attrs.size);
    tf.slice_util.assertParamsValid(x, begin, size);
    return slice(backend, x, begin, size);
  });
  replace(tf.Concat, ({ inputs, attrs, backend }) => {
    const tensors = Object.values(inputs);
    const full = tensors.every(({ shape }) => tf.util.sizeFromShape(shape) > 0);
    if (!full || tensors.length < 2 || !movable(backend, tensors)) return undefined;
    const [axis] = tf.util.parseAxisParam(attrs.axis!, tensors[0].shape);
    const shapes = tensors.map(({ shape }) => shape);
    tf.backend_util.assertParamsConsistent(shapes, axis);
    return concat(backend, tensors, axis);
  });
  replace(tf.PadV2, ({ inputs: { x }, attrs, backend }) =>
    movable(backend, [x])
      ? padOneAxis(backend, x, attrs.paddings!, attrs.constantValue ?? 0)
      : undefined,
  );
}

/** tfjs's name of the kernel behind `tf.fused.matMul`. */
const FUSED_MATMUL = '_FusedMatMul';

/** Products of two matrices, on software adapters: see `matMul.ts`. */
function replaceProducts(): void {
  for (const name of [tf.BatchMatMul, FUSED_MATMUL]) {
    replace(name, ({ inputs: { a, b, bias }, attrs, backend }) => {
      if (!isSoftware(backend) || !areFloats(a, b, bias)) return undefined;
      const isMatrix = ({ shape }: tf.TensorInfo) =>
        tf.util.sizeFromShape(shape) > 0 && shape.slice(0, -2).every((n) => n === 1);
      if (!isMatrix(a) || !isMatrix(b) || activationOf(attrs.activation) !== 'linear') {
        return undefined;
      }
      const flat = (x: tf.TensorInfo) => ({ ...x, shape: x.shape.slice(-2) });
      const { transposeA = false, transposeB = false } = attrs;
      const columns = b.shape.at(transposeB ? -2 : -1);
      if (bias && (bias.shape.length !== 1 || bias.shape[0] !== columns)) return undefined;
      const out = product(backend, flat(a), flat(b), transposeA, transposeB, bias);
      const rank = Math.max(a.shape.length, b.shape.length);
      return { ...out, shape: [...Array.from({ length: rank - 2 }, () => 1), ...out.shape] };
    });
  }
}

let registered = false;

/** Registers them all. Call once '@tensorflow/tfjs-backend-webgpu' is imported; calling again does nothing. */
export function registerWebGPUKernels(): void {
  if (registered) return;
  if (!tf.getKernel(tf.Conv2D, NAME)) {
    throw new Error("Import '@tensorflow/tfjs-backend-webgpu' before its kernels are replaced.");
  }
  registered = true;
  replaceForward(tf.Conv2D, false);
  replaceForward(tf.FusedConv2D, false);
  replaceForward(tf.DepthwiseConv2dNative, true);
  replaceForward(tf.FusedDepthwiseConv2D, true);
  replaceInputGradient(tf.Conv2DBackpropInput, false);
  replaceInputGradient(tf.DepthwiseConv2dNativeBackpropInput, true);
  replaceFilterGradient(tf.Conv2DBackpropFilter, false);
  replaceFilterGradient(tf.DepthwiseConv2dNativeBackpropFilter, true);
  registerFusions();
  replaceReduction(tf.Sum, false);
  replaceReduction(tf.Mean, true);
  for (const name of Object.keys(BINARY)) replaceBinary(name);
  for (const name of Object.keys(UNARY)) replaceUnary(name);
  replaceProducts();
  replaceCopies();
  registerAdamUpdate(NAME, adamUpdate, releaseAdam);
  register(SWISH, ({ inputs, backend }) => swish(backend, inputs.x));
  register(SWISH_GRADIENT, ({ inputs, backend }) => swishGradient(backend, inputs.x, inputs.dy));
  register(DOUBLE_LINEARLY, ({ inputs, attrs, backend }) =>
    doubleLinearly(backend, inputs.x, attrs.axis as number),
  );
  register(DOUBLE_LINEARLY_GRADIENT, ({ inputs, attrs, backend }) =>
    doubleLinearlyGradient(backend, inputs.dy, attrs.axis as number),
  );
  register(SQUARED_ERRORS, ({ inputs: { x, target }, backend }) =>
    sumOfSquaredErrors(backend, x, target),
  );
  register(SQUARED_ERRORS_GRADIENT, ({ inputs: { x, target, dy }, backend }) =>
    squaredErrorsGradient(backend, x, target, dy),
  );
}
