/** 3-way convolutions from 2-way ones, as backends without good 3-way kernels compute them. */
import * as tf from '@tensorflow/tfjs-core';
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

function threeWay(random: Random, extent: Extent, size: readonly number[]): Definition {
  const points = size.map((k) =>
    random.between(Math.max(2, k - 1), k + Math.min(4, extent.points)),
  );
  const axes = size.map((k, i) => convolutionAxis(points[i], k, 1, 'same'));
  const [inputs, outputs] = [random.pick(extent.channels), random.pick(extent.channels)];
  const batch = random.between(1, extent.batch);
  const convolution: Convolution = { kind: 'full', batch, axes, inputs, outputs };
  return differentiable({
    group: '3-way convolution',
    name: `${size.join('×')}, folded into Conv2D`,
    operands: [
      { name: 'x', shape: [batch, ...points, inputs] },
      { name: 'filter', shape: [...size, inputs, outputs] },
    ],
    shape: [batch, ...points, outputs],
    value: ([x, filter]) => folded(x, filter, axes[0]),
    reference: ([x, filter], dy) => {
      const { y, dx, dFilter } = referenceConvolution(convolution, x, filter, undefined, dy);
      return [y, dx, dFilter];
    },
  });
}

const sizes = [
  [3, 3, 3],
  [2, 3, 3],
  [5, 3, 1],
  [4, 1, 1],
];

export const threeWays = (random: Random, extent: Extent): Definition[] =>
  (extent.every ? sizes : [random.pick(sizes)]).map((size) => threeWay(random, extent, size));
