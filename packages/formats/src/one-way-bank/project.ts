import { truncatedSvd } from '../linalg/svd.ts';
import { channelsOutside, kernelShape, trainOfFilters, type Projection } from '../projection.ts';
import { oneWayBank } from './format.ts';

/** A truncated SVD per input channel gives the bank, tensor-train SVD the filters after it. */
export const projectOneWayBank: Projection = (kernel, rank) => {
  const shape = kernelShape(kernel);
  const { inputs, outputs, size } = shape;
  const [k, ...others] = size;
  const stages = oneWayBank.stages(shape, rank);
  const perInput = stages[0].outputs / inputs;
  const columns = kernel.data.length / (inputs * k);
  const { data } = channelsOutside(kernel);
  const bank = new Float64Array(k * inputs * perInput);
  const rest = new Float64Array(inputs * perInput * columns);
  for (let s = 0; s < inputs; s++) {
    const own = data.subarray(s * k * columns, (s + 1) * k * columns);
    const svd = truncatedSvd(k, columns, own, perInput);
    for (let r = 0; r < perInput; r++) {
      const root = Math.sqrt(svd.s[r]);
      for (let i = 0; i < k; i++) {
        bank[(i * inputs + s) * perInput + r] = root * svd.u[i * perInput + r];
      }
      for (let j = 0; j < columns; j++) {
        rest[(s * perInput + r) * columns + j] = root * svd.v[j * perInput + r];
      }
    }
  }
  const ordered = { shape: [inputs * perInput, ...others, outputs], data: rest };
  const ranks = stages.slice(1, -1).map((stage) => stage.outputs);
  return [bank, ...trainOfFilters(ordered, others, ranks)];
};
