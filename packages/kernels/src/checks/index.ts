/**
 * A verification suite of tfjs's current backend: the operations that convolutional networks are made of, in
 * random shapes, with every gradient. For Node, windows and workers alike.
 */
import { chainChecks } from './chains.ts';
import { checkOf, type Check } from './check.ts';
import { convolutions, forecasts } from './convolutions.ts';
import { FULL, type Extent } from './extent.ts';
import { optimizers } from './optimizer.ts';
import { pointwise } from './pointwise.ts';
import { products, sums } from './products.ts';
import { createRandom } from './random.ts';
import { threeWays } from './threeWay.ts';

export { worstDeviation, type Check, type CheckOutcome, type Deviation } from './check.ts';
export { FULL, TINY, type Extent } from './extent.ts';

/** All definitions of a seed. */
export function definitions(seed: number, extent: Extent) {
  const random = createRandom(seed, 'shapes');
  return [
    ...convolutions(random, extent),
    ...threeWays(random, extent),
    ...chainChecks(random, extent),
    ...products(random, extent),
    ...sums(random, extent),
    ...pointwise(random, extent),
    ...optimizers(random, extent),
    ...forecasts(random, extent),
  ];
}

/**
 * The checks of a seed. Run them one by one after `tf.ready()`, on whatever backend is current then; nothing is
 * computed before. The cpu backend is compared with where it is registered.
 */
export const deviceChecks = (seed: number, extent: Extent = FULL): Check[] =>
  definitions(seed, extent).map((definition) => checkOf(definition, seed));
