import { permute } from '../linalg/tensor.ts';
import { hosvd } from '../linalg/tucker.ts';
import { kernelShape, type Projection } from '../projection.ts';
import { tuckerRanks } from './format.ts';

/** Sweeps of higher-order orthogonal iteration after the HOSVD. */
const SWEEPS = 5;

/** HOSVD over the two channel axes, improved by HOOI. */
export const projectTucker2: Projection = (kernel, rank) => {
  const shape = kernelShape(kernel);
  const d = shape.size.length;
  const ranks = tuckerRanks(shape, rank);
  const { core, factors } = hosvd(kernel, [d, d + 1], ranks, { iterations: SWEEPS });
  const leave = permute({ shape: [shape.outputs, ranks[1]], data: factors[1] }, [1, 0]);
  return [factors[0], core.data, leave.data];
};
