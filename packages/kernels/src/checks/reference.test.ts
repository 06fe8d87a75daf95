import { describe, expect, it } from 'vitest';
import { TINY } from './extent.ts';
import { gradientError } from './finiteDifferences.testing.ts';
import { definitions } from './index.ts';
import { convolutionAxis, deviation, referenceConvolution } from './reference.ts';

describe('the references', () => {
  const every = { ...TINY, every: true, points: 3 };
  it.each(
    definitions(5, every).filter(({ quantities: [value, gradient] }) => value === 'y' && gradient),
  )('have the gradients of finite differences: $group, $name', (definition) => {
    expect(gradientError(definition)).toBeLessThan(1e-7);
  });

  it('convolve as by hand', () => {
    const axis = convolutionAxis(5, 3, 2, 'same');
    expect(axis).toMatchObject({ before: 1, out: 3 });
    const one = { kind: 'full', batch: 1, axes: [axis], inputs: 1, outputs: 1 } as const;
    const { y, dBias } = referenceConvolution(
      one,
      [1, 2, 3, 4, 5],
      [1, 10, 100],
      [1000],
      [1, 1, 1],
    );
    expect([...y]).toEqual([1210, 1432, 1054]);
    expect([...dBias]).toEqual([3]);
    const { y: depthwise } = referenceConvolution(
      {
        kind: 'depthwise',
        batch: 1,
        axes: [convolutionAxis(1, 1, 1, 'valid')],
        inputs: 2,
        outputs: 4,
      },
      [1, 2],
      [1, 10, 100, 1000],
      undefined,
      [0, 0, 0, 0],
    );
    expect([...depthwise]).toEqual([1, 10, 200, 2000]);
  });

  it('pad as TensorFlow does', () => {
    // In front half of what is needed, rounded down; nothing where the stride is longer than the kernel.
    expect(convolutionAxis(6, 4, 1, 'same')).toMatchObject({ before: 1, out: 6 });
    expect(convolutionAxis(6, 3, 2, 'same')).toMatchObject({ before: 0, out: 3 });
    expect(convolutionAxis(6, 1, 2, 'same')).toMatchObject({ before: 0, out: 3 });
    expect(convolutionAxis(6, 4, 2, 'valid')).toMatchObject({ before: 0, out: 2 });
    expect(convolutionAxis(6, 4, 2, [3, 1])).toMatchObject({ before: 3, out: 4 });
  });
});

describe('deviation', () => {
  it('is relative to the largest value', () => {
    expect(deviation([1, -4.5], [1, -4])).toBeCloseTo(0.125);
    expect(deviation([1e-3], [0])).toBe(1e-3);
  });

  it('never hides what is not a number, or missing', () => {
    expect(deviation([NaN, 1], [1, 1])).toBeNaN();
    expect(deviation([1, NaN, 5], [1, 1, 1])).toBeNaN();
    expect(deviation([Infinity], [1])).toBe(Infinity);
    expect(deviation([1], [1, 1])).toBe(Infinity);
  });
});
