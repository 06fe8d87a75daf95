/** What can be chosen for a sweep. */
import * as v from 'valibot';
import { formatIds } from 'slimwave-formats/registry';

export const choiceSchema = v.object({
  formats: v.pipe(v.array(v.picklist(formatIds)), v.readonly()),
  /** Fractions of the dense parameters to keep, as typed: `50%, 25%`. */
  kept: v.string(),
  /** How many seeds, or which, as typed: `5` or `1, 2, 7`. */
  seeds: v.string(),
  /** A narrow classical network with as many parameters, for every compressed one. */
  narrow: v.boolean(),
  /** The same with as many convolution parameters. */
  narrowConvolutions: v.boolean(),
  /** The same format and rank from a trained classical network, for every compressed one. */
  after: v.boolean(),
});

export type SweepChoice = v.InferOutput<typeof choiceSchema>;

export const usualChoice: SweepChoice = {
  formats: ['classical', 'kernel-cp', 'one-way', 'tucker-2'],
  kept: '50%, 25%, 12.5%',
  seeds: '1',
  narrow: true,
  narrowConvolutions: false,
  after: false,
};
