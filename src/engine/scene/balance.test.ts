import { describe, expect, it } from 'vitest';
import { middleParameters } from '../experiment/parameters.ts';
import { experimentFrom } from '../experiment/presets.ts';
import { Simulator } from './simulator.ts';

const absorbing = {
  'scene.left': 'absorbing',
  'scene.right': 'absorbing',
  'scene.bottom': 'absorbing',
  'scene.top': 'absorbing',
  'scene.elements': '40',
  'scene.from': '0',
  'scene.duration': '10',
  'task.frames': '8',
  'task.grid': '8',
};
const plane = { 'source.kind': 'plane', 'source.x': '0.3', 'source.y': '0.5' };

/** Mean of u over the square at the end, as a share of the height of waves and pulses. */
function whatStays(settings: Record<string, string>): number {
  const experiment = experimentFrom({ ...absorbing, ...settings });
  const simulator = new Simulator(experiment);
  const { domain } = simulator.run(middleParameters(experiment), { domain: true });
  const [across, up] = simulator.domainPoints;
  const last = domain.subarray(-across * up);
  simulator.dispose();
  return Math.abs(last.reduce((sum, u) => sum + u, 0) / last.length) / 1e-3;
}

describe('with absorbing sides the field returns to zero', () => {
  it.each([
    ['a plane wave', { ...plane, 'source.frequency': '1' }],
    ['at a slant', { ...plane, 'source.angle': '30', 'source.frequency': '2' }],
    [
      'over a dense inclusion',
      { ...plane, 'source.frequency': '1', 'scene.inclusions': 'circle(0.5,0.5,0.2,1,10)' },
    ],
    [
      'cut by a side in another medium',
      { ...plane, 'source.frequency': '1', 'scene.inclusions': 'rectangle(0.5,0.9,0.4,0.2,0.5,5)' },
    ],
    ['over a layer', { ...plane, 'source.frequency': '2', 'scene.layers': 'layer(0.3,0.5,3)' }],
    [
      'cut by a free obstacle',
      {
        ...plane,
        'source.frequency': '1',
        'scene.mesh': 'fitted',
        'scene.obstacles': 'circle(free,0.5,0.5,0.2)',
      },
    ],
    ['a pulse on a side', { 'source.kind': 'pulse', 'source.x': '0', 'source.width': '0.1' }],
  ])('%s', (_, settings) => {
    expect(whatStays(settings)).toBeLessThan(0.002);
  });
});

describe('the forces on the sides', () => {
  /** u on the zone (m) of a plane wave that a free cylinder cuts, all lengths and times multiplied by `scale`. */
  function field(scale: number): Float32Array {
    const scaled = (at: number) => String(0.5 + (at - 0.5) * scale);
    const zone = `${scaled(0.1)}..${scaled(0.9)}`;
    const experiment = experimentFrom({
      ...absorbing,
      ...plane,
      'source.x': scaled(0.3),
      'source.frequency': String(2 / scale),
      'scene.mesh': 'fitted',
      'scene.obstacles': `circle(free,0.5,0.5,${0.2 * scale})`,
      'scene.elements': String(32 / scale),
      'scene.duration': String(2 * scale),
      'zone.x': zone,
      'zone.y': zone,
    });
    const simulator = new Simulator(experiment);
    const [target] = simulator.targets([middleParameters(experiment)]);
    simulator.dispose();
    return target;
  }

  it('leave the wave closer to the one in a square four times as large', () => {
    const [here, open] = [field(1), field(0.25)];
    const norm = (values: Float32Array) => Math.hypot(...values);
    const error = norm(here.map((u, i) => u - open[i])) / norm(open);
    // 0.13 without forces, 0.18 with forces of one period.
    expect(error).toBeLessThan(0.1);
  });
});
