import fc from 'fast-check';
import { expect, it } from 'vitest';
import { leadingLeftVectors, singularValues, truncatedSvd } from './svd.ts';
import { LinalgError, modeProduct, norm, relativeError } from './tensor.ts';
import { distanceFromOrthonormal, randomTensor, tail } from './tensors.testing.ts';

function reconstruct(rows: number, columns: number, data: Float64Array, rank: number) {
  const { u, s, v } = truncatedSvd(rows, columns, data, rank);
  const scaled = { shape: [rows, rank], data: u.map((value, at) => value * s[at % rank]) };
  return modeProduct(scaled, 1, { rows: columns, columns: rank, data: v });
}

const size = fc.integer({ min: 1, max: 9 });

it('the error of a truncated SVD is the tail of the singular values', () => {
  fc.assert(
    fc.property(size, size, size, fc.nat(1000), (rows, columns, rank, seed) => {
      const { data } = randomTensor([rows, columns], seed);
      const values = singularValues(rows, columns, data);
      const found = reconstruct(rows, columns, data, rank);
      const error = norm({ data: found.data.map((value, i) => value - data[i]) });
      expect(error).toBeCloseTo(tail(values, rank), 10);
      expect(values).toEqual(values.toSorted().toReversed());
    }),
  );
});

it.each([
  [7, 7],
  [300, 20],
  [20, 300],
  [1, 6],
  [6, 1],
])('the full rank reproduces a matrix of %d × %d, and more than that pads with zeros', (m, n) => {
  const matrix = randomTensor([m, n]);
  const full = Math.min(m, n);
  for (const rank of [full, full + 3]) {
    const found = reconstruct(m, n, matrix.data, rank);
    expect(relativeError(found, matrix)).toBeLessThan(1e-12);
  }
  const { u, s, v } = truncatedSvd(m, n, matrix.data, full + 3);
  expect([u.length, s.length, v.length]).toEqual([m, 1, n].map((k) => k * (full + 3)));
  expect(tail(s, full)).toBe(0);
});

it('small singular values keep their digits, which those of a Gram matrix would not', () => {
  const u = truncatedSvd(200, 4, randomTensor([200, 4], 1).data, 4).u;
  const scales = [1, 1e-5, 1e-9, 1e-12];
  const values = singularValues(
    200,
    4,
    u.map((value, at) => value * scales[at % 4]),
  );
  for (const [k, scale] of scales.entries()) expect(values[k] / scale).toBeCloseTo(1, 3);
});

it('singular vectors are orthonormal, for matrices short of rank too', () => {
  for (const data of [
    randomTensor([6, 5]).data,
    new Float64Array(30),
    new Float64Array(30).fill(1),
  ]) {
    const { u, v } = truncatedSvd(6, 5, data, 5);
    expect(distanceFromOrthonormal(u, 5)).toBeLessThan(1e-13);
    expect(distanceFromOrthonormal(v, 5)).toBeLessThan(1e-13);
  }
});

it('leading left vectors are those of the SVD, completed where the matrix is narrow', () => {
  const { data } = randomTensor([6, 4]);
  const matrix = { rows: 6, columns: 4, data };
  expect(leadingLeftVectors(matrix, 3)).toEqual(truncatedSvd(6, 4, data, 3).u);
  const all = leadingLeftVectors(matrix, 6);
  expect(distanceFromOrthonormal(all, 6)).toBeLessThan(1e-13);
  // The first four span the columns: projected on them, the matrix remains.
  const first = leadingLeftVectors(matrix, 4);
  const onto = { rows: 6, columns: 4, data: first };
  const coefficients = modeProduct({ shape: [6, 4], data }, 0, {
    rows: 4,
    columns: 6,
    data: Float64Array.from({ length: 24 }, (_, at) => first[(at % 6) * 4 + Math.floor(at / 6)]),
  });
  expect(relativeError(modeProduct(coefficients, 0, onto), { data })).toBeLessThan(1e-13);
});

it('sizes, ranks and entries that make no sense are refused', () => {
  expect(() => truncatedSvd(2, 2, [1, 2, 3], 1)).toThrow(LinalgError);
  expect(() => truncatedSvd(0, 2, [], 1)).toThrow('positive integers');
  expect(() => truncatedSvd(1, 1, [1], 0)).toThrow('at least 1');
  expect(() => singularValues(1, 2, [1, NaN])).toThrow('Entry 1 is NaN');
  expect(() => leadingLeftVectors({ rows: 1, columns: 1, data: Float64Array.of(1) }, 2)).toThrow(
    'at most 1',
  );
});
