/** Convolutions as layers use them: Conv2D, depthwise, and 3-way ones folded into Conv2D. */
import * as tf from '@tensorflow/tfjs-core';
import { conv2d } from '../conv2d.ts';
import { differentiable, type Definition } from './check.ts';
import type { Extent } from './extent.ts';
import type { Random } from './random.ts';
import {
  convolutionAxis,
  referenceConvolution,
  type Axis,
  type Convolution,
  type Padding,
} from './reference.ts';

type Size = readonly [number, number];

const sizes: readonly Size[] = [
  ...[1, 3, 4, 5, 7].map((k): Size => [k, k]),
  ...[3, 4, 5].flatMap((k): Size[] => [
    [k, 1],
    [1, k],
  ]),
  [33, 1],
  [1, 33],
];
const depthwiseSizes = sizes.filter(([kh, kw]) => kh * kw <= 25 || kh * kw === 33);

const paddings = ['same', 'valid', 'explicit'] as const;
type PaddingKind = (typeof paddings)[number];

const explicitly = (random: Random, k: number): Padding =>
  k === 1 ? [0, 0] : [random.between(0, k - 1), random.between(0, k - 1)];

/** tfjs's name for the padding of both axes. */
function padOf(kind: PaddingKind, [height, width]: readonly Padding[]) {
  if (kind !== 'explicit') return kind;
  const [[top, bottom], [left, right]] = [height, width] as [number, number][];
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ] as tf.backend_util.ExplicitPadding;
}

/** More weights would only make the reference slow. */
const MOST_WEIGHTS = 2500;

interface Drawn {
  convolution: Convolution;
  strides: [number, number];
  pad: ReturnType<typeof padOf>;
  x: number[];
  out: number[];
}

/** A stride acts along the axes that have more than one tap, or along both if none has. */
const stridesOf = ([kh, kw]: Size, stride: number): [number, number] =>
  kh === kw ? [stride, stride] : [kh > 1 ? stride : 1, kw > 1 ? stride : 1];

function draw(
  random: Random,
  extent: Extent,
  kind: Convolution['kind'],
  size: Size,
  stride: number,
  padding: PaddingKind,
  multiplier: number,
): Drawn {
  const strides = stridesOf(size, stride);
  const inputs = random.pick(extent.channels);
  const few = extent.channels.filter((c) => c * inputs * size[0] * size[1] <= MOST_WEIGHTS);
  const outputs = kind === 'full' ? random.pick(few) : inputs * multiplier;
  const points = size.map((k) => random.between(k, k + extent.points));
  const widths = size.map((k): Padding =>
    padding === 'explicit' ? explicitly(random, k) : padding,
  );
  const axes = size.map((k, i) => convolutionAxis(points[i], k, strides[i], widths[i]));
  const batch = random.between(1, extent.batch);
  return {
    convolution: { kind, batch, axes, inputs, outputs },
    strides,
    pad: padOf(padding, widths),
    x: [batch, ...points, inputs],
    out: [batch, ...axes.map((axis: Axis) => axis.out), outputs],
  };
}

const nameOf = (size: readonly number[], stride: number, padding: string): string =>
  `${size.join('×')}, stride ${stride}, ${padding} padding`;

/** The ways to call a convolution: of `backend/conv2d.ts`, and tfjs's own with and without a bias. */
const calls = ['with bias', 'fused with bias', 'fused', 'plain'] as const;
type Call = (typeof calls)[number];

function valueOf(
  call: Call,
  [x, filter, bias]: tf.Tensor[],
  { strides, pad }: Pick<Drawn, 'strides' | 'pad'>,
): tf.Tensor {
  const operands = { x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides };
  if (call === 'plain') return tf.conv2d(operands.x, operands.filter, strides, pad);
  // Paddings in numbers are only known to tfjs's.
  if (call === 'with bias' && typeof pad === 'string') {
    return conv2d({ ...operands, pad, bias: bias as tf.Tensor1D });
  }
  return tf.fused.conv2d({ ...operands, pad, bias });
}

function dense(
  random: Random,
  extent: Extent,
  size: Size,
  stride: number,
  padding: PaddingKind,
  call: Call,
): Definition {
  const drawn = draw(random, extent, 'full', size, stride, padding, 1);
  const { convolution } = drawn;
  const biased = call.endsWith('bias');
  return differentiable({
    group: 'Conv2D',
    name: `${nameOf(size, stride, padding)}, ${call}`,
    operands: [
      { name: 'x', shape: drawn.x },
      { name: 'filter', shape: [...size, convolution.inputs, convolution.outputs] },
      ...(biased ? [{ name: 'bias', shape: [convolution.outputs] }] : []),
    ],
    shape: drawn.out,
    value: (operands) => valueOf(call, operands, drawn),
    reference: ([x, filter, bias], dy) => {
      const { y, dx, dFilter, dBias } = referenceConvolution(convolution, x, filter, bias, dy);
      return biased ? [y, dx, dFilter, dBias] : [y, dx, dFilter];
    },
  });
}

function depthwise(
  random: Random,
  extent: Extent,
  size: Size,
  stride: number,
  padding: PaddingKind,
  multiplier: number,
): Definition {
  const drawn = draw(random, extent, 'depthwise', size, stride, padding, multiplier);
  const { convolution, strides, pad } = drawn;
  return differentiable({
    group: 'Depthwise',
    name: `${nameOf(size, stride, padding)}, multiplier ${multiplier}`,
    operands: [
      { name: 'x', shape: drawn.x },
      { name: 'filter', shape: [...size, convolution.inputs, multiplier] },
    ],
    shape: drawn.out,
    value: ([x, filter]) =>
      tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, pad),
    reference: ([x, filter], dy) => {
      const { y, dx, dFilter } = referenceConvolution(convolution, x, filter, undefined, dy);
      return [y, dx, dFilter];
    },
  });
}

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

/** All of the list, or one drawn from it. */
const some = <T>(random: Random, extent: Extent, list: readonly T[]): readonly T[] =>
  extent.every ? list : [random.pick(list)];

function* denses(random: Random, extent: Extent): Generator<Definition> {
  for (const size of sizes) {
    let turn = random.between(0, calls.length - 1);
    for (const stride of some(random, extent, [1, 2])) {
      for (const padding of some(random, extent, paddings)) {
        yield dense(random, extent, size, stride, padding, calls[turn++ % calls.length]);
      }
    }
  }
}

function* depthwises(random: Random, extent: Extent): Generator<Definition> {
  for (const size of depthwiseSizes) {
    // tfjs refuses depthwise convolutions with unlike strides.
    for (const stride of some(random, extent, size[0] === size[1] ? [1, 2] : [1])) {
      for (const padding of some(random, extent, paddings)) {
        for (const multiplier of some(random, extent, [1, random.between(2, 3)])) {
          yield depthwise(random, extent, size, stride, padding, multiplier);
        }
      }
    }
  }
}

export function convolutions(random: Random, extent: Extent): Definition[] {
  const cubes = [
    [3, 3, 3],
    [2, 3, 3],
    [5, 3, 1],
    [4, 1, 1],
  ];
  return [
    ...denses(random, extent),
    ...some(random, extent, cubes).map((size) => threeWay(random, extent, size)),
    ...depthwises(random, extent),
  ];
}
