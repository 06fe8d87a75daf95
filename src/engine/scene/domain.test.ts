import { describe, expect, it } from 'vitest';
import { middleParameters } from '../experiment/parameters.ts';
import { experimentFrom } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';
import { validateExperiment } from '../opening/validate.ts';
import { scaledScene } from './scaled.ts';
import { Simulator } from './simulator.ts';

const section = experimentFrom({
  'scene.width': '2',
  'scene.height': '0.5',
  'scene.mesh': 'fitted',
  'scene.elements': '48',
  'scene.duration': '0.9',
  'scene.from': '0.1',
  'scene.damping': '0.5',
  'scene.layers': 'layer(0.2,2,1.5)',
  'scene.obstacles': 'circle(fixed,0.75,0.25,0.08)',
  'source.x': '0.5',
  'source.y': '0.4',
  'source.frequency': '2',
  'source.width': '0.11',
  'source.more': 'pulse(1.5,0.2,0.1)',
  'zone.x': '0.75..1.75',
  'zone.y': '0.1..0.35',
  'task.grid': '8',
  'task.frames': '4',
});

function run(experiment: Experiment) {
  expect(validateExperiment(experiment)).toEqual([]);
  const simulator = new Simulator(experiment);
  const recording = simulator.run(middleParameters(experiment), { domain: true });
  const shape = simulator.domainPoints;
  simulator.dispose();
  return { ...recording, shape };
}

describe('a domain that is not the unit square', () => {
  it('is recorded in its own shape', () => {
    const { domain, shape } = run(section);
    expect(shape).toEqual([49, 13]);
    expect(domain.length % (49 * 13)).toBe(0);
  });

  it('gives the same wave with all lengths in kilometres, and speeds as much higher', () => {
    const scales = { lengths: 2000, times: 1 };
    const [small, large] = [section, scaledScene(section, scales)].map(
      (experiment) => run(experiment).zone,
    );
    const peak = Math.max(...small.map(Math.abs));
    expect(peak).toBeGreaterThan(1e-5);
    large.forEach((u, i) => {
      expect(Math.abs(u - small[i])).toBeLessThan(1e-5 * peak);
    });
  });

  it('gives the wave of forces at a millisecond a millionth of the height at a second', () => {
    const forces = { ...section, source: { ...section.source, more: [] } };
    const fast = scaledScene(forces, { lengths: 0.1, times: 1e-3 });
    const [slow, quick] = [forces, fast].map((experiment) => run(experiment).zone);
    const peak = Math.max(...slow.map(Math.abs));
    quick.forEach((u, i) => {
      expect(Math.abs(1e6 * u - slow[i])).toBeLessThan(1e-5 * peak);
    });
  });

  it('is scaled there and back', () => {
    const there = scaledScene(section, { lengths: 1000, times: 0.1 });
    expect(there.scene.width).toBe(2000);
    expect(there.scene.speed).toEqual([10_000, 10_000]);
    expect(there.source.frequency).toEqual([20, 20]);
    expect(scaledScene(there, { lengths: 0.001, times: 10 })).toEqual(section);
  });
});
