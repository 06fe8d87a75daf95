/**
 * What lets a convolution and the swish after it share a kernel, although they are two operations for whoever calls them.
 *
 * A convolution that is followed by swish computes both z and y = swish(z), and returns z with y at hand; `swish` finds it.
 * A convolution of such a y takes y as a constant and z as what its gradient goes to, since its input gradient
 * can be multiplied by the slope of swish at z where it is computed. tfjs's tape is right for any graph: other
 * consumers of y go through the gradient of `swish`, and what comes to z is added up.
 */
import * as tf from '@tensorflow/tfjs-core';

interface Origin {
  /** z, which y is swish of. */
  before: tf.Tensor;
  /** y, as a constant. */
  values: tf.Tensor;
}

const ahead = new WeakMap<tf.Tensor, tf.Tensor>();
const origins = new WeakMap<tf.Tensor, Origin>();

/** The same numbers in another shape as a constant: a tensor that the tape knows nothing of. */
export function constant(x: tf.Tensor, shape: readonly number[] = x.shape): tf.Tensor {
  const backend = tf.backend();
  backend.incRef(x.dataId);
  const info = { dataId: x.dataId, dtype: x.dtype, shape: [...shape] };
  return tf.engine().makeTensorFromTensorInfo(info, backend);
}

/** swish(z), if it has been computed already, as a constant. */
export const aheadOf = (z: tf.Tensor): tf.Tensor | undefined => ahead.get(z);

export const setAhead = (z: tf.Tensor, y: tf.Tensor): void => {
  ahead.set(z, y);
};

/** What a tensor is swish of, where both are known. */
export const originOf = (y: tf.Tensor): Origin | undefined => origins.get(y);

export const setOrigin = (y: tf.Tensor, origin: Origin): void => {
  origins.set(y, origin);
};

/** x in another shape, with what is known of it. */
export function reshaped<R extends tf.Rank>(x: tf.Tensor, shape: tf.ShapeMap[R]): tf.Tensor<R> {
  const result = tf.reshape<R>(x, shape);
  const y = ahead.get(x);
  if (y) ahead.set(result, constant(y, result.shape));
  const origin = origins.get(x);
  if (origin) {
    const values = constant(origin.values, result.shape);
    origins.set(result, { before: tf.reshape(origin.before, result.shape), values });
  }
  return result;
}

/** What a `tf.tidy` has to return so that z survives it with what is known of it; z is the first. */
export const withAhead = (z: tf.Tensor): [tf.Tensor, ...tf.Tensor[]] => {
  const y = ahead.get(z);
  return y && y !== z ? [z, y] : [z];
};
