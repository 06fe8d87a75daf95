/** Chains of convolution stages, as compressed kernels are computed. */
import * as tf from '@tensorflow/tfjs-core';
import { chainFilterShape, chains, convolveChain, type ChainStage } from '../chain.ts';
import { differentiable, type Definition } from './check.ts';
import type { Extent } from './extent.ts';
import type { Random } from './random.ts';
import { convolutionAxis, referenceConvolution, type Convolution } from './reference.ts';

const product = (lengths: readonly number[]) => lengths.reduce((all, length) => all * length, 1);

/** A depthwise 3-way stage as a sum of 2-way ones, on copies shifted along the first axis. */
function summed(x: tf.Tensor, size: readonly number[], filter: tf.Tensor): tf.Tensor {
  const [n, t, h, w, c] = x.shape;
  const [k, kh, kw] = size;
  const before = Math.floor((k - 1) / 2);
  const padded = tf.pad(tf.reshape<tf.Rank.R3>(x, [n, t, h * w * c]), [
    [0, 0],
    [before, k - 1 - before],
    [0, 0],
  ]);
  const parts = Array.from({ length: k }, (_, shift) => {
    const moved = tf.reshape<tf.Rank.R4>(tf.slice(padded, [0, shift, 0], [n, t, h * w * c]), [
      n * t,
      h,
      w,
      c,
    ]);
    const part = tf.slice(filter, [shift, 0, 0, 0, 0], [1, kh, kw, c, 1]);
    return tf.depthwiseConv2d(moved, tf.reshape<tf.Rank.R4>(part, [kh, kw, c, 1]), 1, 'same');
  });
  return tf.reshape(tf.addN(parts), x.shape);
}

/** One stage by tfjs's own operations, for backends without the chain: a full 3-way stage acts along one axis. */
function composed(x: tf.Tensor, { kind, size, outputs }: ChainStage, filter: tf.Tensor) {
  const apply = (input: tf.Tensor4D, weights: tf.Tensor4D) =>
    kind === 'full'
      ? tf.conv2d(input, weights, 1, 'same')
      : tf.depthwiseConv2d(input, weights, 1, 'same');
  if (size.length === 2) return apply(x as tf.Tensor4D, filter as tf.Tensor4D);
  if (size.filter((k) => k > 1).length > 1) return summed(x, size, filter);
  const axis = Math.max(
    0,
    size.findIndex((k) => k > 1),
  );
  const [n, ...rest] = x.shape;
  const points = rest.slice(0, -1);
  const [outer, inner] = [n * product(points.slice(0, axis)), product(points.slice(axis + 1))];
  const [s, last] = filter.shape.slice(-2);
  const out = apply(
    tf.reshape(x, [outer, points[axis], inner, s]),
    tf.reshape(filter, [size[axis], 1, s, last]),
  );
  return tf.reshape(out, [n, ...points, outputs]);
}

function chainOf(
  random: Random,
  extent: Extent,
  name: string,
  stages: readonly ChainStage[],
  points: readonly number[],
): Definition {
  const batch = random.between(1, extent.batch);
  const convolutions = stages.map(({ kind, size, inputs, outputs }): Convolution => {
    const axes = size.map((k, i) => convolutionAxis(points[i], k, 1, 'same'));
    return { kind, batch, axes, inputs, outputs };
  });
  const biased = random.between(0, 1) === 1;
  const { outputs } = stages[stages.length - 1];
  const inputs = [batch, ...points, stages[0].inputs];
  return differentiable({
    group: 'Chain of stages',
    name: `${name}${biased ? ', with bias' : ''}`,
    operands: [
      { name: 'x', shape: inputs },
      ...stages.map((stage, i) => ({ name: `filter ${i + 1}`, shape: chainFilterShape(stage) })),
      ...(biased ? [{ name: 'bias', shape: [outputs] }] : []),
    ],
    shape: [batch, ...points, outputs],
    value: ([x, ...rest]) => {
      const filters = rest.slice(0, stages.length);
      const bias = rest[stages.length] as tf.Tensor1D | undefined;
      if (chains(stages, inputs)) return convolveChain({ x, stages, filters, bias });
      const y = stages.reduce((signal, stage, i) => composed(signal, stage, filters[i]), x);
      if (!bias) return y;
      return tf.reshape(tf.add(tf.reshape(y, [y.size / outputs, outputs]), bias), y.shape);
    },
    reference: ([x, ...rest], dy) => {
      const signals: ArrayLike<number>[] = [x];
      const last = stages.length - 1;
      const biasOf = (i: number) => (i === last && biased ? rest[stages.length] : undefined);
      const apply = (i: number, gradient: Float64Array) =>
        referenceConvolution(convolutions[i], signals[i], rest[i], biasOf(i), gradient);
      convolutions.forEach(({ outputs: channels }, i) => {
        const size = (signals[0].length / stages[0].inputs) * channels;
        signals.push(apply(i, new Float64Array(size)).y);
      });
      const dFilters: Float64Array[] = [];
      let gradient: Float64Array = dy;
      let dBias: Float64Array = new Float64Array();
      for (let i = last; i >= 0; i--) {
        const back = apply(i, gradient);
        if (i === last) dBias = back.dBias;
        dFilters.unshift(back.dFilter);
        gradient = back.dx;
      }
      return [signals[stages.length], gradient, ...dFilters, ...(biased ? [dBias] : [])];
    },
  });
}

