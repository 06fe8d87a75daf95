/** From a dense kernel to a format's filters, for all formats. Apart from `registry.ts` for its weight. */
import type { DenseTensor } from './linalg/tensor.ts';
import { projectClassical } from './classical/project.ts';
import { projectDepthwiseSeparable } from './depthwise-separable/project.ts';
import { findFormat, type FormatId } from './registry.ts';
import { projectKernelCp } from './kernel-cp/project.ts';
import { projectLayerCp } from './layer-cp/project.ts';
import { projectOneWayBank } from './one-way-bank/project.ts';
import { projectOneWay } from './one-way/project.ts';
import { type CpSearch, kernelShape, type Projection } from './projection.ts';
import { fanIn, isWeighted } from './stage.ts';
import { projectTensorTrain } from './tensor-train/project.ts';
import { projectTucker2 } from './tucker-2/project.ts';

const projections: Readonly<Record<FormatId, Projection>> = {
  classical: projectClassical,
  'kernel-cp': projectKernelCp,
  'one-way': projectOneWay,
  'one-way-bank': projectOneWayBank,
  'layer-cp': projectLayerCp,
  'tucker-2': projectTucker2,
  'tensor-train': projectTensorTrain,
  'depthwise-separable': projectDepthwiseSeparable,
};

/**
 * The filters of a dense kernel [k₁, …, k_d, s, t] in a format, as the layer takes them. They are scaled
 * against each other so that every stage changes the size of its signal alike. Throws `LinalgError` for
 * values that are no numbers.
 */
export async function projectKernel(
  format: FormatId,
  kernel: DenseTensor,
  rank: number,
  search: CpSearch,
): Promise<Float32Array[]> {
  const filters = await projections[format](kernel, rank, search);
  const stages = findFormat(format).stages(kernelShape(kernel), rank).filter(isWeighted);
  const gains = filters.map((values, i) => {
    const squares = values.reduce((total, value) => total + value * value, 0);
    return Math.sqrt((squares / values.length) * fanIn(stages[i]));
  });
  if (gains.some((gain) => gain === 0)) return filters.map((values) => Float32Array.from(values));
  const mean = Math.exp(gains.reduce((total, gain) => total + Math.log(gain), 0) / gains.length);
  return filters.map((values, i) =>
    Float32Array.from(values, (value) => (value * mean) / gains[i]),
  );
}
