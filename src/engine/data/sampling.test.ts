import { describe, expect, it } from 'vitest';
import { middleParameters } from '../experiment/parameters.ts';
import { presets } from '../experiment/presets.ts';
import { originOf } from '../tasks/index.ts';
import { firstParameters, sampleParameters, testSample } from './sampling.ts';

describe.each(presets)('samples of $id', ({ experiment }) => {
  it('drawn one by one are those drawn together', () => {
    const { test } = sampleParameters(experiment);
    for (const index of [0, 1, test.length - 1])
      expect(testSample(experiment, index)).toEqual(test[index]);
  });

  it('begin in the middle, or with a test sample where there is no middle', () => {
    expect(firstParameters(experiment)).toEqual(
      originOf(experiment).simulated
        ? middleParameters(experiment)
        : sampleParameters(experiment).test[0],
    );
  });
});
