/** Runs window sums: the convolutions' forward passes and input gradients. */
import type * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import { machineOf, runAll, widthFor, type Backend } from './program.ts';
import { windowCode, type Activation, type Channels, type WindowCode } from './window.ts';
import { isPartial, patchesAlong, planWindow, type Patch, type WindowTask } from './windowPlan.ts';

export interface WindowSum {
  channels: Channels;
  direction: 1 | -1;
  /** [images, y, x, channels] */
  source: tf.TensorInfo;
  /** [y, x, …]: for 'full' the output channels come last. */
  filter: tf.TensorInfo;
  outShape: readonly number[];
  stride: readonly [number, number];
  /** Zeros before the first row and column of the forward pass's input. */
  pad: readonly [number, number];
  /** Output channels per input channel of a depthwise filter. */
  multiplier: number;
  bias?: tf.TensorInfo;
  activation?: Activation;
  /** Whether what comes before the activation is wanted as well. */
  keeps?: boolean;
  /** Multiplies the outputs by the slope of swish at these values. */
  before?: tf.TensorInfo;
  /** The filter is [y, x, output channels, source channels]. */
  turned?: boolean;
}

/** Patches by task: the search takes a while and the shapes of a network stay. */
const plans = new Map<string, Patch>();

function patchFor(task: WindowTask, backend: Backend): Patch {
  const machine = machineOf(backend);
  const key = JSON.stringify([task, machine.invocations]);
  const known = plans.get(key);
  if (known) return known;
  const patch = planWindow(task, machine);
  plans.set(key, patch);
  return patch;
}

function taskOf({ channels, direction, source, filter, outShape, stride, multiplier }: WindowSum) {
  const [images, outY, outX, outChannels] = outShape;
  const width =
    channels === 'gather' ? 1 : widthFor(channels === 'spread' ? multiplier : outChannels);
  const sums = { full: source.shape[3], each: 1, spread: 1, gather: multiplier }[channels];
  return {
    channels,
    direction,
    stride,
    filter: [filter.shape[0], filter.shape[1]],
    images,
    out: [outY, outX],
    outChannels,
    width,
    sums,
  } satisfies WindowTask;
}

/** Whether a window of the forward pass with output `outShape` may leave the source. */
function leaves({ direction, source, filter, outShape, stride, pad }: WindowSum): boolean {
  if (direction === -1) return true;
  return [0, 1].some(
    (axis) =>
      pad[axis] > 0 ||
      (outShape[axis + 1] - 1) * stride[axis] + filter.shape[axis] > source.shape[axis + 1],
  );
}

/** Uniforms: sizes, distances in the source (in vectors of `sourceWidth`), and how the work is dealt out. */
function uniformsOf(
  { channels, source, filter, pad, multiplier, turned = false }: WindowSum,
  task: WindowTask,
  patch: Patch,
  sourceWidth: number,
) {
  const { width, out, images } = task;
  const pixel = source.shape[3] / sourceWidth;
  const outVectors = task.outChannels / width;
  return {
    images,
    blocks: Math.ceil(outVectors / patch.vectors),
    patchesY: patchesAlong(task, 0, patch.rows),
    patchesX: patchesAlong(task, 1, patch.columns),
    padY: pad[0],
    padX: pad[1],
    inY: source.shape[1],
    inX: source.shape[2],
    stepY: source.shape[2] * pixel,
    stepX: pixel,
    outY: out[0],
    outX: out[1],
    vectors: outVectors,
    filterY: filter.shape[0],
    filterX: filter.shape[1],
    tapStep: sizeOf(filter.shape.slice(2)) / (turned ? 1 : width),
    channelStep: turned ? source.shape[3] : channels === 'full' ? outVectors : 1,
    sums: task.sums,
    multiplier,
  };
}

/** The output; or what comes before the activation and what comes after it, where both are kept. */
export function windowSum(backend: Backend, sum: WindowSum): tf.TensorInfo[] {
  const { channels, source, filter, outShape, bias, before } = sum;
  const { keeps = false, turned = false } = sum;
  const task = taskOf(sum);
  const patch = patchFor(task, backend);
  const { width } = task;
  const code: WindowCode = {
    ...patch,
    channels,
    direction: sum.direction,
    stride: sum.stride,
    width,
    padded: leaves(sum),
    partial: isPartial(task, patch),
    bias: bias !== undefined,
    activation: sum.activation ?? 'linear',
    keeps,
    slope: before !== undefined,
    turned,
  };
  const sourceWidth = channels === 'each' ? width : 1;
  const uniforms = uniformsOf(sum, task, patch, sourceWidth);
  const inputs: [string, tf.TensorInfo, number][] = [
    ['x', source, sourceWidth],
    ['W', filter, turned ? 1 : width],
  ];
  if (bias) inputs.push(['bias', bias, width]);
  if (before) inputs.push(['before', before, width]);
  return runAll(backend, {
    key: `window_${Object.values(code).join('_')}`,
    code: windowCode(code),
    inputs,
    outputShape: [...outShape],
    outputWidth: width,
    further: keeps ? [['activated', [...outShape], width]] : [],
    invocations: uniforms.images * uniforms.patchesY * uniforms.patchesX * uniforms.blocks,
    workgroup: machineOf(backend).workgroup,
    integers: uniforms,
  });
}
