import { truncatedSvd } from '../linalg/svd.ts';
import { channelsOutside, kernelShape, type Projection } from '../projection.ts';

/** The best product of one kernel and one row of output weights for every input channel (rank-1 SVD). */
export const projectDepthwiseSeparable: Projection = (kernel) => {
  const { inputs, outputs } = kernelShape(kernel);
  const points = kernel.data.length / (inputs * outputs);
  const { data } = channelsOutside(kernel);
  const depthwise = new Float64Array(points * inputs);
  const pointwise = new Float64Array(inputs * outputs);
  for (let s = 0; s < inputs; s++) {
    const own = data.subarray(s * points * outputs, (s + 1) * points * outputs);
    const { u, s: values, v } = truncatedSvd(points, outputs, own, 1);
    const root = Math.sqrt(values[0]);
    for (let p = 0; p < points; p++) depthwise[p * inputs + s] = root * u[p];
    for (let t = 0; t < outputs; t++) pointwise[s * outputs + t] = root * v[t];
  }
  return [depthwise, pointwise];
};
