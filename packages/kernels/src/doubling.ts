/**
 * Linear upsampling ×2 along one axis, in one kernel where the backend has one: every point lies a quarter of a cell
 * beside an old one, ¾ of its value and ¼ of the neighbour's; the ends are continued by their own value.
 * tfjs's resizeBilinear has a wrong gradient; slices and joins take some fifty operations with their gradients.
 */
import * as tf from '@tensorflow/tfjs-core';

/** Names under which a backend may register it: input x, or dy of the gradient; attribute `axis`. */
export const DOUBLE_LINEARLY = 'DoubleLinearly';
export const DOUBLE_LINEARLY_GRADIENT = 'DoubleLinearlyGrad';

/** Whether the current backend has the kernels. */
export const doublesLinearly = (): boolean =>
  tf.getKernel(DOUBLE_LINEARLY, tf.getBackend()) !== undefined;

/** x [.., n, ..] → [.., 2n, ..] by the backend's kernels. */
export const doubleLinearly = (x: tf.Tensor, axis: number): tf.Tensor =>
  tf.customGrad((input) => ({
    value: tf.engine().runKernel<tf.Tensor>(DOUBLE_LINEARLY, { x: input as tf.Tensor }, { axis }),
    gradFunc: (dy: tf.Tensor) =>
      tf.engine().runKernel<tf.Tensor>(DOUBLE_LINEARLY_GRADIENT, { dy }, { axis }),
  }))(x);
