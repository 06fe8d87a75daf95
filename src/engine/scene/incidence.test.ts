import { describe, expect, it } from 'vitest';
import { middleParameters } from '../experiment/parameters.ts';
import { experimentFrom } from '../experiment/presets.ts';
import { crestWhole, inclusionsInside, waveComesIn } from './incidence.ts';
import { Simulator } from './simulator.ts';
import { runSubmodel } from './submodel.ts';

const outside = {
  'source.kind': 'plane',
  'source.incident': 'outside',
  'source.x': '0.3',
  'source.y': '0.6',
  'source.frequency': '2',
  'scene.elements': '40',
  'task.grid': '8',
  'task.frames': '8',
};
const issue = (settings: Record<string, string>): string | undefined =>
  waveComesIn(experimentFrom({ ...outside, ...settings }))?.message;

describe('a plane wave from outside', () => {
  it('gets in where sides and layers let it, for all free parameters', () => {
    const layers = 'layer(0.4,0.8..1.2,1)';
    expect(issue({ 'source.angle': '-60' })).toBeUndefined();
    expect(issue({ 'source.angle': '60' })).toContain('through the bottom side');
    expect(issue({ 'scene.left': 'fixed' })).toContain('through the left side');
    expect(issue({ 'source.angle': '-60', 'scene.layers': layers })).toBeUndefined();
    expect(issue({ 'source.angle': '-30', 'scene.layers': layers })).toContain('reflects all');
    expect(issue({ 'scene.layers': layers })).toContain('torn apart');
    expect(issue({ 'source.angle': '60', 'source.incident': 'inside' })).toBeUndefined();
  });

  it('meets inclusions that end inside, or at a side that is closed', () => {
    const problem = (inclusion: string, settings: Record<string, string> = {}) =>
      inclusionsInside(experimentFrom({ ...outside, 'scene.inclusions': inclusion, ...settings }))
        ?.message;
    expect(problem('circle(0.5,0.5,0.3,2,1)')).toBeUndefined();
    expect(problem('circle(0.5,0.5..0.8,0.3,2,1)')).toContain('reaches the absorbing top side');
    expect(problem('circle(0.5,0.1,0.3,2,1)')).toBeUndefined();
    const open = { 'scene.order': '4', 'scene.right': 'pml' };
    expect(problem('rectangle(0.8,0.5,0.4,0.2,2,1)', open)).toContain('reaches the open right');
  });

  it('is the whole wave and its image over a fixed bottom, in lanes and single runs alike', () => {
    const experiment = experimentFrom({ ...outside, 'source.angle': '-60' });
    const simulator = new Simulator(experiment);
    const values = middleParameters(experiment);
    const { domain, zone } = simulator.run(values, { domain: true });
    const [first, second] = simulator.targets([values, values]);
    expect(first).toEqual(zone);
    expect(second).toEqual(zone);
    const [count] = simulator.domainPoints;
    simulator.dispose();
    const f = (s: number) => {
      const a = (Math.PI * 2 * s) ** 2;
      return 1e-3 * (1 - 2 * a) * Math.exp(-a);
    };
    const frames = domain.length / count ** 2;
    const [nx, ny] = [Math.cos(Math.PI / 3), Math.sin(Math.PI / 3)];
    domain.forEach((u, k) => {
      const [frame, i, j] = [
        Math.floor(k / count ** 2),
        Math.floor((k % count ** 2) / count),
        k % count,
      ];
      const [x, y, t] = [i / (count - 1), j / (count - 1), (1.4 * frame) / (frames - 1)];
      const ray = (height: number) => f((x - 0.3) * nx + (0.6 - height) * ny - t);
      expect(Math.abs(u - ray(y) + ray(-y))).toBeLessThan(1e-9);
    });
  });

  it('is the same in a submodel of the zone', () => {
    const experiment = experimentFrom({
      ...outside,
      'source.angle': '-60',
      'scene.inclusions': 'circle(0.7,0.5,0.1,0.6,1)',
      'scene.mesh': 'quadrilaterals',
      'zone.submodel': 'on',
      'zone.x': '0.5..1',
      'zone.cells': '40',
    });
    const simulator = new Simulator(experiment);
    const values = middleParameters(experiment);
    const { lambdaMax } = simulator.prepare(values).model;
    const { zone, trace } = simulator.run(values, { trace: true });
    simulator.dispose();
    const { zone: field } = runSubmodel(experiment, values, trace!, lambdaMax);
    const error = Math.hypot(...field.map((u, i) => u - zone[i])) / Math.hypot(...zone);
    expect(error).toBeLessThan(1e-3);
  });
});

describe('a plane wave that begins inside', () => {
  const open = {
    ...outside,
    'source.incident': 'inside',
    'scene.order': '4',
    'scene.bottom': 'free',
    'scene.top': 'free',
    'scene.left': 'pml',
    'scene.right': 'pml',
  };
  const problem = (settings: Record<string, string>) =>
    crestWhole(experimentFrom({ ...open, ...settings }))?.message;

  it.each([
    [{ 'source.x': '0.8' }, undefined],
    [{ 'source.x': '0.6..0.8' }, 'beyond the open left side'],
    [{ 'source.x': '0.5', 'source.angle': '180' }, 'beyond the open right side'],
    [{ 'source.x': '0.8', 'scene.top': 'pml' }, 'beyond the open top side'],
    [{ 'source.x': '0.8', 'scene.top': 'absorbing' }, undefined],
    [{ 'source.incident': 'outside', 'scene.top': 'pml' }, undefined],
  ])('with %j: %s', (settings, sentence) => {
    if (sentence === undefined) expect(problem(settings)).toBeUndefined();
    else expect(problem(settings)).toContain(sentence);
  });
});
