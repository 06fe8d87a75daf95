import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  checkTensor,
  LinalgError,
  modeProduct,
  norm,
  permute,
  relativeError,
  reshape,
  transpose,
  unfold,
} from './tensor.ts';
import { anyTensor, randomTensor } from './tensors.testing.ts';

const counted = { shape: [2, 3, 4], data: Float64Array.from({ length: 24 }, (_, i) => i) };

it('a permuted tensor has the same entries at the permuted places', () => {
  const { shape, data } = permute(counted, [2, 0, 1]);
  expect(shape).toEqual([4, 2, 3]);
  for (let i = 0; i < 2; i++) {
    for (let j = 0; j < 3; j++) {
      for (let k = 0; k < 4; k++) expect(data[(k * 2 + i) * 3 + j]).toBe((i * 3 + j) * 4 + k);
    }
  }
});

it('a permutation and its inverse leave a tensor as it was', () => {
  fc.assert(
    fc.property(anyTensor, fc.array(fc.nat()), (tensor, keys) => {
      const order = tensor.shape.map((_, m) => m);
      order.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
      const inverse = order.map((_, m) => order.indexOf(m));
      expect(permute(permute(tensor, order), inverse)).toEqual(tensor);
    }),
  );
});

it('an unfolding has the fibres of its mode as columns', () => {
  const { rows, columns, data } = unfold(counted, 1);
  expect([rows, columns]).toEqual([3, 8]);
  expect([0, 8, 16].map((at) => data[at + 5])).toEqual([13, 17, 21]);
});

it('a mode product is the matrix times the unfolding', () => {
  const matrix = { rows: 2, columns: 3, data: Float64Array.of(1, 2, 3, -1, 0, 5) };
  const product = modeProduct(counted, 1, matrix);
  expect(product.shape).toEqual([2, 2, 4]);
  const fibres = unfold(counted, 1);
  const found = unfold(product, 1);
  for (let i = 0; i < 2; i++) {
    for (let c = 0; c < 8; c++) {
      let sum = 0;
      for (let j = 0; j < 3; j++) sum += matrix.data[i * 3 + j] * fibres.data[j * 8 + c];
      expect(found.data[i * 8 + c]).toBe(sum);
    }
  }
  expect(transpose(transpose(matrix))).toEqual(matrix);
});

it('the norm neither under- nor overflows', () => {
  expect(norm({ data: Float64Array.of(3e200, 4e200) })).toBeCloseTo(5e200, -190);
  expect(norm({ data: Float64Array.of(3e-200, 4e-200) }) / 5e-200).toBeCloseTo(1, 12);
  expect(norm({ data: new Float64Array(3) })).toBe(0);
});

it('the relative error is relative to the exact tensor', () => {
  const exact = { data: Float64Array.of(3, 4) };
  expect(relativeError({ data: Float64Array.of(3, 3) }, exact)).toBeCloseTo(0.2, 14);
  const zero = { data: new Float64Array(2) };
  expect(relativeError(zero, zero)).toBe(0);
  expect(relativeError(exact, zero)).toBe(Infinity);
});

it('what does not fit is refused with a sentence', () => {
  expect(() => reshape(counted, [5, 5])).toThrow(LinalgError);
  expect(() => permute(counted, [0, 1, 1])).toThrow('name each of them once');
  expect(() => unfold(counted, 3)).toThrow('but not 3');
  expect(() => modeProduct(counted, 0, unfold(counted, 1))).toThrow('both must agree');
  expect(() => relativeError(counted, randomTensor([2]))).toThrow('one shape');
  expect(() => checkTensor({ shape: [2, 0], data: new Float64Array(0) })).toThrow('positive');
  expect(() => checkTensor({ shape: [2], data: new Float64Array(3) })).toThrow('3 were given');
  expect(() => checkTensor({ shape: [1], data: Float64Array.of(NaN) })).toThrow('Entry 0 is NaN');
});
