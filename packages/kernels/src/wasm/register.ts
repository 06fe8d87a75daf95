/**
 * Kernels that tfjs's wasm backend lacks for training, or has slow or wrong: registered in place of its
 * own.
 *
 * - Conv2D: both gradients (`convFilterGradient.ts`, `convInputGradient.ts`), and the forward pass
 *   (`convForward.ts`).
 * - 3-way convolutions at stride 1 with zero padding, and their gradients (`volume.ts`).
 * - Depthwise: both gradients, and the forward pass at multiplier 1 (`depthwise.ts`).
 * - Forward passes with 'same' padding where the filter is smaller than the stride along an axis: wrong in
 *   tfjs 4.22 (tensorflow/tfjs#6629), right with the same padding given in numbers.
 * - Copies of tensors share their data; sums over leading axes (`sum.ts`).
 * - Joining and splitting along an axis (`rows.ts`), slices and zeros along one, sums of two tensors (`cuts.ts`).
 * - Convolutions that follow each other as one operation (`chain/`).
 * - Products with transposed matrices (`matMul.ts`).
 * - Swish and Adam's step, in one pass each (`swish.ts`, `adam.ts`), and linear upsampling (`doubling.ts`).
 *
 * And memory that runs out is an error (`outOfMemory.ts`).
 */
import * as tf from '@tensorflow/tfjs-core';
import { registerAdamUpdate } from '../adam.ts';
import {
  CHAIN,
  CHAIN_GRADIENT,
  registerChaining,
  type ChainAttributes,
  type ChainGradientAttributes,
} from '../chain.ts';
import { add, padWithZeros, slice } from './cuts.ts';
import { chain, chainGradient } from './chain/kernels.ts';
import { DOUBLE_LINEARLY, DOUBLE_LINEARLY_GRADIENT } from '../doubling.ts';
import { SWISH, SWISH_GRADIENT } from '../swish.ts';
import { CONVOLVE_VOLUME, CONVOLVE_VOLUME_FILTER, CONVOLVE_VOLUME_INPUT } from '../volume.ts';
import { adamUpdate } from './adam.ts';
import { convolveForward, convolvesForward } from './convForward.ts';
import { filterGradient } from './convFilterGradient.ts';
import { inputGradient } from './convInputGradient.ts';
import { depthwiseFilterGradient, depthwiseForward, depthwiseInputGradient } from './depthwise.ts';
import { doubleLinearly, doubleLinearlyGradient } from './doubling.ts';
import { fastLoops } from './loops.ts';
import { loopsModule } from './loopsModule.ts';
import { multiply } from './matMul.ts';
import { refuseWithoutMemory } from './outOfMemory.ts';
import { areRows, concat, split } from './rows.ts';
import { leadingSum, sumOfRows } from './sum.ts';
import { swish, swishGradient } from './swish.ts';
import { convolveVolume, volumeFilterGradient, volumeInputGradient } from './volume.ts';
import { convInfo, NAME, padding, type Backend, type ConvInfo } from './kernels.ts';
import {
  type ConvAttributes,
  type Shape4,
  registerKernel,
  replaceKernel,
} from '../kernelRegistry.ts';

type Parameters = {
  inputs: Record<string, tf.TensorInfo>;
  attrs: ConvAttributes &
    ChainAttributes &
    ChainGradientAttributes & { filterShape: Shape4; inputShape: Shape4 } & {
      axis: number | number[];
      numOrSizeSplits: number | number[];
      transposeA: boolean;
      transposeB: boolean;
      keepDims?: boolean;
      begin: number | number[];
      size: number | number[];
      paddings: [number, number][];
      constantValue: number;
      dtype?: tf.DataType;
    };
  backend: Backend;
};

type Result = tf.TensorInfo | tf.TensorInfo[];

const register = (kernelName: string, kernelFunc: (parameters: Parameters) => tf.TensorInfo) =>
  registerKernel(NAME, kernelName, kernelFunc, (backend) =>
    refuseWithoutMemory(backend as Backend),
  );

const replace = <R extends Result = tf.TensorInfo>(
  kernelName: string,
  kernelFunc: (parameters: Parameters, shipped: (p: Parameters) => R) => R | undefined,
) => replaceKernel<Parameters, R>(NAME, kernelName, kernelFunc);

