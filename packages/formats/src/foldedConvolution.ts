/**
 * A dense 3-way convolution at stride 1 with zero padding as a 2-way one: shifted copies along the first axis
 * become channels. The copies take k times the memory of the input, so none is kept for the gradients: they
 * are made once more.
 */
import * as tf from '@tensorflow/tfjs-core';
import { conv2d } from 'slimwave-kernels/conv2d';
import { padWidths } from './paddings.ts';

/** x[:, t + shift] along the second of three axes, 0 beyond the ends. */
function shifted(x: tf.Tensor3D, shift: number): tf.Tensor3D {
  const [n, length, inner] = x.shape;
  const kept = length - Math.abs(shift);
  if (kept <= 0) return tf.zeros([n, length, inner]);
  const part = tf.slice(x, [0, Math.max(0, shift), 0], [n, kept, inner]);
  const widths: [number, number] = [Math.max(0, -shift), Math.max(0, shift)];
  return tf.pad(part, [[0, 0], widths, [0, 0]]);
}

/** Shifts of the k copies. */
const shiftsOf = (k: number): number[] => {
  const [before] = padWidths(k);
  return Array.from({ length: k }, (_, i) => i - before);
};

/** [n, t, h, w, s] → [n·t, h, w, k·s] */
function fold(x: tf.Tensor5D, k: number): tf.Tensor4D {
  const [n, length, h, w, s] = x.shape;
  const flat = tf.reshape<tf.Rank.R3>(x, [n, length, h * w * s]);
  const copies = shiftsOf(k).map((shift) =>
    tf.reshape<tf.Rank.R4>(shift === 0 ? flat : shifted(flat, shift), [n * length, h, w, s]),
  );
  return tf.concat(copies, 3);
}

/** The transpose of `fold`: [n·t, h, w, k·s] → [n, t, h, w, s] */
function unfold(folded: tf.Tensor4D, k: number, shape: tf.Tensor5D['shape']): tf.Tensor5D {
  const [n, length, h, w, s] = shape;
  const copies = tf.split(folded, k, 3);
  const back = shiftsOf(k).map((shift, i) => {
    const flat = tf.reshape<tf.Rank.R3>(copies[i], [n, length, h * w * s]);
    return shift === 0 ? flat : shifted(flat, -shift);
  });
  return tf.reshape(tf.addN(back), shape);
}

/** x [n, t, h, w, s], filter [i, j, k·s, out] → [n·t, h, w, out]. */
export function foldedConvolution(x: tf.Tensor5D, filter: tf.Tensor4D, k: number): tf.Tensor4D {
  const attrs = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC' };
  const run = (name: string, inputs: Record<string, tf.Tensor>, shape: tf.NamedAttrMap) =>
    tf.engine().runKernel<tf.Tensor4D>(name, inputs, { ...attrs, ...shape });
  const differentiable = tf.customGrad((...all) => {
    const [input, weights, save] = all as [tf.Tensor5D, tf.Tensor4D, tf.GradSaveFunc];
    save([input, weights]);
    const folded = fold(input, k);
    const inputShape = folded.shape;
    return {
      value: conv2d({ x: folded, filter: weights, strides: [1, 1], pad: 'same' }),
      // Tidied: between two nodes of the graph nobody else would free the copies.
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        tf.tidy(() => {
          const [kept, keptWeights] = saved as [tf.Tensor5D, tf.Tensor4D];
          const inputs = { dy, filter: keptWeights };
          const dx = tf.tidy(() =>
            unfold(run(tf.Conv2DBackpropInput, inputs, { inputShape }), k, kept.shape),
          );
          const shape = { filterShape: keptWeights.shape };
          return [dx, run(tf.Conv2DBackpropFilter, { x: fold(kept, k), dy }, shape)];
        }),
    };
  });
  return tf.tidy(() => differentiable(x, filter));
}
