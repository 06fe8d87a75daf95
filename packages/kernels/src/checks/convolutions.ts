/** Convolutions as layers use them: Conv2D, depthwise, and 3-way ones folded into Conv2D. */
import * as tf from '@tensorflow/tfjs-core';
import { conv2d } from '../conv2d.ts';
import { swish } from '../swish.ts';
import { differentiable, withoutGradients, type Definition, type Differentiable } from './check.ts';
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
  const points = size.map((k) => random.between(k + extent.least, k + extent.points));
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

const nameOf = (extent: Extent, size: Size, stride: number, padding: PaddingKind): string =>
  `${extent.least > 0 ? 'large, ' : ''}${size.join('×')}, stride ${stride}, ${padding} padding`;

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
    name: `${nameOf(extent, size, stride, padding)}, ${call}`,
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
    name: `${nameOf(extent, size, stride, padding)}, multiplier ${multiplier}`,
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

/** Two convolutions with swish between them and behind them, which a backend may compute with them. */
function chain(random: Random, extent: Extent, size: Size, stride: number): Differentiable {
  const first = draw(random, extent, 'full', size, stride, 'same', 1);
  const { batch, axes, outputs } = first.convolution;
  const points = axes.map((axis: Axis) => axis.out);
  const second: Convolution = {
    kind: 'full',
    batch,
    axes: size.map((k, i) => convolutionAxis(points[i], k, 1, 'same')),
    inputs: outputs,
    outputs: 3,
  };
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const swished = (values: ArrayLike<number>) => Float64Array.from(values, (z) => z * sigmoid(z));
  const through = (dy: ArrayLike<number>, z: ArrayLike<number>) =>
    Float64Array.from(dy, (d, i) => {
      const s = sigmoid(z[i]);
      return d * s * (1 + z[i] * (1 - s));
    });
  return {
    group: 'Conv2D',
    name: `${nameOf(extent, size, stride, 'same')}, with swish, twice`,
    operands: [
      { name: 'x', shape: first.x },
      { name: 'filter', shape: [...size, first.convolution.inputs, outputs] },
      { name: 'bias', shape: [outputs] },
      { name: 'second filter', shape: [...size, outputs, second.outputs] },
      { name: 'second bias', shape: [second.outputs] },
    ],
    shape: [batch, ...points, second.outputs],
    value: ([x, filter, bias, filter2, bias2]) => {
      const convolve = (from: tf.Tensor, by: tf.Tensor, and: tf.Tensor, strides: Size) =>
        swish(
          conv2d({
            x: from as tf.Tensor4D,
            filter: by as tf.Tensor4D,
            bias: and as tf.Tensor1D,
            strides: [...strides],
            pad: 'same',
            activated: true,
          }),
        );
      return convolve(convolve(x, filter, bias, first.strides), filter2, bias2, [1, 1]);
    },
    reference: ([x, filter, bias, filter2, bias2], dy) => {
      const zeros = new Float64Array(batch * points[0] * points[1] * outputs);
      const z = Float64Array.from(
        referenceConvolution(first.convolution, x, filter, bias, zeros).y,
      );
      const y = swished(z);
      const z2 = referenceConvolution(second, y, filter2, bias2, dy).y;
      const back2 = referenceConvolution(second, y, filter2, bias2, through(dy, z2));
      const back = referenceConvolution(first.convolution, x, filter, bias, through(back2.dx, z));
      return [swished(z2), back.dx, back.dFilter, back.dBias, back2.dFilter, back2.dBias];
    },
  };
}

const chains = (random: Random, extent: Extent): Differentiable[] => [
  ...[1, 2].map((stride) => chain(random, extent, [3, 3], stride)),
  chain(random, extent, [1, 4], 1),
];

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

/** As large as in a network, so that threads and tiles of a GPU have something to share. */
const LARGE: Extent = { every: true, least: 29, points: 32, channels: [16], batch: 2 };

function large(random: Random): Definition[] {
  const extent = LARGE;
  const few: Extent = { ...extent, channels: [1, 2, 3] };
  const many: Extent = { ...extent, channels: [32, 36] };
  return [
    dense(random, extent, [3, 3], 1, 'same', 'with bias'),
    dense(random, { ...extent, channels: [8, 12] }, [4, 4], 2, 'same', 'fused with bias'),
    dense(random, few, [33, 1], 1, 'same', 'fused'),
    dense(random, few, [1, 33], 1, 'valid', 'plain'),
    depthwise(random, many, [5, 5], 1, 'same', 1),
  ];
}

export function convolutions(random: Random, extent: Extent): Definition[] {
  return [
    ...denses(random, extent),
    ...depthwises(random, extent),
    ...chains(random, extent).map(differentiable),
    ...(extent.every ? large(random) : []),
  ];
}

/** Convolutions with swish as in a forecast, which asks for no gradients. */
export const forecasts = (random: Random, extent: Extent): Definition[] =>
  [
    ...chains(random, extent),
    ...(extent.every ? [chain(random, { ...LARGE, channels: [8] }, [3, 3], 1)] : []),
  ].map(withoutGradients);
