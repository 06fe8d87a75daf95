import { describe, expect, it } from 'vitest';
import { changedKeys } from './changes.ts';
import { withValue } from './leaves.ts';
import { withNetwork, withoutNetwork } from './networkList.ts';
import { presets } from './presets.ts';

describe('what differs between two experiments', () => {
  it.each(presets)('is nothing for $id itself, however many networks it has', ({ experiment }) => {
    expect(changedKeys(experiment, experiment)).toEqual([]);
  });

  it('is every field that was set, in the schema’s order', () => {
    const [{ experiment }] = presets;
    const changed = withValue(withValue(experiment, 'c.rate', 0.02), 'training.steps', 50);
    expect(changedKeys(changed, experiment)).toEqual(['c.rate', 'training.steps']);
    expect(
      changedKeys(withValue(changed, 'c.rate', experiment.networks[2].rate), experiment),
    ).toEqual(['training.steps']);
  });

  it('is the length of the list where a network was added or removed', () => {
    const [{ experiment }] = presets;
    const more = withNetwork(experiment, experiment.networks[1]);
    expect(changedKeys(more, experiment)).toEqual(['networks']);
    expect(changedKeys(experiment, more)).toEqual(['networks']);
    expect(changedKeys(withoutNetwork(more, 'd'), experiment)).toEqual([]);
  });
});
