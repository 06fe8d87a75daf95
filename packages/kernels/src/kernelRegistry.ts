/** What both backends share: kernels in place of those that tfjs ships, and the attributes of its convolutions. */
import * as tf from '@tensorflow/tfjs-core';

export type Shape4 = [number, number, number, number];

export interface ConvAttributes {
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  dilations?: [number, number] | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  dataFormat?: 'NHWC' | 'NCHW';
  activation?: string | null;
}

type Kernel<Parameters, Result> = (parameters: Parameters) => Result;

/** tfjs's types know neither the backend nor the attributes of a kernel. */
const asKernel = <P, R>(kernelFunc: Kernel<P, R>) => kernelFunc as unknown as tf.KernelFunc;

/**
 * Puts a kernel in place of the shipped one, which is handed to it as a function, and gets whatever it answers with
 * undefined.
 */
export function replaceKernel<
  Parameters extends { attrs: object },
  Result extends tf.TensorInfo | tf.TensorInfo[] = tf.TensorInfo,
>(
  backendName: string,
  kernelName: string,
  kernelFunc: (parameters: Parameters, shipped: Kernel<Parameters, Result>) => Result | undefined,
): void {
  const shipped = tf.getKernel(kernelName, backendName);
  tf.unregisterKernel(kernelName, backendName);
  const call = shipped.kernelFunc as unknown as Kernel<Parameters, Result>;
  tf.registerKernel({
    ...shipped,
    // Operations without attributes hand over none.
    kernelFunc: asKernel(
      (parameters: Parameters) =>
        kernelFunc({ ...parameters, attrs: parameters.attrs ?? {} }, call) ?? call(parameters),
    ),
  });
}

export const registerKernel = <
  Parameters,
  Result extends tf.TensorInfo | tf.TensorInfo[] = tf.TensorInfo,
>(
  backendName: string,
  kernelName: string,
  kernelFunc: Kernel<Parameters, Result>,
  setupFunc?: tf.KernelConfig['setupFunc'],
): void =>
  tf.registerKernel({ kernelName, backendName, setupFunc, kernelFunc: asKernel(kernelFunc) });

/** Frees what a kernel made for itself. */
export const free = (backend: tf.KernelBackend, ...temporaries: tf.TensorInfo[]): void => {
  for (const { dataId } of temporaries) backend.disposeData(dataId);
};