/** The padding in numbers if the shipped kernels get 'same' wrong. */
function safePadding(info: ConvInfo, pad: ConvAttributes['pad']): ConvAttributes['pad'] {
  const smaller =
    info.effectiveFilterHeight < info.strideHeight || info.effectiveFilterWidth < info.strideWidth;
  if (pad !== 'same' || !smaller) return pad;
  const { top, bottom, left, right } = info.padInfo;
  return padding(top, bottom, left, right);
}

function correctPadding(kernelName: string, depthwise: boolean): void {
  replace(kernelName, (parameters, shipped) => {
    const { inputs, attrs } = parameters;
    const info = convInfo(inputs.x.shape, inputs.filter.shape, attrs, depthwise);
    return shipped({ ...parameters, attrs: { ...attrs, pad: safePadding(info, attrs.pad) } });
  });
}

function replaceDepthwiseForward(): void {
  correctPadding(tf.DepthwiseConv2dNative, true);
  replace(tf.DepthwiseConv2dNative, ({ inputs, attrs, backend }) => {
    const { x, filter } = inputs;
    const info = convInfo(x.shape, filter.shape, attrs, true);
    const plain = info.dilationHeight === 1 && info.dilationWidth === 1 && filter.shape[3] === 1;
    // Fewer channels than a vector has lanes gain nothing.
    if (!plain || info.outChannels < 4 || !fastLoops(backend)) return undefined;
    return depthwiseForward(backend, x, filter, info);
  });
}

/** The convolutions that gain from it; with a bias only if nothing but the bias is fused. */
function replaceConvolution(): void {
  replace(tf.Conv2D, ({ inputs, attrs, backend }) => {
    const info = convInfo(inputs.x.shape, inputs.filter.shape, attrs);
    if (!convolvesForward(backend, info)) return undefined;
    return convolveForward(backend, inputs.x, inputs.filter, info);
  });
  replace(tf.FusedConv2D, ({ inputs, attrs, backend }) => {
    const info = convInfo(inputs.x.shape, inputs.filter.shape, attrs);
    const { x, filter, bias } = inputs;
    const plain = attrs.activation === undefined || attrs.activation === 'linear';
    // A bias of one number for all channels is the shipped kernel's to refuse.
    const fits = !bias || tf.util.sizeFromShape(bias.shape) === info.outChannels;
    if (!plain || !fits || !convolvesForward(backend, info)) return undefined;
    return convolveForward(backend, x, filter, info, bias);
  });
}

/**
 * Copies of tensors share their data, as on every other backend: the shipped kernels copy the numbers,
 * for every tensor that a gradient remembers.
 */
function shareCopies(): void {
  const shared = ({ inputs: { x }, backend }: Parameters): tf.TensorInfo => {
    backend.incRef(x.dataId);
    const { dataId, shape, dtype } = x;
    return { dataId, shape, dtype };
  };
  replace(tf.Identity, (parameters) =>
    parameters.inputs.x.dtype === 'string' ? undefined : shared(parameters),
  );
  replace(tf.Cast, (parameters) =>
    parameters.attrs.dtype === parameters.inputs.x.dtype ? shared(parameters) : undefined,
  );
}

function replaceJoins(): void {
  replace(tf.Concat, ({ inputs, attrs, backend }) => {
    const parts = Object.values(inputs);
    const [axis] = tf.util.parseAxisParam(attrs.axis, parts[0].shape);
    const shapes = parts.map(({ shape }) => shape);
    if (parts.length < 2 || !areRows(backend, parts)) return undefined;
    tf.backend_util.assertParamsConsistent(shapes, axis);
    return concat(backend, parts, axis);
  });
  replace<tf.TensorInfo[]>(tf.SplitV, ({ inputs: { x }, attrs, backend }) => {
    const [axis] = tf.util.parseAxisParam(attrs.axis, x.shape);
    const lengths = tf.backend_util.prepareSplitSize(x, attrs.numOrSizeSplits, axis);
    if (!areRows(backend, [x]) || lengths.some((length) => length === 0)) return undefined;
    return split(backend, x, lengths, axis);
  });
}

