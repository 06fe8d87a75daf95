import { describe, expect, it } from 'vitest';
import { experimentFrom, findPreset } from '../experiment/presets.ts';
import { presetOfVersion2 } from '../opening/version2.ts';
import { cellsFor, estimateOn } from './accuracy.ts';
import { cellsPerSide } from './meshed.ts';
import { firstParameters } from '../data/sampling.ts';
import { measureAccuracy, referenceOf } from './reference.ts';

const spectral = experimentFrom({ 'scene.order': '4', 'scene.mesh': 'quadrilaterals' });

describe('the estimate of the error', () => {
  it('falls with the mesh and with the order', () => {
    const linear = [32, 64, 128].map((cells) => estimateOn(experimentFrom({}), cells).error);
    expect(Math.log2(linear[1] / linear[2])).toBeCloseTo(2, 0);
    expect(linear[0]).toBeGreaterThan(linear[1]);
    expect(estimateOn(spectral, 16).error).toBeLessThan(linear[1] / 20);
  });

  it('grows with frequency and with time', () => {
    const at = (settings: Record<string, string>) => estimateOn(experimentFrom(settings), 64).error;
    expect(at({ 'source.frequency': '4..5' })).toBeGreaterThan(2 * at({}));
    expect(at({ 'scene.duration': '4', 'scene.from': '3' })).toBeGreaterThan(2 * at({}));
  });

  it('is as large as what was measured for linear elements, to a factor of two', () => {
    // Middle samples of the presets of version 2 against spectral elements with four times as many points (%), November 2026.
    const measured = {
      frames: 1.35,
      trace: 1.65,
      square: 4.87,
      gap: 5.11,
      cylinder: 7.16,
      lens: 13.3,
    };
    for (const [id, percent] of Object.entries(measured)) {
      const { error } = estimateOn(presetOfVersion2(findPreset(id)!, 2), id === 'lens' ? 72 : 64);
      expect((100 * error) / percent, id).toBeGreaterThan(0.5);
      expect((100 * error) / percent, id).toBeLessThan(2);
    }
  });

  it('knows that random backgrounds have slow places', () => {
    // On 8 cells of order 4, 0.19 % were measured in a uniform background and 1.7 % at a contrast of 4.
    const random = experimentFrom({
      'scene.order': '4',
      'scene.mesh': 'quadrilaterals',
      'scene.contrast': '4',
    });
    expect(estimateOn(random, 8).error).toBeGreaterThan(0.0085);
    expect(estimateOn(random, 8).error).toBeLessThan(0.034);
  });

  it('chooses the fewest cells that are fine enough', () => {
    const cells = cellsFor(spectral, 0.001);
    expect(estimateOn(spectral, cells).error).toBeLessThanOrEqual(0.001);
    expect(estimateOn(spectral, cells - 1).error).toBeGreaterThan(0.001);
    const automatic = experimentFrom({ 'scene.elements': 'auto', 'scene.tolerance': '0.5' });
    expect(estimateOn(automatic, cellsPerSide(automatic)).error).toBeLessThanOrEqual(0.005);
  });

  it('is measured against four times as many points', () => {
    expect(referenceOf(spectral).scene).toMatchObject({ order: 4, elements: 256 });
    expect(referenceOf(experimentFrom({})).scene).toMatchObject({ order: 4, elements: 64 });
  });

  it('that would need too much for the reference is not measured, at once', () => {
    const fine = experimentFrom({
      'scene.order': '8',
      'scene.mesh': 'quadrilaterals',
      'scene.elements': '256',
    });
    expect(() => measureAccuracy(fine, firstParameters(fine))).toThrow(/Choose fewer cells/);
  });
});
