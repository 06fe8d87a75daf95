import * as tf from '@tensorflow/tfjs-core';

/**
 * Does something while a kernel of a backend is another one, made from the right one, which is back afterwards in any
 * case.
 */
export async function withWrongKernel<T>(
  backendName: string,
  kernelName: string,
  wrong: (right: tf.KernelFunc) => tf.KernelFunc,
  act: () => Promise<T>,
): Promise<T> {
  const kernel = tf.getKernel(kernelName, backendName);
  const put = (config: tf.KernelConfig) => {
    tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel(config);
  };
  put({ ...kernel, kernelFunc: wrong(kernel.kernelFunc) });
  try {
    return await act();
  } finally {
    put(kernel);
  }
}