/** Kernels along the axes of a format's stages, and the channels between them. */
interface Kinds {
  name: string;
  stages: (channels: () => number, k: readonly number[]) => ChainStage[];
}

const one = (k: readonly number[], axis: number): number[] => k.map((n, i) => (i === axis ? n : 1));
const none = (k: readonly number[]): number[] => k.map(() => 1);

const kinds: readonly Kinds[] = [
  {
    name: '1×1, a filter per channel along each axis, 1×1',
    stages: (channels, k) => {
      const [inputs, rank, outputs] = [channels(), channels(), channels()];
      return [
        { kind: 'full', size: none(k), inputs, outputs: rank },
        ...k.map((_, axis): ChainStage => ({
          kind: 'depthwise',
          size: one(k, axis),
          inputs: rank,
          outputs: rank,
        })),
        { kind: 'full', size: none(k), inputs: rank, outputs },
      ];
    },
  },
  {
    name: 'full along each axis',
    stages: (channels, k) => {
      const between = [channels(), ...k.map(channels)];
      return k.map((_, axis) => ({
        kind: 'full',
        size: one(k, axis),
        inputs: between[axis],
        outputs: between[axis + 1],
      }));
    },
  },
  {
    name: 'a bank along the first axis, full along the others',
    stages: (channels, k) => {
      const inputs = channels();
      const between = [2 * inputs, ...k.slice(1).map(channels)];
      return [
        { kind: 'depthwise', size: one(k, 0), inputs, outputs: between[0] },
        ...k.slice(1).map((_, i): ChainStage => ({
          kind: 'full',
          size: one(k, i + 1),
          inputs: between[i],
          outputs: between[i + 1],
        })),
      ];
    },
  },
  {
    name: '1×1, full along both axes, 1×1',
    stages: (channels, k) => {
      const [inputs, enter, leave, outputs] = [channels(), channels(), channels(), channels()];
      const core = k.length === 2 ? k : one(k, 1);
      return [
        { kind: 'full', size: none(k), inputs, outputs: enter },
        { kind: 'full', size: core, inputs: enter, outputs: leave },
        { kind: 'full', size: none(k), inputs: leave, outputs },
      ];
    },
  },
  {
    name: 'a filter per channel along all axes, 1×1',
    stages: (channels, k) => {
      const [inputs, outputs] = [channels(), channels()];
      return [
        { kind: 'depthwise', size: k, inputs, outputs: inputs },
        { kind: 'full', size: none(k), inputs, outputs },
      ];
    },
  },
];

const kernels = [
  [3, 3],
  [5, 4],
  [7, 7],
  [2, 3, 3],
  [5, 3, 3],
] as const;

export function chainChecks(random: Random, extent: Extent): Definition[] {
  const few = extent.channels.filter((channels) => channels <= 9);
  const small = kinds.flatMap(({ name, stages }) =>
    (extent.every ? kernels : [random.pick(kernels)]).map((k) => {
      const points = k.map((n) => random.between(n + extent.least, n + Math.min(6, extent.points)));
      const list = stages(() => random.pick(few), k);
      return chainOf(random, extent, `${name}, ${k.join('×')}`, list, points);
    }),
  );
  if (!extent.every) return small;
  // High enough for several strips of an image.
  const strips = { ...extent, batch: 2 };
  const channels = () => random.pick([11, 12, 13]);
  const large = kinds.map(({ name, stages }) =>
    chainOf(random, strips, `large, ${name}`, stages(channels, [5, 3]), [95, 17]),
  );
  return [...small, ...large];
}
