import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experimentFrom } from '../experiment/presets.ts';
import { normalise, outsideIntervals } from '../experiment/parameters.ts';
import { withValue } from '../experiment/leaves.ts';
import type { Experiment } from '../experiment/schema.ts';
import { Simulator } from '../scene/simulator.ts';
import { DataSets, fromNetworkOrder, toNetworkOrder } from './dataset.ts';
import { rangeSize, sampleRanges } from './ranges.ts';
import { buildDataSets, simulateRange } from './samples.ts';
import { sampleParameters } from './sampling.ts';
import { UNSCALED } from './scaling.ts';
import { sum } from '../math.ts';

const TINY = {
  'scene.elements': '16',
  'task.grid': '8',
  'task.frames': '4',
  'data.train': '11',
  'data.test': '3',
  'source.frequency': '1..1.6',
};
const tiny = experimentFrom(TINY);

/** The same with a free speed and a free radius: four and five inputs. */
const free = experimentFrom({
  ...TINY,
  'scene.mesh': 'fitted',
  'scene.speed': '1..1.2',
  'scene.obstacles': 'circle(fixed,0.6,0.8,0.05..0.1)',
});

function simulate(experiment: Experiment, size = rangeSize(experiment)): DataSets {
  const sets = new DataSets(experiment);
  const samples = sampleParameters(experiment);
  // Every range in a simulator of its own, the last one first: as if by a pool of many workers.
  for (const range of sampleRanges(experiment, size).toReversed()) {
    const chunk = simulateRange(experiment, samples, new Simulator(experiment), range);
    sets.put(chunk.set, chunk.first, chunk.inputs, chunk.fields);
  }
  return sets;
}

describe('sampling', () => {
  it('stays inside the ranges and fills them', () => {
    const { train } = sampleParameters({ ...free, data: { ...free.data, train: 2000 } });
    for (const values of train) expect(outsideIntervals(values, free)).toEqual([]);
    const normalised = train.map((values) => normalise(values, free));
    expect(normalised[0]).toHaveLength(5);
    for (const axis of [0, 1, 2, 3, 4] as const) {
      const values = normalised.map((mu) => mu[axis]);
      const mean = sum(values) / values.length;
      const variance = values.reduce((a, b) => a + b * b, 0) / values.length;
      expect(Math.abs(mean)).toBeLessThan(0.06);
      // A uniform variable on [−1, 1] has the variance 1/3.
      expect(Math.abs(variance - 1 / 3)).toBeLessThan(0.03);
    }
  });

  it('is the same for the same seed, another one for another seed, and a larger set contains the smaller', () => {
    const sources = sampleParameters(tiny);
    expect(sampleParameters(tiny)).toEqual(sources);
    expect(sampleParameters({ ...tiny, data: { ...tiny.data, seed: 2 } }).train).not.toEqual(
      sources.train,
    );
    const larger = sampleParameters({ ...tiny, data: { ...tiny.data, train: 30 } });
    expect(larger.train.slice(0, 11)).toEqual(sources.train);
    expect(larger.test).toEqual(sources.test);
  });

  it('maps a constant parameter to zero', () => {
    const constant = withValue(tiny, 'source.x', [0.3, 0.3]);
    expect(normalise({ x: 0.3, y: 0.5, frequency: 2, others: [] }, constant)[0]).toBe(0);
  });
});

describe('network order', () => {
  it.each(['zone-frames', 'zone-volume'] as const)('%s is undone exactly', (kind) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        (frames, grid) => {
          const field = Float32Array.from({ length: frames * grid * grid }, (_, i) => i);
          const ordered = new Float32Array(field.length);
          toNetworkOrder({ ...tiny.task, kind, frames, grid }, field, ordered);
          expect(fromNetworkOrder({ ...tiny.task, kind, frames, grid }, ordered, UNSCALED)).toEqual(
            field,
          );
        },
      ),
    );
  });

  it('puts time last for frames', () => {
    const ordered = new Float32Array(8);
    toNetworkOrder(
      { ...tiny.task, kind: 'zone-frames', frames: 2, grid: 2 },
      Float32Array.from([0, 1, 2, 3, 10, 11, 12, 13]),
      ordered,
    );
    expect([...ordered]).toEqual([0, 10, 1, 11, 2, 12, 3, 13]);
  });
});

describe('data sets', () => {
  it('are complete, scaled by the training set alone, and the same bits again', () => {
    const sets = simulate(tiny);
    expect(sets.scaling?.unit[0]).toBeGreaterThan(0);
    expect(sets.scaling?.mean).toEqual([0]);
    expect(sets.train.rootMeanSquare()).toBeCloseTo(1, 6);
    expect(sets.test.rootMeanSquare()).not.toBeCloseTo(1, 6);
    const again = simulate(tiny);
    expect(again.train.fields).toEqual(sets.train.fields);
    expect(again.test.inputs).toEqual(sets.test.inputs);
  });

  it.each([
    ['one mesh for all', tiny],
    ['a mesh for each', free],
  ])('have the same bits whoever simulates what (%s)', (_, experiment) => {
    const whole = buildDataSets(experiment);
    for (const size of [1, 3, 4, 7]) {
      const sets = simulate(experiment, size);
      for (const set of ['train', 'test'] as const) {
        expect(sets[set].inputs).toEqual(whole[set].inputs);
        expect(sets[set].fields).toEqual(whole[set].fields);
      }
    }
  });

  it('refuse a scene in which no wave reaches the zone', () => {
    const silent = new DataSets(tiny);
    const zeros = (count: number) => new Float32Array(count * 4 * 8 * 8);
    silent.put('train', 0, new Float32Array(11 * 3), zeros(11));
    expect(() => silent.put('test', 0, new Float32Array(3 * 3), zeros(3))).toThrow(
      'no wave reaches the zone',
    );
    expect(silent.scaling).toBeUndefined();
  });
});
