import { describe, expect, it } from 'vitest';
import { presets } from '../experiment/presets.ts';
import { leaves, leavesOfExperiment, withValue } from '../experiment/leaves.ts';
import type { Experiment } from '../experiment/schema.ts';
import { originOf } from '../tasks/index.ts';
import { fieldKey, sampleParts, samplesKey } from './samplesKey.ts';

/** Keys of the settings whose change changes a text. */
const changedBy = (experiment: Experiment, text: (experiment: Experiment) => string): string[] =>
  leavesOfExperiment(experiment)
    .map(({ key }) => key)
    .filter((key) => key !== 'task.kind')
    .filter((key) => text(withValue(experiment, key, 'another value')) !== text(experiment));

const groupsOf = (keys: readonly string[]): string[] => [
  ...new Set(keys.map((key) => key.split('.')[0])),
];

describe.each(presets.map(({ id, experiment }) => [id, experiment] as const))(
  'the samples of preset %s',
  (_, experiment) => {
    const { parts } = originOf(experiment);

    it('are others with every setting that they follow from, and with no other', () => {
      const keys = changedBy(experiment, samplesKey);
      expect(groupsOf(keys).toSorted()).toEqual(
        [...new Set([...parts, 'task', 'data'])].toSorted(),
      );
      // All settings of such a group count.
      expect(keys).toHaveLength(
        leaves.filter(
          ({ key }) => key !== 'task.kind' && groupsOf(keys).includes(key.split('.')[0]),
        ).length,
      );
    });

    it('have the same fields with more of them', () => {
      const keys = changedBy(experiment, fieldKey);
      expect(groupsOf(keys)).not.toContain('data');
      expect(groupsOf(keys).toSorted()).toEqual([...parts, 'task'].toSorted());
    });
  },
);

describe('own data', () => {
  const experiment = withValue(presets[0].experiment, 'task.kind', 'own');

  it('is another with another file, and with another division of it', () => {
    expect(samplesKey(experiment, 1)).not.toBe(samplesKey(experiment, 2));
    expect(fieldKey(withValue(experiment, 'data.train', 7))).not.toBe(fieldKey(experiment));
  });

  it('does not follow from a scene', () => {
    expect(fieldKey(withValue(experiment, 'scene.speed', [2, 2]))).toBe(fieldKey(experiment));
  });
});

it('knows every group of settings that is not about networks', () => {
  const groups = new Set(
    leaves.filter(({ network }) => !network).map(({ key }) => key.split('.')[0]),
  );
  const rest = [...groups].filter((group) => !(sampleParts as readonly string[]).includes(group));
  expect(rest.toSorted()).toEqual(['backend', 'net', 'networks', 'reference', 'training']);
});
