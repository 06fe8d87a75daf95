import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
// It registers the gradients.
import '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { randomStream } from 'slimwave-base/random';
import { applyStage } from './convolve.ts';
import { alongOneByMatrix } from './convolveByMatrix.ts';
import { padAxis } from './padding.ts';
import { paddings, type Padding } from './paddings.ts';
import { product } from 'slimwave-base/math';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const draw = (shape: number[], label: string): tf.Tensor => {
  const random = randomStream(1, label);
  return tf.tensor(
    Float32Array.from({ length: product(shape) }, () => random.normal()),
    shape,
  );
};

describe('padding', () => {
  const x = tf.tidy(() => tf.tensor4d([0, 1, 2, 0], [1, 4, 1, 1]));
  it.each([
    ['zero', [0, 0, 0, 1, 2, 0, 0, 0]],
    ['circular', [2, 0, 0, 1, 2, 0, 0, 1]],
    ['odd', [-2, -1, 0, 1, 2, 0, -2, -1]],
  ] as const)('%s continues a field as it says', (kind, expected) => {
    expect([...padAxis(x, 0, 5, kind).dataSync()].map((v) => v + 0)).toEqual(expected);
  });

  it('refuses a kernel that reaches too far, with a sentence', () => {
    expect(() => padAxis(x, 0, 9, 'odd')).toThrow(
      /too large for odd padding of 4 grid points; at most 7/,
    );
  });
});

/** By padding and tfjs's own 'valid' convolution. */
function reference(x: tf.Tensor, filter: tf.Tensor4D, kinds: readonly Padding[]): tf.Tensor {
  const [k1, k2] = filter.shape;
  const padded = padAxis(padAxis(x, 0, k1, kinds[0]), 1, k2, kinds[1]);
  return tf.conv2d(padded as tf.Tensor4D, filter, 1, 'valid');
}

describe('convolution by matrices', () => {
  it('is the convolution, value and gradients', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 9 }),
        fc.constantFrom(0, 1),
        fc.constantFrom(...paddings),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 2 }),
        (k, axis, kind, s, t) => {
          tf.tidy(() => {
            const x = draw([2, 7, 6, s], 'x');
            const filter = draw([k, s, t], 'filter') as tf.Tensor3D;
            const size = axis === 0 ? ([k, 1] as const) : ([1, k] as const);
            const dy = draw([2, 7, 6, t], 'dy');
            const byMatrix = tf.valueAndGrads((a: tf.Tensor, f: tf.Tensor) =>
              alongOneByMatrix(a, axis, f as tf.Tensor3D, kind),
            )([x, filter], dy);
            const plain = tf.valueAndGrads((a: tf.Tensor, f: tf.Tensor) =>
              reference(a, tf.reshape<tf.Rank.R4>(f, [...size, s, t]), [kind, kind]),
            )([x, filter], dy);
            for (const [got, want] of [
              [byMatrix.value, plain.value],
              [byMatrix.grads[0], plain.grads[0]],
              [byMatrix.grads[1], plain.grads[1]],
            ]) {
              expect(tf.max(tf.abs(tf.sub(got, want))).dataSync()[0]).toBeLessThan(2e-4);
            }
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('along one axis is what the stage computes where it takes the other way', () => {
    tf.tidy(() => {
      const x = draw([2, 40, 3, 2], 'long');
      const filter = draw([5, 2, 3], 'taps') as tf.Tensor3D;
      const stage = {
        kind: 'full' as const,
        name: 'f',
        axes: [0],
        size: [5],
        inputs: 2,
        outputs: 3,
      };
      const options = { stride: 1, padding: ['circular', 'zero'] as const };
      const difference = tf.sub(
        applyStage(x, stage, filter, options),
        alongOneByMatrix(x, 0, filter, 'circular'),
      );
      expect(tf.max(tf.abs(difference)).dataSync()[0]).toBeLessThan(1e-4);
    });
  });
});
