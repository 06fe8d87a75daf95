import type { KernelFormat } from '../format.ts';
import { product } from 'slimwave-base/math';
import type { Stage } from '../stage.ts';

export const kernelCp = {
  id: 'kernel-cp',
  label: 'Kernel CP',
  explanation:
    'Every kernel is a sum of R products of one-way filters (a canonical polyadic decomposition; for 2-way kernels the truncated singular value decomposition). Usually the dense kernel is rebuilt from the factors at every call: that saves stored parameters and optimizer memory but no arithmetic. Computed factor by factor it saves arithmetic too, but needs R·T channels per input channel in between. It pays only while R < Πk/Σk: for 3×3 that is R = 1, for 7×7 up to R = 3.',
  source: 'Boukraichi, Akkari, Casenave, Ryckelynck 2023, arXiv 2304.04964',
  ranked: true,
  execution: 'reconstructed',
  evenFactors: true,
  // A k₁×…×k_d tensor is a sum of at most Πk / max k rank-one tensors: one per fibre along the longest axis.
  maxRank: ({ size }) => product(size) / Math.max(...size),
  // Channel (s·R + r)·T + t carries u_{rst}.
  stages: ({ size, inputs, outputs }, rank) => [
    ...size.map((k, axis): Stage => {
      const channels = inputs * rank * outputs;
      return {
        kind: 'depthwise',
        name: `factor_${axis + 1}`,
        axes: [axis],
        size: [k],
        inputs: axis === 0 ? inputs : channels,
        outputs: channels,
      };
    }),
    { kind: 'sum', inputs: inputs * rank * outputs, outputs },
  ],
  // A 3-way kernel of R terms has an unfolding of rank R at most.
  rankMeaning: (ways) => ({ spectrum: 'kernels', kept: ways === 2 ? 'exact' : 'bound' }),
  storesTerms: true,
  mark: { symbol: 'square', path: 'M2.4 2.4h7.2v7.2H2.4z' },
  colour: { light: '#b34a00', dark: '#f08c4a' },
} as const satisfies KernelFormat;
