/**
 * The two convolution gradients that tfjs's wasm backend needs for training, composed of kernels it
 * already has.
 *
 * - Filter gradient (missing in tfjs 4.22): dW[i, j, s, t] = Σ_{n,h,w} x[n, h·stride + i, w·stride + j, s]
 *   dy[n, h, w, t] is itself a convolution: the batch takes the place of the channels, dy that of the
 *   filter, and the forward stride becomes the dilation.
 * - Input gradient at stride 1 (shipped, but several times slower): the convolution of dy with the filter
 *   flipped in space and with its channel axes swapped.
 *
 * The kernels work on `TensorInfo`s and free their temporaries themselves: tensors made here would belong
 * to the caller's scope and leak or be freed too early.
 */
import * as tf from '@tensorflow/tfjs-core';

type Backend = tf.KernelBackend & { disposeData(dataId: object, force?: boolean): boolean };
type ConvAttributes = {
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
};

const NAME = 'wasm';

function call(
  backend: Backend,
  kernelName: string,
  inputs: Record<string, tf.TensorInfo>,
  attrs: Record<string, unknown>,
): tf.TensorInfo {
  const kernel = tf.getKernel(kernelName, NAME);
  return kernel.kernelFunc({
    inputs,
    backend,
    attrs: attrs as tf.NamedAttrMap,
  }) as tf.TensorInfo;
}

const plainConvolution = { strides: [1, 1], dataFormat: 'NHWC' };

function filterGradient(
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  filterShape: [number, number, number, number],
  { strides, pad, dimRoundingMode }: ConvAttributes,
): tf.TensorInfo {
  const info = tf.backend_util.computeConv2DInfo(
    x.shape as [number, number, number, number],
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { top, bottom, left, right } = info.padInfo;
  const xByChannel = call(backend, tf.Transpose, { x }, { perm: [3, 1, 2, 0] });
  const dyAsFilter = call(backend, tf.Transpose, { x: dy }, { perm: [1, 2, 0, 3] });
  const full = call(
    backend,
    tf.Conv2D,
    { x: xByChannel, filter: dyAsFilter },
    {
      ...plainConvolution,
      pad: [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ],
      dilations: [info.strideHeight, info.strideWidth],
    },
  );
  backend.disposeData(xByChannel.dataId);
  backend.disposeData(dyAsFilter.dataId);
  // With a stride the last rows and columns of x may not be reached: the surplus is cut off.
  const [kh, kw, inputs, outputs] = filterShape;
  const exact = full.shape[1] === kh && full.shape[2] === kw;
  const cut = exact
    ? full
    : call(
        backend,
        tf.Slice,
        { x: full },
        { begin: [0, 0, 0, 0], size: [inputs, kh, kw, outputs] },
      );
  if (!exact) backend.disposeData(full.dataId);
  const gradient = call(backend, tf.Transpose, { x: cut }, { perm: [1, 2, 0, 3] });
  backend.disposeData(cut.dataId);
  return gradient;
}

function inputGradient(
  backend: Backend,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  inputShape: [number, number, number, number],
  { pad, dimRoundingMode }: ConvAttributes,
): tf.TensorInfo {
  const filterShape = filter.shape as [number, number, number, number];
  const { padInfo } = tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    1,
    1,
    pad,
    dimRoundingMode,
  );
  const [kh, kw] = filterShape;
  const flipped = call(backend, tf.Reverse, { x: filter }, { dims: [0, 1] });
  const swapped = call(backend, tf.Transpose, { x: flipped }, { perm: [0, 1, 3, 2] });
  const gradient = call(
    backend,
    tf.Conv2D,
    { x: dy, filter: swapped },
    {
      ...plainConvolution,
      pad: [
        [0, 0],
        [kh - 1 - padInfo.top, kh - 1 - padInfo.bottom],
        [kw - 1 - padInfo.left, kw - 1 - padInfo.right],
        [0, 0],
      ],
      dilations: [1, 1],
    },
  );
  backend.disposeData(flipped.dataId);
  backend.disposeData(swapped.dataId);
  return gradient;
}

let registered = false;

/** Registers both gradients. Call once the wasm backend's module is loaded; calling again does nothing. */
export function registerWasmGradients(): void {
  if (registered) return;
  registered = true;
  tf.registerKernel({
    kernelName: tf.Conv2DBackpropFilter,
    backendName: NAME,
    kernelFunc: ({ inputs, backend, attrs }) =>
      filterGradient(
        backend as Backend,
        inputs.x as tf.TensorInfo,
        inputs.dy as tf.TensorInfo,
        attrs!.filterShape as [number, number, number, number],
        attrs as unknown as ConvAttributes,
      ),
  });
  const shipped = tf.getKernel(tf.Conv2DBackpropInput, NAME);
  tf.unregisterKernel(tf.Conv2DBackpropInput, NAME);
  tf.registerKernel({
    ...shipped,
    kernelFunc: (params) => {
      const attrs = params.attrs as unknown as ConvAttributes;
      const [strideHeight, strideWidth] = [attrs.strides].flat();
      const unitStride = strideHeight === 1 && (strideWidth ?? 1) === 1;
      // 'same' and 'valid' never pad by more than the kernel reaches; other paddings might.
      if (!unitStride || typeof attrs.pad !== 'string') return shipped.kernelFunc(params);
      return inputGradient(
        params.backend as Backend,
        params.inputs.dy as tf.TensorInfo,
        params.inputs.filter as tf.TensorInfo,
        params.attrs!.inputShape as [number, number, number, number],
        attrs,
      );
    },
  });
}
