import fc from 'fast-check';
import { expect, it } from 'vitest';
import { singularValues } from './svd.ts';
import { LinalgError, norm, relativeError, unfold } from './tensor.ts';
import { anyTensor, distanceFromOrthonormal, randomTensor, tail } from './tensors.testing.ts';
import { hosvd, tuckerReconstruct } from './tucker.ts';

/** The last two modes, as for the channels of a kernel, at a rank from 1 to the size. */
const lastTwo = fc.tuple(anyTensor, fc.nat(4), fc.nat(4)).map(([tensor, first, second]) => {
  const order = tensor.shape.length;
  const modes = [order - 2, order - 1];
  const ranks = [first, second].map((r, k) => 1 + (r % tensor.shape[modes[k]]));
  return { tensor, modes, ranks };
});

it('the error is at most the root of the summed tails, and the core carries the rest of the norm', () => {
  fc.assert(
    fc.property(lastTwo, ({ tensor, modes, ranks }) => {
      const tucker = hosvd(tensor, modes, ranks);
      const error = relativeError(tuckerReconstruct(tucker, modes), tensor) * norm(tensor);
      const tails = modes.map((mode, k) => {
        const { rows, columns, data } = unfold(tensor, mode);
        return tail(singularValues(rows, columns, data), ranks[k]);
      });
      expect(error).toBeLessThanOrEqual(Math.hypot(...tails) + 1e-12);
      expect(Math.hypot(error, norm(tucker.core))).toBeCloseTo(norm(tensor), 10);
      for (const [k, factor] of tucker.factors.entries()) {
        expect(factor).toHaveLength(tensor.shape[modes[k]] * ranks[k]);
        expect(distanceFromOrthonormal(factor, ranks[k])).toBeLessThan(1e-12);
      }
    }),
  );
});

it('full ranks reproduce the tensor, in all modes and in some', () => {
  fc.assert(
    fc.property(anyTensor, fc.nat(1), (tensor, iterations) => {
      const all = tensor.shape.map((_, mode) => mode);
      for (const modes of [all, all.slice(1), []]) {
        const ranks = modes.map((mode) => tensor.shape[mode]);
        const found = tuckerReconstruct(hosvd(tensor, modes, ranks, { iterations }), modes);
        expect(found.shape).toEqual(tensor.shape);
        expect(relativeError(found, tensor)).toBeLessThan(1e-10);
      }
    }),
  );
});

it('a sweep of HOOI never raises the error', () => {
  fc.assert(
    fc.property(lastTwo, ({ tensor, modes, ranks }) => {
      const errors = [0, 1, 2, 5].map((iterations) =>
        relativeError(
          tuckerReconstruct(hosvd(tensor, modes, ranks, { iterations }), modes),
          tensor,
        ),
      );
      for (let k = 1; k < errors.length; k++) {
        expect(errors[k]).toBeLessThanOrEqual(errors[k - 1] + 1e-12);
      }
    }),
  );
});

it('HOOI lowers the error of a tensor without structure', () => {
  const tensor = randomTensor([6, 7, 8], 3);
  const [start, end] = [0, 20].map((iterations) =>
    relativeError(
      tuckerReconstruct(hosvd(tensor, [0, 1, 2], [2, 2, 2], { iterations }), [0, 1, 2]),
      tensor,
    ),
  );
  expect(end).toBeLessThan(start - 1e-3);
});

it('a channel kernel of few input channels takes every output rank', () => {
  // [1, 1, 2, 9]: the unfolding of the last mode has only two columns for nine orthonormal factors.
  const tensor = randomTensor([1, 1, 2, 9]);
  const tucker = hosvd(tensor, [2, 3], [2, 9]);
  expect(tucker.core.shape).toEqual([1, 1, 2, 9]);
  expect(distanceFromOrthonormal(tucker.factors[1], 9)).toBeLessThan(1e-13);
  expect(relativeError(tuckerReconstruct(tucker, [2, 3]), tensor)).toBeLessThan(1e-12);
});

it('modes and ranks that do not fit are refused', () => {
  const tensor = randomTensor([2, 3]);
  expect(() => hosvd(tensor, [2], [1])).toThrow(LinalgError);
  expect(() => hosvd(tensor, [0, 0], [1, 1])).toThrow('each mode once');
  expect(() => hosvd(tensor, [0, 1], [1])).toThrow('with one rank');
  expect(() => hosvd(tensor, [0], [3])).toThrow('at most 2');
});
