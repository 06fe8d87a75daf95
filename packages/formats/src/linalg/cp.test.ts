import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestCp, cpAls, cpReconstruct, sufficientRank } from './cp.ts';
import { singularValues } from './svd.ts';
import { type DenseTensor, LinalgError, norm, relativeError } from './tensor.ts';
import { anyTensor, randomTensor, tail } from './tensors.testing.ts';

function exactTensor(shape: readonly number[], rank: number, seed: number) {
  const factors = shape.map((n, mode) => randomTensor([n, rank], seed * 10 + mode).data);
  return cpReconstruct(shape, factors, rank);
}

function columnNorms(factor: Float64Array, rank: number): number[] {
  return Array.from({ length: rank }, (_, r) =>
    norm({ data: factor.filter((_value, at) => at % rank === r) }),
  );
}

it.each([
  { shape: [6, 5, 4], rank: 3 },
  { shape: [3, 3, 3], rank: 2 },
  { shape: [7, 7, 8, 8], rank: 5 },
  { shape: [3, 1, 6, 5], rank: 3 },
  { shape: [4, 3, 5, 2, 3], rank: 3 },
  { shape: [9, 6], rank: 4 },
])('recovers a tensor $shape of rank $rank', ({ shape, rank }) => {
  const exact = exactTensor(shape, rank, 1);
  const { factors, relativeError: error } = cpAls(exact, rank);
  expect(error).toBeLessThan(1e-6);
  expect(relativeError(cpReconstruct(shape, factors, rank), exact)).toBe(error);
});

it('recovers it from a random start too, the same for the same seed', () => {
  const exact = exactTensor([6, 5, 4], 3, 2);
  const first = cpAls(exact, 3, { seed: 1 });
  expect(first.relativeError).toBeLessThan(1e-6);
  expect(cpAls(exact, 3, { seed: 1 })).toEqual(first);
  expect(cpAls(exact, 3, { seed: 2 }).factors).not.toEqual(first.factors);
});

it('reaches the optimum of a matrix, with axes of size 1 among its own', () => {
  for (const shape of [
    [5, 7],
    [1, 5, 7],
    [5, 1, 7, 1],
  ]) {
    const tensor = randomTensor(shape);
    for (const rank of [1, 3, 4, 9]) {
      const optimum = tail(singularValues(5, 7, tensor.data), rank) / norm(tensor);
      expect(cpAls(tensor, rank).relativeError).toBeCloseTo(optimum, 12);
    }
  }
});

it('reproduces any tensor from the sufficient rank on', () => {
  fc.assert(
    fc.property(anyTensor, fc.nat(2), (tensor, more) => {
      const rank = sufficientRank(tensor.shape) + more;
      expect(cpAls(tensor, rank).relativeError).toBeLessThan(1e-12);
    }),
  );
  for (const shape of [[4], [1], [1, 1, 1]]) {
    expect(cpAls(randomTensor(shape, 5), 2).relativeError).toBeLessThan(1e-12);
  }
});

it('every term has one norm in all modes, and all factors the shape asked for', () => {
  fc.assert(
    fc.property(anyTensor, fc.integer({ min: 1, max: 6 }), (tensor, rank) => {
      const { factors } = cpAls(tensor, rank, { iterations: 5 });
      expect(factors.map((factor) => factor.length)).toEqual(tensor.shape.map((n) => n * rank));
      const norms = factors.map((factor) => columnNorms(factor, rank));
      for (let r = 0; r < rank; r++) {
        for (const mode of norms) expect(mode[r]).toBeCloseTo(norms[0][r], 10);
      }
    }),
  );
});

it('more sweeps never raise the objective', () => {
  const tensor = randomTensor([5, 4, 6], 4);
  const ridge = 1e-3;
  const objectives = [1, 2, 3, 5, 10, 30, 100].map((iterations) => {
    const { factors, relativeError: error } = cpAls(tensor, 4, {
      ridge,
      iterations,
      tolerance: 0,
    });
    // The ridge counts for a tensor of unit norm.
    const scale = norm(tensor) ** (2 / 3);
    const size = factors.reduce((sum, data) => sum + norm({ data }) ** 2, 0) / scale;
    return 2 * Math.log(error) + ridge * size;
  });
  for (let k = 1; k < objectives.length; k++) {
    expect(objectives[k]).toBeLessThanOrEqual(objectives[k - 1] + 1e-12);
  }
});

