/** The dense kernel that a chain of stages stands for. Differentiable; `rebuildMacs` counts what it does. */
import * as tf from '@tensorflow/tfjs-core';
import { product } from 'slimwave-base/math';
import { isWeighted, type Stage } from './stage.ts';

/**
 * The product of the stages so far. full: [entries, s, c]; depthwise: [entries, s, m], every channel s·M + m
 * still belongs to one input channel. Entries are the kernel points so far, row by row.
 */
interface Grown {
  kind: 'full' | 'depthwise';
  values: tf.Tensor3D;
}

/** Sum over the channels in the middle: [e, s, c] · [f, c, t] → [e·f, s, t]. */
function mix({ kind, values }: Grown, filter: tf.Tensor3D): Grown {
  const [e, s, m] = values.shape;
  const [f, , t] = filter.shape;
  if (kind === 'full') {
    const left = tf.reshape<tf.Rank.R2>(values, [e * s, m]);
    const right = tf.reshape<tf.Rank.R2>(tf.transpose(filter, [1, 0, 2]), [m, f * t]);
    const pairs = tf.reshape(tf.matMul(left, right), [e, s, f, t]);
    return { kind, values: tf.reshape(tf.transpose(pairs, [0, 2, 1, 3]), [e * f, s, t]) };
  }
  const left = tf.transpose(values, [1, 0, 2]);
  const right = tf.transpose(tf.reshape(filter, [f, s, m, t]), [1, 2, 0, 3]);
  const pairs = tf.matMul(left, tf.reshape<tf.Rank.R3>(right, [s, m, f * t]));
  const ordered = tf.transpose(tf.reshape(pairs, [s, e, f, t]), [1, 2, 0, 3]);
  return { kind: 'full', values: tf.reshape(ordered, [e * f, s, t]) };
}

/** Every channel times its own filters: [e, s, c] · [f, c, n] → [e·f, s, c·n]. */
function scale({ kind, values }: Grown, filter: tf.Tensor3D): Grown {
  const [e, s, m] = values.shape;
  const [f, , n] = filter.shape;
  const channels = kind === 'full' ? 1 : s;
  const left = tf.reshape(values, [e, 1, s * m, 1]);
  const right =
    kind === 'full' && s > 1
      ? tf.reshape(
          tf.concat(
            Array.from({ length: s }, () => filter),
            1,
          ),
          [1, f, s * m, n],
        )
      : tf.reshape(filter, [1, f, channels * m, n]);
  return { kind, values: tf.reshape(tf.mul(left, right), [e * f, s, m * n]) };
}

/**
 * The dense kernel [k₁, …, k_d, s, t]; `filters` has one tensor for every stage with weights. The stages
 * must act on the axes in ascending order.
 */
export function composeKernel(
  stages: readonly Stage[],
  filters: readonly tf.Tensor[],
  size: readonly number[],
): tf.Tensor {
  let grown: Grown | undefined;
  let next = 0;
  for (const stage of stages) {
    if (!isWeighted(stage)) {
      // Only depthwise chains end in a sum.
      const [e, s, m] = grown!.values.shape;
      const terms = tf.reshape(grown!.values, [e * s, m / stage.outputs, stage.outputs]);
      grown = { kind: 'full', values: tf.reshape(tf.sum(terms, 1), [e, s, stage.outputs]) };
      continue;
    }
    const weights = filters[next++];
    const [inner, outer] = weights.shape.slice(-2);
    const filter = tf.reshape<tf.Rank.R3>(weights, [product(stage.size), inner, outer]);
    if (!grown) grown = { kind: stage.kind, values: filter };
    else grown = stage.kind === 'full' ? mix(grown, filter) : scale(grown, filter);
  }
  const { values } = grown!;
  return tf.reshape(values, [...size, ...values.shape.slice(1)]);
}
