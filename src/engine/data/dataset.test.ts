import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPreset } from '../experiment/presets.ts';
import { withValue, type Experiment } from '../experiment/schema.ts';
import { Simulator } from '../fem/simulator.ts';
import { DataSets, fromNetworkOrder, toNetworkOrder } from './dataset.ts';
import { simulateSamples } from './samples.ts';
import { isInsideRanges, normaliseSource, sampleSources } from './sampling.ts';

const tiny: Experiment = Object.entries({
  'scene.elements': 16,
  'task.grid': 8,
  'task.frames': 4,
  'data.train': 11,
  'data.test': 3,
  'source.frequency': [1, 1.6],
}).reduce(
  (experiment, [key, value]) => withValue(experiment, key, value),
  findPreset('quick')!.experiment,
);

const simulate = (experiment: Experiment, from = 0) => [
  ...simulateSamples(experiment, new Simulator(experiment), from),
];

describe('sampling', () => {
  it('stays inside the ranges and fills them', () => {
    const { train } = sampleSources({ ...tiny, data: { ...tiny.data, train: 2000 } });
    for (const source of train) expect(isInsideRanges(source, tiny.source)).toBe(true);
    const normalised = train.map((source) => normaliseSource(source, tiny.source));
    for (const axis of [0, 1, 2] as const) {
      const values = normalised.map((mu) => mu[axis]);
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const variance = values.reduce((a, b) => a + b * b, 0) / values.length;
      expect(Math.abs(mean)).toBeLessThan(0.06);
      // A uniform variable on [−1, 1] has the variance 1/3.
      expect(Math.abs(variance - 1 / 3)).toBeLessThan(0.03);
    }
  });

  it('is the same for the same seed, another one for another seed, and a larger set contains the smaller', () => {
    const sources = sampleSources(tiny);
    expect(sampleSources(tiny)).toEqual(sources);
    expect(sampleSources({ ...tiny, data: { ...tiny.data, seed: 2 } }).train).not.toEqual(
      sources.train,
    );
    const larger = sampleSources({ ...tiny, data: { ...tiny.data, train: 30 } });
    expect(larger.train.slice(0, 11)).toEqual(sources.train);
    expect(larger.test).toEqual(sources.test);
  });

  it('maps a constant parameter to zero', () => {
    expect(
      normaliseSource({ x: 0.3, y: 0.5, frequency: 2 }, { ...tiny.source, x: [0.3, 0.3] })[0],
    ).toBe(0);
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
          toNetworkOrder({ kind, frames, grid }, field, ordered);
          expect(fromNetworkOrder({ kind, frames, grid }, ordered, 1)).toEqual(field);
        },
      ),
    );
  });

  it('puts time last for frames', () => {
    const ordered = new Float32Array(8);
    toNetworkOrder(
      { kind: 'zone-frames', frames: 2, grid: 2 },
      Float32Array.from([0, 1, 2, 3, 10, 11, 12, 13]),
      ordered,
    );
    expect([...ordered]).toEqual([0, 10, 1, 11, 2, 12, 3, 13]);
  });
});

describe('data sets', () => {
  it('are complete, scaled by the training set alone, and the same bits again', () => {
    const build = () => {
      const sets = new DataSets(tiny);
      for (const chunk of simulate(tiny)) sets.append(chunk.set, chunk.sources, chunk.fields);
      return sets;
    };
    const sets = build();
    expect(sets.scale).toBeGreaterThan(0);
    expect(sets.train.rootMeanSquare()).toBeCloseTo(1, 6);
    expect(sets.test.rootMeanSquare()).not.toBeCloseTo(1, 6);
    const again = build();
    expect(again.train.fields).toEqual(sets.train.fields);
    expect(again.test.parameters).toEqual(sets.test.parameters);
  });

  it.each([0, 8, 11, 13])('go on after %i samples as if there had been no pause', (from) => {
    const whole = simulate(tiny);
    const chunks = from === 0 ? whole : whole.filter((chunk) => chunk.done > from);
    const rest = simulate(tiny, from);
    const values = (list: typeof whole, set: string) =>
      list.filter((chunk) => chunk.set === set).flatMap((chunk) => [...chunk.fields]);
    expect(rest.at(-1)?.done).toBe(14);
    expect(rest.flatMap(({ sources }) => sources)).toHaveLength(14 - from);
    // A pause falls between chunks, so that only whole chunks are missing; compare the common tail.
    for (const set of ['train', 'test']) {
      const expected = values(chunks, set);
      const actual = values(rest, set);
      const common = Math.min(expected.length, actual.length);
      expect(actual.slice(actual.length - common)).toEqual(
        expected.slice(expected.length - common),
      );
    }
  });

  it('refuse a scene in which no wave reaches the zone', () => {
    const silent = new DataSets(tiny);
    const zeros = (count: number) => new Float32Array(count * 4 * 8 * 8);
    const { train, test } = sampleSources(tiny);
    silent.append('train', train, zeros(11));
    expect(() => silent.append('test', test, zeros(3))).toThrow('no wave reaches the zone');
    expect(silent.scale).toBeUndefined();
  });
});
