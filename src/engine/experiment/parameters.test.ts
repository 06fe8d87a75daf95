import { describe, expect, it } from 'vitest';
import { formatItems } from './list.ts';
import {
  carryOver,
  experimentAt,
  freeParameters,
  middleParameters,
  normalise,
  outsideIntervals,
} from './parameters.ts';
import { experimentFrom } from './presets.ts';

const free = experimentFrom({
  'scene.mesh': 'fitted',
  'scene.speed': '0.9..1.1',
  'scene.obstacles':
    'circle(fixed,0.7,0.2..0.3,0.05..0.1) polygon(free,0.6,0.6,0.8..0.9,0.6,0.7,0.8)',
  'scene.inclusions': 'circle(0.5,0.85,0.1,0.6..0.8,1)',
});

describe('free parameters', () => {
  it('are the source’s three, then every interval of the scene', () => {
    expect(freeParameters(free).map(({ key }) => key)).toEqual([
      'source.x',
      'source.y',
      'source.frequency',
      'scene.speed',
      'scene.inclusions.0.speed',
      'scene.obstacles.0.y',
      'scene.obstacles.0.radius',
      'scene.obstacles.1.x2',
    ]);
    expect(freeParameters(free)[6]).toMatchObject({
      title: 'Obstacle 1 radius',
      unit: 'm',
      low: 0.05,
      high: 0.1,
    });
  });

  it('take their values in an experiment in which nothing is free any more', () => {
    const values = { x: 0.2, y: 0.4, frequency: 2.5, others: [1.05, 0.7, 0.25, 0.08, 0.85] };
    const fixed = experimentAt(free, values);
    expect(freeParameters(fixed)).toHaveLength(3);
    expect(fixed.scene.speed).toEqual([1.05, 1.05]);
    expect(formatItems(fixed.scene.obstacles)).toBe(
      'circle(fixed,0.7,0.25,0.08) polygon(free,0.6,0.6,0.85,0.6,0.7,0.8)',
    );
    expect(formatItems(fixed.scene.inclusions)).toBe('circle(0.5,0.85,0.1,0.7,1)');
    expect(fixed.source.frequency).toEqual([2.5, 2.5]);
  });

  it('are normalised to [−1, 1], the middle to zero', () => {
    expect([...normalise(middleParameters(free), free)].every((v) => Math.abs(v) < 1e-6)).toBe(
      true,
    );
    const low = { ...middleParameters(free), x: 0.15 };
    expect(normalise(low, free)[0]).toBeCloseTo(-1, 6);
  });

  it('outside their intervals are named', () => {
    const values = { ...middleParameters(free), y: 0.9 };
    expect(outsideIntervals(values, free).map(({ key }) => key)).toEqual(['source.y']);
  });

  it('keep their values in a changed experiment where they still exist', () => {
    const values = { x: 0.2, y: 0.4, frequency: 2.5, others: [1.05, 0.7, 0.25, 0.08, 0.85] };
    const other = experimentFrom({
      'scene.mesh': 'fitted',
      'scene.obstacles': 'circle(fixed,0.7,0.2,0.05..0.1)',
      'scene.inclusions': 'circle(0.4..0.5,0.85,0.1,0.6..0.8,1)',
    });
    expect(carryOver(values, free, other)).toEqual({
      x: 0.2,
      y: 0.4,
      frequency: 2.5,
      others: [0.45, 0.7, 0.08],
    });
  });
});
