import { kernelShape, type Projection } from '../projection.ts';

/** Every kernel for itself: truncated SVD for 2-way kernels, CP-ALS for 3-way ones. */
export const projectKernelCp: Projection = async (kernel, rank, search) => {
  const { size, inputs, outputs } = kernelShape(kernel);
  const channels = inputs * outputs;
  const filters = size.map((k) => new Float64Array(k * inputs * rank * outputs));
  const entries = kernel.data.length / channels;
  for (let c = 0; c < channels; c++) {
    const data = Float64Array.from({ length: entries }, (_, e) => kernel.data[e * channels + c]);
    const { factors } = await search({ shape: size, data }, rank);
    const s = Math.floor(c / outputs);
    const t = c % outputs;
    factors.forEach((factor, axis) => {
      for (let k = 0; k < size[axis]; k++) {
        for (let r = 0; r < rank; r++) {
          filters[axis][((k * inputs + s) * rank + r) * outputs + t] = factor[k * rank + r];
        }
      }
    });
  }
  return filters;
};
