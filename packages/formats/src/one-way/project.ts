import { channelsOutside, kernelShape, trainOfFilters, type Projection } from '../projection.ts';
import { channelsBetween } from './format.ts';

/** Tensor-train SVD with each channel axis merged into the kernel axis beside it; d = 2: truncated SVD. */
export const projectOneWay: Projection = (kernel, rank) => {
  const shape = kernelShape(kernel);
  const between = channelsBetween(shape, rank).slice(1, -1);
  return trainOfFilters(channelsOutside(kernel), shape.size, between);
};
