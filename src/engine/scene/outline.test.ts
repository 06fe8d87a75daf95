import { describe, expect, it } from 'vitest';
import { middleParameters } from '../experiment/parameters.ts';
import { experimentFrom } from '../experiment/presets.ts';
import { validateExperiment } from '../opening/validate.ts';
import { Simulator } from './simulator.ts';

const valley = {
  'scene.width': '2',
  'scene.mesh': 'fitted',
  'scene.elements': '40',
  'scene.duration': '1.2',
  'scene.from': '0.3',
  'scene.outline': 'polygon(free,0,0,2,0,2,1,1.4,0.7,0.6,0.7,0,1)',
  'source.x': '0.3..0.4',
  'source.y': '0.3..0.5',
  'source.frequency': '2',
  'source.width': '0.06',
  'zone.x': '1..1.8',
  'zone.y': '0.1..0.6',
  'task.grid': '8',
  'task.frames': '4',
};

describe('a domain with an outline', () => {
  it('has waves inside, and none outside', () => {
    const experiment = experimentFrom(valley);
    expect(validateExperiment(experiment)).toEqual([]);
    const simulator = new Simulator(experiment);
    const { domain } = simulator.run(middleParameters(experiment), { domain: true });
    const [across, up] = simulator.domainPoints;
    const { model } = simulator.prepare(middleParameters(experiment));
    simulator.dispose();
    expect(Object.keys(model.mesh.boundary).toSorted()).toEqual([
      'bottom',
      'left',
      'outline',
      'right',
    ]);
    const last = domain.subarray(-across * up);
    const at = (x: number, y: number) =>
      last[Math.round((x / 2) * (across - 1)) * up + Math.round(y * (up - 1))];
    expect(at(1, 0.9)).toBe(0);
    expect(at(1, 0.75)).toBe(0);
    expect(Math.abs(at(1, 0.6))).toBeGreaterThan(1e-6);
    // On the free edge there is a wave as well.
    expect(Math.abs(at(1, 0.7))).toBeGreaterThan(1e-6);
  });

  it('is the rectangle itself where the outline is the rectangle', () => {
    const frames = ['', 'polygon(fixed,0,0,2,0,2,1,0,1)'].map((outline) => {
      const experiment = experimentFrom({ ...valley, 'scene.outline': outline });
      const simulator = new Simulator(experiment);
      const { zone } = simulator.run(middleParameters(experiment));
      simulator.dispose();
      return zone;
    });
    expect(frames[1]).toEqual(frames[0]);
  });

  it.each([
    ['scene.outline', 'crosses itself', { 'scene.outline': 'polygon(free,0,0,2,1,2,0,0,1)' }],
    [
      'scene.outline',
      'Outline 1 corner 3 x must lie',
      { 'scene.outline': 'polygon(free,0,0,2,0,3,1)' },
    ],
    ['scene.mesh', 'needs the fitted mesh', { 'scene.mesh': 'triangles' }],
    ['source.x', 'The source can lie outside the outline', { 'source.y': '0.3..0.95' }],
    ['scene.receivers', 'outside the outline', { 'scene.receivers': 'point(1,0.8)' }],
    ['zone.x', 'inside the outline', { 'zone.y': '0.1..0.8' }],
    ['source.kind', 'needs the whole rectangle', { 'source.kind': 'plane' }],
    [
      'scene.right',
      'leaves it out in part',
      {
        'scene.order': '4',
        'scene.elements': '20',
        'scene.right': 'pml',
        'scene.outline': 'polygon(free,0,0,2,0,2,0.9,0,0.9)',
      },
    ],
  ])('is refused at %s: %s', (key, sentence, texts) => {
    const issues = validateExperiment(experimentFrom({ ...valley, ...texts }));
    expect(issues.map((issue) => `${issue.key}: ${issue.message}`).join('\n')).toMatch(
      new RegExp(`^${key}: .*${sentence}`, 'm'),
    );
  });
});
