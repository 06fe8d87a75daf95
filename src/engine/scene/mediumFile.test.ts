import { describe, expect, it } from 'vitest';
import { samplesKey } from '../data/samplesKey.ts';
import { experimentFrom } from '../experiment/presets.ts';
import { experimentAt, middleParameters } from '../experiment/parameters.ts';
import { memorySource } from '../files/container/memorySource.ts';
import { writeNpz } from '../files/npz.ts';
import { validateExperiment } from '../opening/validate.ts';
import { materialAt } from 'slimwave-waves/scene/scene';
import { mediumFrom, openMedium, readMediumFile } from './mediumFile.ts';
import { meshed } from './meshed.ts';
import { sceneOf } from './scene.ts';
import { Simulator } from './simulator.ts';
import { speedRange } from './spans.ts';

const array = (data: number[], shape: number[]) => ({
  shape,
  data: Float64Array.from(data),
  dtype: '<f8',
});
const small = {
  'source.frequency': '1',
  'source.width': '0.08',
  'scene.elements': '48',
  'task.grid': '8',
  'task.frames': '4',
};
const read = (arrays: Parameters<typeof writeNpz>[0]) =>
  readMediumFile(memorySource('medium.npz', writeNpz(arrays)));
const issuesOf = (texts: Record<string, string>) =>
  validateExperiment(experimentFrom({ ...small, ...texts }))
    .map(({ key, message }) => `${key}: ${message}`)
    .join('\n');

describe('a background from a file', () => {
  it('lies on the domain, x first and y from the bottom, with its densities', async () => {
    const file = await read({
      c: array([1, 2, 3, 4], [2, 2]),
      rho: array([5, 6, 7, 8], [2, 2]),
    });
    openMedium(file);
    const experiment = experimentFrom({
      ...small,
      'scene.medium': file.fingerprint,
      'scene.speed': '2',
    });
    expect(validateExperiment(experiment)).toEqual([]);
    const scene = sceneOf(experimentAt(meshed(experiment), middleParameters(experiment)));
    expect(materialAt(scene, 0, 1)).toMatchObject({ speed: 2, density: 6 });
    expect(materialAt(scene, 1, 0)).toMatchObject({ speed: 3, density: 7 });
    expect(materialAt(scene, 0.5, 0.5)).toMatchObject({ speed: 2.5, density: 6.5 });
    expect(speedRange(experiment)).toEqual({ low: 1, high: 4 });
  });

  it('with the same speed everywhere gives the wave of a uniform background, under another key', () => {
    const file = mediumFrom(array(Array<number>(6).fill(1), [3, 2]));
    openMedium(file);
    const made = ['', file.fingerprint].map((medium) => {
      const experiment = experimentFrom({ ...small, 'scene.speed': '1', 'scene.medium': medium });
      const simulator = new Simulator(experiment);
      const { zone } = simulator.run(middleParameters(experiment));
      simulator.dispose();
      return { zone, key: samplesKey(experiment) };
    });
    expect(made[1].zone).toEqual(made[0].zone);
    expect(made[1].key).not.toBe(made[0].key);
  });

  it('is told apart by its shape and values', () => {
    const prints = [
      mediumFrom(array([1, 2, 3, 4, 5, 6], [2, 3])),
      mediumFrom(array([1, 2, 3, 4, 5, 6], [3, 2])),
      mediumFrom(array([1, 2, 3, 4, 5, 7], [2, 3])),
    ].map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size).toBe(3);
  });

  it.each([
    ['c[0, 1] is 0', { c: array([1, 0, 1, 1], [2, 2]) }],
    ['c[1, 0] is -1', { c: array([1, 1, -1, 1], [2, 2]) }],
    ['c[0, 0] is NaN', { c: array([NaN, 1, 1, 1], [2, 2]) }],
    ['c[1, 1] is Infinity', { c: array([1, 1, 1, Infinity], [2, 2]) }],
    ['rho[0, 0] is 0', { c: array([1, 1, 1, 1], [2, 2]), rho: array([0, 1, 1, 1], [2, 2]) }],
    ['two axes', { c: array([1, 1, 1, 1], [2, 2, 1]) }],
    ['2 to 2048 points', { c: array(Array<number>(4098).fill(1), [2049, 2]) }],
    ['same grid', { c: array([1, 1, 1, 1], [2, 2]), rho: array([1, 1, 1, 1, 1, 1], [3, 2]) }],
    ['no array c', { speed: array([1, 1, 1, 1], [2, 2]) }],
  ])('is refused: %s', async (sentence, arrays) => {
    await expect(read(arrays)).rejects.toThrow(sentence);
  });

  it('is refused in a scene that it does not fit', () => {
    const file = mediumFrom(array([1, 2, 3, 400], [2, 2]));
    openMedium(file);
    const medium = { 'scene.medium': file.fingerprint, 'scene.speed': '2' };
    expect(issuesOf({ 'scene.medium': '0123456789abcdef' })).toMatch(/^scene.medium: .*not open/m);
    expect(issuesOf({ ...medium, 'scene.contrast': '2' })).toMatch(/^scene.contrast: .*either/m);
    expect(issuesOf({ ...medium, 'scene.speed': '0.5' })).toMatch(/^scene.speed: .*one number/m);
    expect(issuesOf({ ...medium, 'source.kind': 'plane' })).toMatch(/^source.kind: .*uniform/m);
    const slow = mediumFrom(array([0.02, 2, 3, 4], [2, 2]));
    openMedium(slow);
    expect(issuesOf({ ...medium, 'scene.medium': slow.fingerprint })).toMatch(
      /^source.frequency: /m,
    );
  });
});
