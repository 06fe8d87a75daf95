/** What moves numbers or acts on one at a time: activation, upsampling, padding, joins. */
import * as tf from '@tensorflow/tfjs-core';
import { doubleLinearly, doublesLinearly } from '../doubling.ts';
import { squaredErrorsOf } from '../squaredErrors.ts';
import { swish } from '../swish.ts';
import { sizeOf } from '../shape.ts';
import { differentiable, type Definition } from './check.ts';
import type { Extent } from './extent.ts';
import type { Random } from './random.ts';

/** x · σ(x) (Ramachandran et al. 2017), in one operation or in tfjs's own. */
function activation(shape: readonly number[], how: 'fused' | 'composed'): Definition {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  return differentiable({
    group: 'Swish',
    name: `${how}, rank ${shape.length}`,
    operands: [{ name: 'x', shape }],
    shape,
    value: ([x]) => (how === 'fused' ? swish(x) : tf.mul(tf.sigmoid(x), x)),
    reference: ([x], dy) => [
      x.map((value) => value * sigmoid(value)),
      x.map((value, i) => {
        const s = sigmoid(value);
        return dy[i] * (s + value * s * (1 - s));
      }),
    ],
  });
}

/** Squared errors of samples, of which the truth has no gradient. */
const errors = (shape: readonly number[]): Definition => {
  const [samples] = shape;
  const size = sizeOf(shape) / samples;
  return {
    group: 'Loss',
    name: `squared errors, rank ${shape.length}`,
    operands: [
      { name: 'x', shape },
      { name: 'truth', shape },
      { name: 'dy', shape: [samples] },
    ],
    quantities: ['y', 'dx'],
    compute: ([x, truth, dy]) => {
      const { value, grad } = tf.valueAndGrad((output) => squaredErrorsOf(output, truth))(x, dy);
      return [value, grad];
    },
    reference: ([x, truth, dy]) => {
      const y = new Float64Array(samples);
      x.forEach((value, i) => (y[Math.floor(i / size)] += (value - truth[i]) ** 2));
      return [y, x.map((value, i) => 2 * (value - truth[i]) * dy[Math.floor(i / size)])];
    },
  };
};

/**
 * A map that takes every number of its value from one number of x, perhaps with the other sign: `from` names it,
 * −1 stands for a zero.
 */
function rearrangement(
  group: string,
  name: string,
  x: readonly number[],
  y: readonly number[],
  value: (x: tf.Tensor) => tf.Tensor,
  from: (position: number[]) => { position: number[]; sign: number } | undefined,
): Definition {
  const sources = positions(y).map((position) => {
    const source = from(position);
    return source && { at: flat(source.position, x), sign: source.sign };
  });
  const size = sizeOf(x);
  return differentiable({
    group,
    name,
    operands: [{ name: 'x', shape: x }],
    shape: y,
    value: ([tensor]) => value(tensor),
    reference: ([values], dy) => {
      const dx = new Float64Array(size);
      sources.forEach((source, i) => {
        if (source) dx[source.at] += source.sign * dy[i];
      });
      return [sources.map((source) => (source ? source.sign * values[source.at] : 0)), dx];
    },
  });
}

const flat = (position: readonly number[], shape: readonly number[]): number =>
  shape.reduce((at, length, axis) => at * length + position[axis], 0);

/** All positions of an array, in the order of its numbers. */
const positions = (shape: readonly number[]): number[][] =>
  shape.reduce<number[][]>(
    (found, length) =>
      found.flatMap((position) => Array.from({ length }, (_, i) => [...position, i])),
    [[]],
  );

/** Twice as many points along the middle axis, by putting the array beside itself. */
const upsampling = ([outer, n, inner]: number[]): Definition =>
  rearrangement(
    'Upsampling',
    'nearest neighbour, by concat and reshape',
    [outer, n, inner],
    [outer, 2 * n, inner],
    (x) => {
      const rows = tf.reshape<tf.Rank.R3>(x, [outer * n, 1, inner]);
      return tf.reshape(tf.concat([rows, rows], 1), [outer, 2 * n, inner]);
    },
    ([a, i, c]) => ({ position: [a, Math.floor(i / 2), c], sign: 1 }),
  );

