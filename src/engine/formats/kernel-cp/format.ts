import { denseParameters, product, sum, type KernelFormat } from '../format.ts';

export const kernelCp = {
  id: 'kernel-cp',
  label: 'Kernel CP',
  explanation:
    'Every kernel is a sum of R products of one-way filters (a canonical polyadic decomposition; for 2-way kernels the truncated singular value decomposition). The dense kernel is rebuilt from the factors at every call, so that it saves stored parameters and optimizer memory but no arithmetic. It pays only while R < Πk/Σk: for 3×3 that is R = 1, for 7×7 up to R = 3.',
  source: 'Boukraichi, Akkari, Casenave, Ryckelynck 2023, arXiv 2304.04964',
  ranked: true,
  // A k₁×…×k_d tensor is a sum of at most Πk / max k rank-one tensors: one per fibre along the longest axis.
  maxRank: ({ size }) => product(size) / Math.max(...size),
  parameters: ({ size, inputs, outputs }, rank) => rank * inputs * outputs * sum(size),
  macsPerPosition: denseParameters,
  macsPerCall: (shape, rank) => {
    // Factor 1 ∘ factor 2 ∘ …: each further factor is one multiplication per entry of the partial product.
    let entries = shape.size[0];
    let multiplications = 0;
    for (const k of shape.size.slice(1)) {
      entries *= k;
      multiplications += entries;
    }
    return rank * shape.inputs * shape.outputs * multiplications;
  },
} as const satisfies KernelFormat;
