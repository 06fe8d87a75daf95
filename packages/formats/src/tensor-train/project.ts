import { ttSvd } from '../linalg/tt.ts';
import { channelsOutside, coreAsFilter, kernelShape, type Projection } from '../projection.ts';
import { trainRanks } from './format.ts';

/** Tensor-train SVD of the kernel as [s, k₁, …, k_d, t]. */
export const projectTensorTrain: Projection = (kernel, rank) => {
  const shape = kernelShape(kernel);
  const ranks = trainRanks(shape, rank);
  const { cores } = ttSvd(channelsOutside(kernel), ranks);
  return cores.map((core, i) =>
    i === 0 || i === cores.length - 1 ? core : coreAsFilter(core, ranks[i - 1], shape.size[i - 1]),
  );
};
