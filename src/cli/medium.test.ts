import { expect, it } from 'vitest';
import { mediumOfArrays } from '../engine/scene/mediumFile.ts';
import { readArguments } from './arguments.ts';

const c = { shape: [2, 2], data: Float64Array.of(1, 1, 1, 1.5), dtype: '<f8' };
const file = mediumOfArrays('hill.npz', c);
const read = (...args: string[]) =>
  readArguments([...args, '--medium', 'hill.npz'], undefined, file);

it('a background from a file becomes the one of the scene', () => {
  expect(read('simulate', 'quick').experiment.scene.medium).toBe(file.fingerprint);
});

it.each([
  ['train', 'medium'],
  ['simulate', 'medium', '--samples', '3', '--out', 'x.npz'],
  ['train', 'quick', '--set', 'task.kind=medium'],
])('a background for a task without a scene is refused: %s %s', (...args) => {
  expect(() => read(...args)).toThrow('the task “medium” has none: leave it out');
});
