/**
 * A 3-way convolution at stride 1 with zero padding, directly, where the backend has kernels for it. Elsewhere it is
 * folded into a 2-way one, whose input is copied k times.
 */
import * as tf from '@tensorflow/tfjs-core';

/**
 * Names under which a backend may register the convolution (x `[n, t, h, w, s]`, filter `[i, j, k, s, out]`, bias `[out]`
 * or none) and its gradients (dy and the filter, or x and dy; attribute `filterShape`).
 */
export const CONVOLVE_VOLUME = 'ConvolveVolume';
export const CONVOLVE_VOLUME_INPUT = 'ConvolveVolumeInputGrad';
export const CONVOLVE_VOLUME_FILTER = 'ConvolveVolumeFilterGrad';

tf.registerGradient({
  kernelName: CONVOLVE_VOLUME,
  inputsToSave: ['x', 'filter'],
  gradFunc: (dy, [x, filter]) => {
    const gradient = dy as tf.Tensor;
    const run = (name: string, inputs: Record<string, tf.Tensor>, attrs?: tf.NamedAttrMap) =>
      tf.engine().runKernel<tf.Tensor>(name, inputs, attrs);
    const { shape: filterShape } = filter;
    return {
      x: () => run(CONVOLVE_VOLUME_INPUT, { dy: gradient, filter }),
      filter: () => run(CONVOLVE_VOLUME_FILTER, { x, dy: gradient }, { filterShape }),
      bias: () => tf.sum(gradient, [0, 1, 2, 3]),
    };
  },
});

/** Whether the current backend has the kernels. */
export const convolvesVolumes = (): boolean =>
  tf.getKernel(CONVOLVE_VOLUME, tf.getBackend()) !== undefined;

/** x [n, t, h, w, s], filter [i, j, k, s, out], bias [out] → [n, t, h, w, out] by the backend's kernels. */
export function convolveVolume(x: tf.Tensor, filter: tf.Tensor, bias?: tf.Tensor1D): tf.Tensor {
  const inputs: Record<string, tf.Tensor> = bias ? { x, filter, bias } : { x, filter };
  return tf.engine().runKernel<tf.Tensor>(CONVOLVE_VOLUME, inputs);
}