it('the ridge bounds the terms of a tensor that has no best approximation', () => {
  // e₁∘e₁∘e₂ + e₁∘e₂∘e₁ + e₂∘e₁∘e₁ has rank 3, and is a limit of tensors of rank 2 whose terms diverge; two smaller
  // terms beside it leave an error to any rank 2.
  const data = new Float64Array(64);
  for (const at of [1, 4, 16]) data[at] = 1;
  for (const at of [42, 63]) data[at] = 0.5;
  const run = (ridge: number, iterations: number) => {
    const cp = cpAls({ shape: [4, 4, 4], data }, 2, { ridge, iterations, tolerance: 0 });
    return { ...cp, size: Math.hypot(...cp.factors.map((factor) => norm({ data: factor }))) };
  };
  const [shortFree, longFree] = [run(0, 300), run(0, 1000)];
  expect(longFree.size).toBeGreaterThan(1.2 * shortFree.size);
  const [short, long] = [run(1e-4, 300), run(1e-4, 1000)];
  expect(long.size).toBeCloseTo(short.size, 6);
  expect(long.size).toBeLessThan(0.7 * longFree.size);
  expect(long.relativeError).toBeLessThan(1.001 * longFree.relativeError);
});

describe('from several starts', () => {
  const best = (tensor: DenseTensor, rank: number) => bestCp(tensor, rank, async () => {});

  it('the error is never larger than from one', async () => {
    await fc.assert(
      fc.asyncProperty(anyTensor, fc.integer({ min: 1, max: 4 }), async (tensor, rank) => {
        const one = cpAls(tensor, rank).relativeError;
        expect((await best(tensor, rank)).relativeError).toBeLessThan((1 + 1e-9) * one + 1e-12);
      }),
    );
  });

  it.each([
    { shape: [3, 3, 8, 8], rank: 8, seed: 1 },
    { shape: [5, 5, 4, 4], rank: 3, seed: 7 },
    { shape: [5, 5, 4, 4], rank: 5, seed: 14 },
  ])('a tensor $shape of rank $rank is found where one start ends far from it', async (known) => {
    const exact = exactTensor(known.shape, known.rank, known.seed);
    expect(cpAls(exact, known.rank).relativeError).toBeGreaterThan(0.1);
    expect((await best(exact, known.rank)).relativeError).toBeLessThan(1e-6);
  });

  it('it is the same every time, and lets others work in between', async () => {
    const tensor = randomTensor([5, 5, 8, 8], 1);
    let breaths = 0;
    const counted = await bestCp(tensor, 12, async () => void breaths++);
    expect(breaths).toBeGreaterThan(10);
    expect(await best(tensor, 12)).toEqual(counted);
  });
});

it('takes zeros, tensors of less than the rank, and any scale', () => {
  const zero = cpAls({ shape: [2, 3, 4], data: new Float64Array(24) }, 2);
  expect(zero.relativeError).toBe(0);
  expect(zero.factors.every((factor) => factor.every((value) => value === 0))).toBe(true);
  const simple = exactTensor([4, 4, 4], 1, 3);
  for (const ridge of [0, 1e-8]) {
    expect(cpAls(simple, 6, { ridge }).relativeError).toBeLessThan(1e-6);
  }
  const exact = exactTensor([4, 5, 3], 2, 1);
  for (const scale of [1e-30, 1e30]) {
    const scaled = { shape: exact.shape, data: exact.data.map((value) => value * scale) };
    expect(cpAls(scaled, 2).relativeError).toBeLessThan(1e-6);
  }
});

it('ranks and options that make no sense are refused', () => {
  const tensor = randomTensor([2, 2, 2]);
  expect(() => cpAls(tensor, 0)).toThrow(LinalgError);
  expect(() => cpAls(tensor, 1, { ridge: -1 })).toThrow('must not be negative');
  expect(() => cpAls({ shape: [2, 2], data: new Float64Array(3) }, 1)).toThrow('3 were given');
});
