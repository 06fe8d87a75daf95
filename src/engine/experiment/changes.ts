/** What differs between two experiments. */
import { formatFieldValue } from './fields.ts';
import { getValue, leavesOfExperiment } from './leaves.ts';
import { hasNetwork } from './network.ts';
import type { Experiment } from './schema.ts';

/**
 * The keys of the fields whose texts differ, in the schema's order. A network that only one of them has is counted
 * once, by the key `networks`.
 */
export function changedKeys(experiment: Experiment, other: Experiment): string[] {
  return leavesOfExperiment(experiment)
    .filter(({ network }) => network === undefined || hasNetwork(other, network))
    .filter(({ key, field }) => {
      const [now, then] = [getValue(experiment, key), getValue(other, key)];
      return formatFieldValue(field, now) !== formatFieldValue(field, then);
    })
    .map(({ key }) => key);
}
