import { describe, expect, it } from 'vitest';
import { experimentFrom, presets } from '../experiment/presets.ts';
import { bandNumbers, waveBands } from './bands.ts';
import { outputGeometry } from './geometry.ts';
import { SpectralTransform } from './spectrum.ts';

describe.each(presets)('the bands of preset $id', ({ experiment }) => {
  const { space } = outputGeometry(experiment);
  const bands = waveBands(experiment, space);

  it('are three, and the grid has waves in each', () => {
    const [long, short] = bands.limits;
    expect(long).toBeGreaterThan(short);
    const numbers = bandNumbers(new SpectralTransform(space).wavenumbers, bands);
    expect(new Set(numbers)).toEqual(new Set([0, 1, 2]));
  });
});

it('the middle band is that of the source, half an octave wider on both sides', () => {
  const experiment = experimentFrom({ 'source.frequency': '2..4', 'scene.speed': '1' });
  const bands = waveBands(experiment, outputGeometry(experiment).space);
  expect(bands.from).toBe('source');
  expect(bands.limits[0]).toBeCloseTo(Math.SQRT2 / 2, 12);
  expect(bands.limits[1]).toBeCloseTo(0.25 / Math.SQRT2, 12);
});

it('waves too long for the zone leave the grid to say what is long', () => {
  const experiment = experimentFrom({ 'source.frequency': '0.2..0.3' });
  const { space } = outputGeometry(experiment);
  const { limits, from } = waveBands(experiment, space);
  expect(from).toBe('grid');
  const [{ length, points }] = space;
  const [longest, shortest] = [2 * length, (2 * length) / points];
  expect(longest / limits[0]).toBeCloseTo(limits[1] / shortest, 10);
  expect(limits[0] / limits[1]).toBeCloseTo(limits[1] / shortest, 10);
});