/** Linear upsampling ×2 of the middle axis: ¾ of a point's own value and ¼ of its neighbour's. */
function linearUpsampling(shape: number[]): Definition {
  const [outer, n, inner] = shape;
  const terms = (i: number) => {
    const own = Math.floor(i / 2);
    const beside = Math.min(n - 1, Math.max(0, own + 2 * (i % 2) - 1));
    return [
      [own, 0.75],
      [beside, 0.25],
    ];
  };
  const eachTerm = (visit: (from: number, to: number, share: number) => void) => {
    for (let to = 0; to < outer * 2 * n * inner; to++) {
      const [a, c] = [Math.floor(to / (2 * n * inner)), to % inner];
      const i = Math.floor(to / inner) % (2 * n);
      for (const [at, share] of terms(i)) visit((a * n + at) * inner + c, to, share);
    }
  };
  return differentiable({
    group: 'Upsampling',
    name: 'linear',
    operands: [{ name: 'x', shape }],
    shape: [outer, 2 * n, inner],
    value: ([x]) => {
      if (doublesLinearly()) return doubleLinearly(x, 1);
      const part = (from: number, count: number) =>
        tf.slice(x, [0, from, 0], [outer, count, inner]);
      const beside = [
        tf.concat([part(0, 1), part(0, n - 1)], 1),
        tf.concat([part(1, n - 1), part(n - 1, 1)], 1),
      ].map((neighbour) =>
        tf.reshape(tf.add(tf.mul(x, 0.75), tf.mul(neighbour, 0.25)), [outer * n, 1, inner]),
      );
      return tf.reshape(tf.concat(beside, 1), [outer, 2 * n, inner]);
    },
    reference: ([x], dy) => {
      const y = new Float64Array(dy.length);
      const dx = new Float64Array(x.length);
      eachTerm((from, to, share) => {
        y[to] += share * x[from];
        dx[from] += share * dy[to];
      });
      return [y, dx];
    },
  });
}

function zeroPadding(random: Random, shape: readonly number[]): Definition {
  const widths = shape.map((): [number, number] => [random.between(0, 2), random.between(0, 2)]);
  const padded = shape.map((n, axis) => n + widths[axis][0] + widths[axis][1]);
  return rearrangement(
    'Padding',
    `zeros, rank ${shape.length}`,
    shape,
    padded,
    (x) => tf.pad(x, widths),
    (position) => {
      const inside = position.map((i, axis) => i - widths[axis][0]);
      const within = inside.every((i, axis) => i >= 0 && i < shape[axis]);
      return within ? { position: inside, sign: 1 } : undefined;
    },
  );
}

/** Two points beyond each end of the middle axis, of the other sign: u = 0 on the border. */
const oddPadding = ([outer, n, inner]: number[]): Definition =>
  rearrangement(
    'Padding',
    'odd continuation, by slice, reverse and concat',
    [outer, n, inner],
    [outer, n + 4, inner],
    (x) => {
      const mirrored = (at: number) =>
        tf.neg(tf.reverse(tf.slice(x, [0, at, 0], [outer, 2, inner]), 1));
      return tf.concat([mirrored(1), x, mirrored(n - 3)], 1);
    },
    ([a, i, c]) => {
      const at = i - 2;
      if (at < 0) return { position: [a, -at, c], sign: -1 };
      return at < n
        ? { position: [a, at, c], sign: 1 }
        : { position: [a, 2 * (n - 1) - at, c], sign: -1 };
    },
  );

const transposition = (shape: readonly number[], order: readonly number[]): Definition =>
  rearrangement(
    'Transposition',
    `axes ${order.join(', ')}`,
    shape,
    order.map((axis) => shape[axis]),
    (x) => tf.transpose(x, [...order]),
    (position) => {
      const source = Array.from(position);
      order.forEach((axis, i) => {
        source[axis] = position[i];
      });
      return { position: source, sign: 1 };
    },
  );

export function pointwise(random: Random, extent: Extent): Definition[] {
  const length = () => random.between(3, Math.min(8, 3 + extent.points));
  const draw = (ways: number) => Array.from({ length: ways }, length);
  return [
    activation(draw(2), 'fused'),
    activation(draw(4), 'fused'),
    activation(draw(4), 'composed'),
    errors(draw(2)),
    errors(draw(4)),
    errors([2, 4, 400]),
    upsampling(draw(3)),
    linearUpsampling(draw(3)),
    ...[2, 3, 4].map((ways) => zeroPadding(random, draw(ways))),
    oddPadding(draw(3)),
    transposition(draw(3), [1, 0, 2]),
    transposition(draw(4), [0, 2, 1, 3]),
    transposition(draw(5), [1, 2, 0, 3, 4]),
  ];
}
