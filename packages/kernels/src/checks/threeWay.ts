/** 3-way convolutions: directly where the backend has kernels for them, otherwise from 2-way ones. */
import * as tf from '@tensorflow/tfjs-core';
import { convolvesVolumes, convolveVolume } from '../volume.ts';
import { differentiable, type Definition } from './check.ts';
import type { Extent } from './extent.ts';
import type { Random } from './random.ts';
import { convolutionAxis, referenceConvolution, type Axis, type Convolution } from './reference.ts';

/** A 3-way 'same' convolution as a Conv2D of shifted copies, side by side on the channel axis. */
function folded(x: tf.Tensor, filter: tf.Tensor, { before, size }: Axis): tf.Tensor {
  const [n, t, h, w, s] = x.shape;
  const [kt, kh, kw, , outputs] = filter.shape;
  const padded = tf.pad(tf.reshape<tf.Rank.R3>(x, [n, t, h * w * s]), [
    [0, 0],
    [before, size - 1 - before],
    [0, 0],
  ]);
  const copies = Array.from({ length: kt }, (_, shift) =>
    tf.reshape<tf.Rank.R4>(tf.slice(padded, [0, shift, 0], [n, t, h * w * s]), [n * t, h, w, s]),
  );
  const flat = tf.reshape<tf.Rank.R4>(tf.transpose(filter, [1, 2, 0, 3, 4]), [
    kh,
    kw,
    kt * s,
    outputs,
  ]);
  const out = tf.conv2d(tf.concat(copies, 3), flat, 1, 'same');
  return tf.reshape(out, [n, t, h, w, outputs]);
}

function draw(random: Random, extent: Extent, size: readonly number[]): Convolution {
  const axes = size.map((k) => {
    const points = random.between(Math.max(2, k - 1), k + Math.min(4, extent.points));
    return convolutionAxis(points, k, 1, 'same');
  });
  const [inputs, outputs] = [random.pick(extent.channels), random.pick(extent.channels)];
  return { kind: 'full', batch: random.between(1, extent.batch), axes, inputs, outputs };
}

function shapesOf({ batch, axes, inputs, outputs }: Convolution) {
  const points = axes.map(({ out }) => out);
  return {
    x: [batch, ...points, inputs],
    filter: [...axes.map(({ size }) => size), inputs, outputs],
    out: [batch, ...points, outputs],
  };
}

function foldedCheck(random: Random, extent: Extent, size: readonly number[]): Definition {
  const convolution = draw(random, extent, size);
  const { x: shape, filter: filterShape, out } = shapesOf(convolution);
  return differentiable({
    group: '3-way convolution',
    name: `${size.join('×')}, folded into Conv2D`,
    operands: [
      { name: 'x', shape },
      { name: 'filter', shape: filterShape },
    ],
    shape: out,
    value: ([x, filter]) => folded(x, filter, convolution.axes[0]),
    reference: ([x, filter], dy) => {
      const { y, dx, dFilter } = referenceConvolution(convolution, x, filter, undefined, dy);
      return [y, dx, dFilter];
    },
  });
}

function directCheck(
  random: Random,
  extent: Extent,
  size: readonly number[],
  which: string,
): Definition {
  const convolution = draw(random, extent, size);
  const { x: shape, filter: filterShape, out } = shapesOf(convolution);
  return differentiable({
    group: '3-way convolution',
    name: `${size.join('×')}, direct, with bias, ${which} channels`,
    operands: [
      { name: 'x', shape },
      { name: 'filter', shape: filterShape },
      { name: 'bias', shape: [convolution.outputs] },
    ],
    shape: out,
    // The cpu backend, with which others are compared, has no kernel for it.
    value: ([x, filter, bias]) =>
      convolvesVolumes()
        ? convolveVolume(x, filter, bias as tf.Tensor1D)
        : tf.add(folded(x, filter, convolution.axes[0]), bias),
    reference: ([x, filter, bias], dy) => {
      const { y, dx, dFilter, dBias } = referenceConvolution(convolution, x, filter, bias, dy);
      return [y, dx, dFilter, dBias];
    },
  });
}

const sizes = [
  [3, 3, 3],
  [2, 3, 3],
  [5, 3, 1],
  [4, 1, 1],
];

/** Also with a filter longer than the axis, and with channels for every tile. */
function directChecks(random: Random, extent: Extent): Definition[] {
  if (!convolvesVolumes()) return [];
  const more: Extent = { ...extent, channels: [4, 5, 8, 11, 16] };
  const all: readonly (readonly number[])[] = [...sizes, [1, 1, 1], [3, 5, 4], [7, 1, 3]];
  return all.flatMap((size) => [
    directCheck(random, extent, size, 'few'),
    directCheck(random, more, size, 'more'),
  ]);
}

export const threeWays = (random: Random, extent: Extent): Definition[] => [
  ...(extent.every ? sizes : [random.pick(sizes)]).map((size) => foldedCheck(random, extent, size)),
  ...directChecks(random, extent),
];
