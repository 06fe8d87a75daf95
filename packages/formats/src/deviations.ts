/** How the filters of a factorised kernel are drawn. */
import { product } from 'slimwave-base/math';
import type { KernelShape } from './format.ts';
import { fanIn, isWeighted, type Stage } from './stage.ts';

/** Standard deviations of the initial filters: the reconstructed kernel has the variance gain/(S·Πk). */
export function initialDeviations(
  stages: readonly Stage[],
  { size, inputs, outputs }: KernelShape,
  gain: number,
  even: boolean,
): number[] {
  const weighted = stages.filter(isWeighted);
  if (!even) {
    // Fan-in scaling keeps the variance along the chain; only the last filter sees the activation.
    return weighted.map((stage, i) =>
      Math.sqrt((i === weighted.length - 1 ? gain : 1) / fanIn(stage)),
    );
  }
  // A sum of R products of d independent factors has the variance R·std^(2d) = σ².
  const sigma = Math.sqrt(gain / (inputs * product(size)));
  const terms = weighted[0].outputs / (inputs * outputs);
  return weighted.map(() => (sigma / Math.sqrt(terms)) ** (1 / weighted.length));
}
