import fc from 'fast-check';
import { expect, it } from 'vitest';
import { singularValues } from './svd.ts';
import { LinalgError, norm, relativeError } from './tensor.ts';
import { product } from 'slimwave-base/math';
import { anyTensor, distanceFromOrthonormal, randomTensor, tail } from './tensors.testing.ts';
import { ttRanks, ttReconstruct, ttSvd } from './tt.ts';

const truncated = fc
  .tuple(anyTensor, fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 3, maxLength: 3 }))
  .map(([tensor, ranks]) => ({ tensor, ranks: ranks.slice(0, tensor.shape.length - 1) }));

it('the error is at most the root of the summed tails of the unfoldings', () => {
  fc.assert(
    fc.property(truncated, ({ tensor, ranks }) => {
      const train = ttSvd(tensor, ranks);
      const found = ttReconstruct(tensor.shape, train);
      const tails = ranks.map((rank, k) => {
        const rows = product(tensor.shape.slice(0, k + 1));
        return tail(singularValues(rows, tensor.data.length / rows, tensor.data), rank);
      });
      const error = relativeError(found, tensor) * norm(tensor);
      expect(error).toBeLessThanOrEqual(Math.hypot(...tails) + 1e-12);
    }),
  );
});

it('cores have the ranks asked for, up to the bound of the unfolding', () => {
  fc.assert(
    fc.property(truncated, ({ tensor: { shape, data }, ranks }) => {
      const train = ttSvd({ shape, data }, ranks);
      expect(train.ranks).toEqual(ttRanks(shape, ranks));
      const ends = [1, ...train.ranks, 1];
      expect(train.cores.map((core) => core.length)).toEqual(
        shape.map((n, k) => ends[k] * n * ends[k + 1]),
      );
    }),
  );
});

it('full ranks reproduce the tensor with left-orthogonal cores', () => {
  fc.assert(
    fc.property(anyTensor, (tensor) => {
      const train = ttSvd(tensor, Array<number>(tensor.shape.length - 1).fill(1000));
      expect(relativeError(ttReconstruct(tensor.shape, train), tensor)).toBeLessThan(1e-10);
      for (const [k, rank] of train.ranks.entries()) {
        expect(distanceFromOrthonormal(train.cores[k], rank)).toBeLessThan(1e-12);
      }
    }),
  );
});

it('a small rank before a large one is padded with zeros', () => {
  const tensor = randomTensor([4, 3, 5, 4]);
  const train = ttSvd(tensor, [1, 6, 4]);
  expect(train.ranks).toEqual([1, 6, 4]);
  // One rank of three entries leaves three directions; the other three are zero.
  expect(train.cores[1]).toHaveLength(1 * 3 * 6);
  for (let i = 0; i < 3; i++) {
    expect([...train.cores[1].subarray(i * 6 + 3, i * 6 + 6)]).toEqual([0, 0, 0]);
  }
});

it('the tensor itself is left as it was, and of order one it is its own core', () => {
  const tensor = randomTensor([5]);
  const train = ttSvd(tensor, []);
  expect(train).toEqual({ cores: [tensor.data], ranks: [] });
  expect(train.cores[0]).not.toBe(tensor.data);
});

it('ranks that do not fit are refused', () => {
  expect(() => ttSvd(randomTensor([2, 3, 4]), [1])).toThrow(LinalgError);
  expect(() => ttSvd(randomTensor([2, 3]), [0])).toThrow('at least 1');
});