function replaceCuts(): void {
  replace(tf.Slice, ({ inputs: { x }, attrs: { begin, size }, backend }) =>
    slice(backend, x, begin, size),
  );
  replace(tf.PadV2, ({ inputs: { x }, attrs: { paddings, constantValue }, backend }) =>
    constantValue === 0 ? padWithZeros(backend, x, paddings) : undefined,
  );
  replace(tf.Add, ({ inputs: { a, b }, backend }) => add(backend, a, b));
}

function replaceSum(): void {
  replace(tf.Sum, ({ inputs, attrs, backend }) => {
    const { x } = inputs;
    const sizes = leadingSum(x, attrs.axis);
    if (!sizes) return undefined;
    const count = [attrs.axis].flat().length;
    const kept = x.shape.slice(count);
    const ones = attrs.keepDims ? x.shape.slice(0, count).map(() => 1) : [];
    return sumOfRows(backend, x, sizes, [...ones, ...kept]);
  });
}

function registerChains(): void {
  const put = (kernelName: string, kernelFunc: (parameters: Parameters) => tf.TensorInfo[]) =>
    tf.registerKernel({
      backendName: NAME,
      kernelName,
      kernelFunc: kernelFunc as unknown as tf.KernelFunc,
    });
  put(CHAIN, ({ inputs, attrs, backend }) => chain(backend, inputs, attrs));
  put(CHAIN_GRADIENT, ({ inputs, attrs, backend }) => chainGradient(backend, inputs, attrs));
  // Without loops of our own chains are computed stage by stage.
  registerChaining(NAME, () => fastLoops(tf.backend() as Backend) !== undefined);
}

/** 3-way convolutions, where the loops can run: without SIMD they are folded into 2-way ones. */
function registerVolumes(): void {
  if (!WebAssembly.validate(loopsModule())) return;
  register(CONVOLVE_VOLUME, ({ inputs: { x, filter, bias }, backend }) =>
    convolveVolume(backend, x, filter, bias),
  );
  register(CONVOLVE_VOLUME_INPUT, ({ inputs, backend }) =>
    volumeInputGradient(backend, inputs.dy, inputs.filter),
  );
  register(CONVOLVE_VOLUME_FILTER, ({ inputs, attrs, backend }) =>
    volumeFilterGradient(backend, inputs.x, inputs.dy, attrs.filterShape),
  );
}

let registered = false;

/**
 * Registers them all. Call once the wasm backend's module is loaded, before the backend is started; calling again
 * does nothing.
 */
export function registerWasmKernels(): void {
  if (registered) return;
  registered = true;
  register(tf.Conv2DBackpropFilter, ({ inputs, backend, attrs }) =>
    filterGradient(backend, inputs.x, inputs.dy, attrs.filterShape, attrs),
  );
  replace(tf.Conv2DBackpropInput, ({ inputs, backend, attrs }) =>
    inputGradient(backend, inputs.dy, inputs.filter, attrs.inputShape, attrs),
  );
  register(tf.DepthwiseConv2dNativeBackpropFilter, ({ inputs, backend, attrs }) =>
    depthwiseFilterGradient(backend, inputs.x, inputs.dy, attrs.filterShape, attrs),
  );
  register(tf.DepthwiseConv2dNativeBackpropInput, ({ inputs, backend, attrs }) =>
    depthwiseInputGradient(backend, inputs.dy, inputs.filter, attrs.inputShape, attrs),
  );
  correctPadding(tf.Conv2D, false);
  correctPadding(tf.FusedConv2D, false);
  correctPadding(tf.FusedDepthwiseConv2D, true);
  replaceDepthwiseForward();
  replaceConvolution();
  replaceSum();
  replaceJoins();
  replaceCuts();
  shareCopies();
  replace(tf.BatchMatMul, multiply);
  register(SWISH, ({ inputs, backend }) => swish(backend, inputs.x));
  register(SWISH_GRADIENT, ({ inputs, backend }) => swishGradient(backend, inputs.x, inputs.dy));
  register(DOUBLE_LINEARLY, ({ inputs, attrs, backend }) =>
    doubleLinearly(backend, inputs.x, attrs.axis as number),
  );
  register(DOUBLE_LINEARLY_GRADIENT, ({ inputs, attrs, backend }) =>
    doubleLinearlyGradient(backend, inputs.dy, attrs.axis as number),
  );
  registerChains();
  registerVolumes();
  registerAdamUpdate(NAME, adamUpdate);
}
