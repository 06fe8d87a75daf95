/** Filter gradients of Conv2D and depthwise convolutions without dilation. */
import * as tf from '@tensorflow/tfjs-core';
import type { ConvInfo } from './conv.ts';
import { correlationCode, type CorrelationCode } from './correlation.ts';
import {
  parts,
  planCorrelation,
  type CorrelationPlan,
  type CorrelationTask,
} from './correlationPlan.ts';
import { free } from '../kernelRegistry.ts';
import { machineOf, runAll, widthFor, type Backend } from './program.ts';
import { sumApart, sumMiddle } from './reduce.ts';

/** Plans by task: the search takes a while and the shapes of a network stay. */
const plans = new Map<string, CorrelationPlan>();

function planFor(task: CorrelationTask, backend: Backend): CorrelationPlan {
  const machine = machineOf(backend);
  const key = JSON.stringify([task, machine.invocations]);
  const known = plans.get(key);
  if (known) return known;
  const plan = planCorrelation(task, machine);
  plans.set(key, plan);
  return plan;
}

function codeOf(
  task: CorrelationTask,
  plan: CorrelationPlan,
  info: ConvInfo,
  bias: CorrelationCode['bias'],
): CorrelationCode {
  const { taps, rows, columns, inputs, vectors } = plan;
  const p = parts(task, plan);
  // The last taps of a part that is not full may leave the input, too.
  const reach = (outs: number, stride: number, allTaps: number) => (outs - 1) * stride + allTaps;
  const outside =
    info.padInfo.top > 0 ||
    info.padInfo.left > 0 ||
    reach(p.patchesY * rows, info.strideHeight, p.tapPartsY * taps[0]) > info.inHeight ||
    reach(p.patchesX * columns, info.strideWidth, p.tapPartsX * taps[1]) > info.inWidth;
  return {
    channels: task.channels,
    stride: task.stride,
    taps,
    rows,
    columns,
    inputs,
    vectors,
    width: task.width,
    partial: info.outHeight % rows > 0 || info.outWidth % columns > 0,
    padded: outside,
    ragged: info.filterHeight % taps[0] > 0 || info.filterWidth % taps[1] > 0,
    bias,
  };
}

function taskOf(
  info: ConvInfo,
  outChannels: number,
  multiplier: number,
  isDepthwise: boolean,
): CorrelationTask {
  const channels = !isDepthwise ? 'full' : multiplier === 1 ? 'each' : 'spread';
  return {
    channels,
    stride: [info.strideHeight, info.strideWidth],
    filter: [info.filterHeight, info.filterWidth],
    images: info.batchSize,
    out: [info.outHeight, info.outWidth],
    inChannels: info.inChannels,
    outChannels,
    width: widthFor(channels === 'spread' ? multiplier : outChannels),
  };
}

/** Uniforms: sizes, distances in x (in vectors of `inputWidth`), and how the work is dealt out. */
function uniformsOf(
  task: CorrelationTask,
  plan: CorrelationPlan,
  info: ConvInfo,
  inputWidth: number,
) {
  const p = parts(task, plan);
  const patches = info.batchSize * p.patchesY * p.patchesX;
  const patchesPerSlice = Math.ceil(patches / plan.slices);
  const pixel = info.inChannels / inputWidth;
  return {
    ...p,
    slices: Math.ceil(patches / patchesPerSlice),
    patches,
    patchesPerSlice,
    padY: info.padInfo.top,
    padX: info.padInfo.left,
    inY: info.inHeight,
    inX: info.inWidth,
    stepY: info.inWidth * pixel,
    stepX: pixel,
    outY: info.outHeight,
    outX: info.outWidth,
    vectors: task.outChannels / task.width,
    filterY: info.filterHeight,
    filterX: info.filterWidth,
    rowsOfFilter: task.channels === 'full' ? info.inChannels : 1,
  };
}

/** dW in `filterShape` from x [n, y, x, s] and dy [n, y', x', t]; depthwise: t = s·m. */
export const filterGradient = (
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  filterShape: number[],
  info: ConvInfo,
  isDepthwise: boolean,
): tf.TensorInfo => gradients(backend, x, dy, filterShape, info, isDepthwise, false)[0];

/** The same with the gradient of a bias [t], for a convolution that is not depthwise. */
export const filterAndBiasGradients = (
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  filterShape: number[],
  info: ConvInfo,
): tf.TensorInfo[] => gradients(backend, x, dy, filterShape, info, false, true);

function gradients(
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  filterShape: number[],
  info: ConvInfo,
  isDepthwise: boolean,
  hasBias: boolean,
): tf.TensorInfo[] {
  const multiplier = isDepthwise ? filterShape[3] : 1;
  const outChannels = dy.shape[3];
  const task = taskOf(info, outChannels, multiplier, isDepthwise);
  const plan = planFor(task, backend);
  const inputWidth = task.channels === 'each' ? task.width : plan.inputs;
  const uniforms = uniformsOf(task, plan, info, inputWidth);
  const { slices, tapPartsY, tapPartsX, inputBlocks, blocks } = uniforms;
  const apart = hasBias && slices === 1;
  const code = codeOf(task, plan, info, apart ? 'apart' : hasBias ? 'behind' : 'none');
  const weights = tf.util.sizeFromShape(filterShape);
  const perSlice = weights + (hasBias && !apart ? outChannels : 0);
  const [partial, ...biasSum] = runAll(backend, {
    key: `correlation_${Object.values(code).join('_')}`,
    code: correlationCode(code),
    inputs: [
      ['x', x, inputWidth],
      ['dy', dy, task.width],
    ],
    outputShape: [slices, perSlice],
    outputWidth: task.width,
    further: apart ? [['biasSum', [outChannels], task.width]] : [],
    invocations: slices * tapPartsY * tapPartsX * inputBlocks * blocks,
    workgroup: machineOf(backend).workgroup,
    integers: { ...uniforms, multiplier, perSlice: perSlice / task.width },
  });
  if (slices === 1) return [{ ...partial, shape: filterShape }, ...biasSum];
  const sums = hasBias
    ? sumApart(backend, partial, slices, [weights, outChannels])
    : [sumMiddle(backend, partial, [1, slices, weights])];
  free(backend, partial);
  return sums.map((sum, i) => ({ ...sum, shape: i === 0 ? filterShape : [outChannels] }));
}
