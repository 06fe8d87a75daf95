import { permute } from '../linalg/tensor.ts';
import { channelsOutside, type Projection } from '../projection.ts';

/** CP-ALS with a ridge of the whole layer, channels included. */
export const projectLayerCp: Projection = async (kernel, rank, search) => {
  const { factors } = await search(channelsOutside(kernel), rank);
  const leave = factors.at(-1)!;
  const outputs = leave.length / rank;
  return [...factors.slice(0, -1), permute({ shape: [outputs, rank], data: leave }, [1, 0]).data];
};
