/** What can be saved of a network and its data, by name. Apart from the code that makes it, for its weight. */

/**
 * Archives of a network, and how the names of their files end. model: tfjs with our layers; dense: tfjs with stock layers;
 * weights: safetensors; the others for their libraries, with the kernels in their formats or dense.
 */
export const modelKinds = {
  onnx: 'onnx',
  'onnx-dense': 'onnx-dense',
  pytorch: 'pytorch',
  'pytorch-dense': 'pytorch-dense',
  model: 'tfjs',
  dense: 'tfjs-dense',
  weights: 'safetensors',
} as const;

export type ModelKind = keyof typeof modelKinds;

/** dataset: the samples as .npz. */
export type ExportKind = ModelKind | 'dataset';

export const exportKinds = [...(Object.keys(modelKinds) as ModelKind[]), 'dataset'] as const;
