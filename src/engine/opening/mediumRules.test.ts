import { describe, expect, it } from 'vitest';
import { checkText, findLeaf, withValue } from '../experiment/leaves.ts';
import { experimentFrom } from '../experiment/presets.ts';
import { validateExperiment } from './validate.ts';

const valid = experimentFrom({
  'task.kind': 'medium',
  'task.grid': '16',
  'modes.count': '6',
  'net.kind': 'unet',
  'net.kernel': '3',
});

const sentence = (key: string, value: unknown): string => {
  const issues = validateExperiment(withValue(valid, key, value));
  expect(issues).toHaveLength(1);
  return issues[0].message;
};

describe('a random medium', () => {
  it('is accepted as it is', () => {
    expect(validateExperiment(valid)).toEqual([]);
  });

  it.each(['0', '-2', '0.5', 'none'])('has no contrast of %s', (text) => {
    expect(checkText(findLeaf('medium.contrast')!, text)).toEqual({
      ok: false,
      message: 'Contrast must be a number from 1 to 16.',
    });
  });

  it('must be seen on the grid', () => {
    expect(sentence('medium.length', 0.05)).toBe(
      'Correlation length must be at least the distance of two grid points (0.0667 m), otherwise the networks can’t see the medium. Make it longer, or use at least 21 grid points per side.',
    );
    expect(validateExperiment(withValue(valid, 'medium.length', 1 / 15))).toEqual([]);
  });

  it('is nothing for a generator', () => {
    expect(sentence('net.kind', 'generator')).toContain(
      'this task begins with a field. Use propagator, U-Net or ResNet.',
    );
  });

  it('begins with waves that the grid resolves', () => {
    expect(sentence('modes.count', 15)).toContain('Modes per axis must be at most 14');
    const coarse = withValue(valid, 'medium.cells', 1);
    expect(validateExperiment(withValue(coarse, 'modes.count', 8))[0].message).toContain(
      'at most 7',
    );
  });

  it('is not simulated for days', () => {
    const fine = { 'task.grid': 64, 'medium.cells': 8, 'modes.time': 100 };
    const long = Object.entries(fine).reduce((e, [key, value]) => withValue(e, key, value), valid);
    const issuesOf = (key: string, value: number) =>
      validateExperiment(withValue(long, key, value));
    expect(issuesOf('data.train', 512)).toEqual([]);
    expect(issuesOf('data.train', 8192)).toMatchObject([
      { key: 'data.train', message: expect.stringContaining('hours in total') },
    ]);
    expect(issuesOf('modes.speed', 1)).toMatchObject([
      { key: 'medium.cells', message: expect.stringContaining('more than the budget') },
    ]);
  });
});
