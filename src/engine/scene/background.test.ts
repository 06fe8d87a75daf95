import { describe, expect, it } from 'vitest';
import { experimentFrom } from '../experiment/presets.ts';
import { middleParameters } from '../experiment/parameters.ts';
import { validateExperiment } from '../opening/validate.ts';
import { backgroundField } from './background.ts';
import { Simulator } from './simulator.ts';
import { materialAt } from 'slimwave-waves/scene/scene';
import { meshed } from './meshed.ts';
import { experimentAt } from '../experiment/parameters.ts';
import { sceneOf } from './scene.ts';

const random = {
  'scene.width': '2',
  'scene.contrast': '4',
  'scene.correlation': '0.25',
  'scene.speed': '1',
  'source.frequency': '1',
  'source.width': '0.08',
  'scene.elements': '48',
  'task.grid': '8',
  'task.frames': '4',
};

describe('a random background', () => {
  it('has speeds within the contrast, and the given correlation', () => {
    const { scene } = experimentFrom({ ...random, 'scene.width': '20', 'scene.height': '20' });
    const { shape, speed } = backgroundField(scene)!;
    expect(Math.min(...speed)).toBeGreaterThanOrEqual(0.5);
    expect(Math.max(...speed)).toBeLessThanOrEqual(2);
    // Gaussian again: the logarithm's share has the inverse of the correlated normal distribution; at one length the
    // correlation of ranks is 6/π asin(e^(−½)/2).
    const share = speed.map((c) => Math.log(c * 2) / Math.log(4) - 0.5);
    const lag = 8;
    let [product, squares] = [0, 0];
    for (let i = 0; i + lag < shape[0]; i++) {
      for (let j = 0; j < shape[1]; j++) {
        const [a, b] = [share[i * shape[1] + j], share[(i + lag) * shape[1] + j]];
        product += a * b;
        squares += (a * a + b * b) / 2;
      }
    }
    const exact = (6 / Math.PI) * Math.asin(Math.exp(-0.5) / 2);
    expect(product / squares).toBeCloseTo(exact, 1);
  });

  it('is the same for the same seed, another for another, and lies under layers and inclusions', () => {
    const sceneWith = (texts: Record<string, string>) => {
      const experiment = meshed(experimentFrom({ ...random, ...texts }));
      return sceneOf(experimentAt(experiment, middleParameters(experiment)));
    };
    const speedAt = (texts: Record<string, string>, x: number, y: number) =>
      materialAt(sceneWith(texts), x, y).speed;
    expect(speedAt({}, 0.7, 0.6)).toBe(speedAt({}, 0.7, 0.6));
    expect(speedAt({ 'scene.seed': '2' }, 0.7, 0.6)).not.toBe(speedAt({}, 0.7, 0.6));
    expect(speedAt({ 'scene.layers': 'layer(0.5,3,1)' }, 0.7, 0.4)).toBe(3);
    expect(speedAt({ 'scene.layers': 'layer(0.5,3,1)' }, 0.7, 0.6)).toBe(speedAt({}, 0.7, 0.6));
    expect(speedAt({ 'scene.inclusions': 'circle(1,0.5,0.1,3,1)' }, 1, 0.5)).toBe(3);
  });

  it('changes the wave, and contrast 1 does not', () => {
    const zoneOf = (texts: Record<string, string>) => {
      const experiment = experimentFrom({ ...random, ...texts });
      expect(validateExperiment(experiment)).toEqual([]);
      const simulator = new Simulator(experiment);
      const { zone } = simulator.run(middleParameters(experiment));
      simulator.dispose();
      return zone;
    };
    const uniform = zoneOf({ 'scene.contrast': '1' });
    expect(zoneOf({ 'scene.contrast': '1', 'scene.seed': '5' })).toEqual(uniform);
    const nearly = zoneOf({ 'scene.contrast': '1.0001' });
    const peak = Math.max(...uniform.map(Math.abs));
    nearly.forEach((u, i) => expect(Math.abs(u - uniform[i])).toBeLessThan(1e-3 * peak));
    expect(zoneOf({})).not.toEqual(uniform);
  });

  it.each([
    ['scene.correlation', 'at least 0.025 m', { 'scene.correlation': '0.01' }],
    ['source.kind', 'needs a uniform background', { 'source.kind': 'plane' }],
    ['source.frequency', 'where the wave is slowest', { 'scene.contrast': '100' }],
  ])('is refused at %s: %s', (key, sentence, texts) => {
    const issues = validateExperiment(experimentFrom({ ...random, ...texts }));
    expect(issues.map((issue) => `${issue.key}: ${issue.message}`).join('\n')).toMatch(
      new RegExp(`^${key}: .*${sentence}`, 'm'),
    );
  });
});
