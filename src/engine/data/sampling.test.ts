import { describe, expect, it } from 'vitest';
import { experimentFrom, presets } from '../experiment/presets.ts';
import { firstParameters, sampleParameters, testSample } from './sampling.ts';

describe.each(presets)('samples of $id', ({ experiment }) => {
  it('drawn one by one are those drawn together', () => {
    const { test } = sampleParameters(experiment);
    for (const index of [0, 1, test.length - 1])
      expect(testSample(experiment, index)).toEqual(test[index]);
  });
});

it('the first sample of a scene has every free parameter in the middle of its interval', () => {
  const experiment = experimentFrom({
    'source.x': '0.2..0.4',
    'source.y': '0.5',
    'source.frequency': '1..2',
    'scene.mesh': 'fitted',
    'scene.obstacles': 'circle(fixed,0.7,0.6..0.8,0.05..0.1)',
  });
  const { x, y, frequency, others } = firstParameters(experiment);
  [x, y, frequency, ...others].forEach((value, i) => {
    expect(value).toBeCloseTo([0.3, 0.5, 1.5, 0.7, 0.075][i], 12);
  });
  expect(others).toHaveLength(2);
});

it('the first sample of what is not simulated is a test sample: it has no middle', () => {
  const { experiment } = presets.find(({ id }) => id === 'propagator')!;
  const { test, train } = sampleParameters(experiment);
  expect(firstParameters(experiment)).toEqual(test[0]);
  expect(firstParameters(experiment)).not.toEqual(train[0]);
});
