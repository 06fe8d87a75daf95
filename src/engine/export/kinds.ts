/** What can be saved of a network and its data, by name. Apart from the code that makes it, for its weight. */
import { layoutIds } from './datasets/layoutNames.ts';

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

/** The samples, in each of the layouts. */
export const datasetKinds = layoutIds.map((id) => `dataset-${id}` as const);
export type DatasetKind = (typeof datasetKinds)[number];

export type ExportKind = ModelKind | DatasetKind;

export const exportKinds = [...(Object.keys(modelKinds) as ModelKind[]), ...datasetKinds] as const;
