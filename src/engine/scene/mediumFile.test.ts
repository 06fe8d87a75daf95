import { describe, expect, it } from 'vitest';
import { samplesKey } from '../data/samplesKey.ts';
import { experimentFrom } from '../experiment/presets.ts';
import { experimentAt, middleParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { memorySource } from '../files/container/memorySource.ts';
import { writeNpz } from '../files/npz.ts';
import { decodeLink, encodeLink } from '../opening/link.ts';
import { findPreset } from '../experiment/presets.ts';
import { validateExperiment } from '../opening/validate.ts';
import { materialAt } from 'slimwave-waves/scene/scene';
import { mediumMissing, mediumOfArrays, mediumOfPicture, openMedium } from './mediumFile.ts';
import { anotherMedium, mediumSettings } from './mediumSettings.ts';
import { meshed } from './meshed.ts';
import { readMediumFile } from './readMedium.ts';
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
const opened = (data: number[], shape: number[], rho?: number[]) => {
  const file = mediumOfArrays('medium.npz', array(data, shape), rho && array(rho, shape));
  openMedium(file);
  return file.fingerprint;
};
const issuesOf = (texts: Record<string, string>) =>
  validateExperiment(experimentFrom({ ...small, ...texts }))
    .map(({ key, message }) => `${key}: ${message}`)
    .join('\n');
const plainScene = (experiment: Experiment) =>
  sceneOf(experimentAt(meshed(experiment), middleParameters(experiment)));

describe('a background from a file', () => {
  it('lies on the domain as it is printed: rows from the top, bilinear between the middles of its pixels', async () => {
    const file = await read({
      c: array([1, 2, 3, 4, 5, 6], [2, 3]),
      rho: array([2, 4, 6, 8, 10, 12], [2, 3]),
    });
    openMedium(file);
    const experiment = experimentFrom({
      ...small,
      'scene.medium': file.fingerprint,
      'scene.width': '3',
      'scene.height': '2',
    });
    const scene = plainScene(experiment);
    for (const [i, x] of [0.5, 1.5, 2.5].entries()) {
      expect(materialAt(scene, x, 1.5)).toEqual({ speed: 1 + i, density: 2 * (1 + i) });
      expect(materialAt(scene, x, 0.5)).toEqual({ speed: 4 + i, density: 2 * (4 + i) });
    }
    expect(materialAt(scene, 1, 1)).toEqual({ speed: 3, density: 6 });
    // Beyond the outermost middles it stays as it is there.
    expect(materialAt(scene, 0, 2)).toEqual({ speed: 1, density: 2 });
    expect(materialAt(scene, 3, 0)).toEqual({ speed: 6, density: 12 });
    expect(speedRange(experiment)).toEqual({ low: 1, high: 6 });
  });

  it('from a picture has speeds between those of black and white, which are settings', () => {
    const levels = Float32Array.of(0, 0.5, 1, 1);
    const file = mediumOfPicture('map.png', { width: 2, height: 2, levels });
    const before = experimentFrom({ ...small, 'scene.speed': '1.5' });
    const settings = mediumSettings(before, file);
    expect(settings).toMatchObject({ 'scene.black': '1.5', 'scene.white': '3' });
    openMedium(file);
    const at = (texts: Record<string, string>) => {
      const scene = plainScene(experimentFrom({ ...small, ...settings, ...texts }));
      return [0.25, 0.75].map((x) => materialAt(scene, x, 0.75).speed);
    };
    expect(at({})).toEqual([1.5, 2.25]);
    expect(at({ 'scene.black': '4', 'scene.white': '2' })).toEqual([4, 3]);
    // What was said of one picture holds for the next one.
    const next = mediumOfPicture('next.png', { width: 2, height: 2, levels: levels.toReversed() });
    const named = experimentFrom({ ...small, ...settings, 'scene.black': '4' });
    expect(mediumSettings(named, next)).not.toHaveProperty('scene.black');
  });

  it('with the same speed everywhere gives the wave of a uniform background, under another key', () => {
    const print = opened(Array<number>(6).fill(1), [3, 2]);
    const made = ['', print].map((medium) => {
      const experiment = experimentFrom({ ...small, 'scene.speed': '1', 'scene.medium': medium });
      const simulator = new Simulator(experiment);
      const { zone } = simulator.run(middleParameters(experiment));
      simulator.dispose();
      return { zone, key: samplesKey(experiment) };
    });
    expect(made[1].zone).toEqual(made[0].zone);
    expect(made[1].key).not.toBe(made[0].key);
  });

  it('has a white that is not faster than speeds may be', () => {
    const file = mediumOfPicture('map.png', { width: 2, height: 2, levels: new Float32Array(4) });
    const before = experimentFrom({ ...small, 'scene.speed': '15000' });
    expect(mediumSettings(before, file)).toMatchObject({ 'scene.white': '20000' });
  });

  it('is forgotten when others have been opened and used since', () => {
    const isOpen = (medium: string) => !mediumMissing({ medium });
    const prints = [2, 3, 4].map((fast) => opened([1, 1, 1, fast], [2, 2]));
    expect(prints.map(isOpen)).toEqual([true, true, true]);
    expect(isOpen(prints[0])).toBe(true);
    opened([1, 1, 1, 5], [2, 2]);
    expect(prints.map(isOpen)).toEqual([true, false, true]);
    const last = mediumOfArrays('last.npz', array([1, 1, 1, 6], [2, 2]));
    openMedium(last, 1);
    expect([...prints, last.fingerprint].map(isOpen)).toEqual([false, false, false, true]);
  });

  it('is told apart by its shape and values', () => {
    const prints = [
      opened([1, 2, 3, 4, 5, 6], [2, 3]),
      opened([1, 2, 3, 4, 5, 6], [3, 2]),
      opened([1, 2, 3, 4, 5, 7], [2, 3]),
      opened([1, 2, 3, 4, 5, 6], [2, 3], [1, 1, 1, 1, 1, 1]),
    ];
    expect(new Set(prints).size).toBe(4);
  });

  it.each([
    ['c[0, 1] is 0 (row 1, column 2)', { c: array([1, 0, 1, 1], [2, 2]) }],
    ['c[1, 0] is -1 (row 2, column 1)', { c: array([1, 1, -1, 1], [2, 2]) }],
    ['c[0, 0] is NaN', { c: array([NaN, 1, 1, 1], [2, 2]) }],
    ['c[1, 1] is Infinity', { c: array([1, 1, 1, Infinity], [2, 2]) }],
    ['rho[0, 0] is 0', { c: array([1, 1, 1, 1], [2, 2]), rho: array([0, 1, 1, 1], [2, 2]) }],
    ['1000 times', { c: array([1, 1, 1, 1001], [2, 2]) }],
    ['two axes', { c: array([1, 1, 1, 1], [2, 2, 1]) }],
    ['2 to 2048 rows', { c: array(Array<number>(4098).fill(1), [2049, 2]) }],
    ['same grid', { c: array([1, 1, 1, 1], [2, 2]), rho: array([1, 1, 1, 1, 1, 1], [3, 2]) }],
    ['no array c', { speed: array([1, 1, 1, 1], [2, 2]) }],
  ])('is refused: %s', async (sentence, arrays) => {
    await expect(read(arrays)).rejects.toThrow(sentence);
  });

  it('is refused where it is no file of a background, or one that only a browser can read', async () => {
    const text = memorySource('a.txt', new TextEncoder().encode('not a picture'));
    await expect(readMediumFile(text)).rejects.toThrow('neither an .npz with an array c nor');
    const jpeg = memorySource('a.jpg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0));
    await expect(readMediumFile(jpeg)).rejects.toThrow('save the picture as PNG');
  });

  it('is refused in a scene that it does not fit', () => {
    const medium = { 'scene.medium': opened([1, 2, 3, 400], [2, 2]), 'scene.speed': '2' };
    expect(issuesOf({ ...medium, 'scene.contrast': '2' })).toMatch(/^scene.contrast: .*either/m);
    expect(issuesOf({ ...medium, 'scene.speed': '1..2' })).toMatch(/^scene.speed: .*one number/m);
    expect(issuesOf({ ...medium, 'source.kind': 'plane' })).toMatch(/^source.kind: .*uniform/m);
    const slow = { ...medium, 'scene.medium': opened([0.02, 2, 3, 4], [2, 2]) };
    expect(issuesOf(slow)).toMatch(/^scene.medium: .*0\.02 to 4 m\/s.*wavelength/m);
    const fast = { 'scene.medium': opened([1, 1, 1, 900], [2, 2]), 'scene.elements': '256' };
    expect(issuesOf(fast)).toMatch(/^scene.medium: .*1 to 900 m\/s.*time steps/m);
  });
});

describe('a link to a background from a file', () => {
  const preset = findPreset('quick')!;
  const link = '#v=3&preset=quick&scene.medium=0123456789abcdef&source.frequency=12';

  it('names the file by its fingerprint, and opens without it: nothing of the scene is judged then', () => {
    const { experiment: asked, notes } = decodeLink(link);
    expect(notes).toEqual([]);
    expect(asked.scene.medium).toBe('0123456789abcdef');
    expect(asked.source.frequency).toEqual([12, 12]);
    expect(validateExperiment(asked)).toEqual([]);
    expect(() => plainScene(asked)).toThrow('not open (fingerprint 0123456789abcdef)');
    expect(encodeLink(asked, preset)).toContain('scene.medium=0123456789abcdef');
  });

  it('refuses any other file', () => {
    const { experiment: asked } = decodeLink(link);
    const other = mediumOfArrays('other.npz', array([1, 1, 1, 1], [2, 2]));
    expect(anotherMedium(asked, other)).toMatch(
      /other\.npz is another one \(fingerprint [0-9a-f]{16}\)/,
    );
    expect(anotherMedium(asked, { ...other, fingerprint: '0123456789abcdef' })).toBeUndefined();
    expect(anotherMedium(preset.experiment, other)).toBeUndefined();
  });
});
