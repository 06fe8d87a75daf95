import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairedDifference, summary, verdict, type PairedDifference } from './repeats.ts';

const bySeed = (values: readonly number[]) => new Map(values.map((value, seed) => [seed, value]));
const paired = (values: readonly number[], reference: readonly number[]) =>
  pairedDifference(bySeed(values), bySeed(reference));
const sentence = (values: readonly number[], reference: readonly number[]) =>
  verdict(paired(values, reference)).sentence;

describe('the summary of repeated runs', () => {
  it('has the mean and the sample standard deviation', () => {
    // Squares of the deviations: 9, 1, 1, 1, 0, 0, 4, 16; 32 / 7.
    const { mean, deviation, count, failed } = summary([2, 4, 4, 4, 5, 5, 7, 9]);
    expect([count, failed, mean]).toEqual([8, 0, 5]);
    expect(deviation).toBeCloseTo(Math.sqrt(32 / 7), 14);
  });

  it('counts what diverged, and has no deviation of a single run', () => {
    expect(summary([0.1, NaN, Infinity])).toEqual({
      count: 1,
      failed: 2,
      mean: 0.1,
      deviation: undefined,
    });
    expect(summary([])).toEqual({ count: 0, failed: 0, mean: NaN, deviation: undefined });
    expect(summary([NaN])).toMatchObject({ count: 0, failed: 1, mean: NaN });
    expect(summary([0.1, 0.1, 0.1]).deviation).toBe(0);
  });

  it('does not lose small deviations of large values', () => {
    expect(summary([1e9 + 1, 1e9 + 2, 1e9 + 3]).deviation).toBe(1);
  });
});

describe('the paired difference', () => {
  it('is that of the textbook: additional hours of sleep, Student 1908', () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const { mean, deviation, halfWidth, wins, losses, count } = paired(first, second);
    expect(mean).toBeCloseTo(-1.58, 12);
    expect(deviation).toBeCloseTo(1.229995, 6);
    // R: t.test(..., paired = TRUE) has -2.4598858 and -0.7001142.
    expect(mean - halfWidth!).toBeCloseTo(-2.4598858, 7);
    expect(mean + halfWidth!).toBeCloseTo(-0.7001142, 7);
    expect([count, wins, losses]).toEqual([10, 9, 0]);
  });

  const value = fc.double({ min: 0, max: 1, noNaN: true });
  const pairs = fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 20 });
  const near = (one: number | undefined, other: number | undefined) =>
    expect(one).toBeCloseTo(other!, 10);

  it('changes its sign, and nothing else, when the two change places', () => {
    fc.assert(
      fc.property(pairs, (both) => {
        const [x, y] = [both.map(([a]) => a), both.map(([, b]) => b)];
        const [there, back] = [paired(x, y), paired(y, x)];
        near(there.mean, -back.mean);
        near(there.halfWidth, back.halfWidth);
        expect([there.wins, there.losses]).toEqual([back.losses, back.wins]);
      }),
    );
  });

  it('does not know what both have in common', () => {
    fc.assert(
      fc.property(pairs, value, (both, shift) => {
        const [x, y] = [both.map(([a]) => a), both.map(([, b]) => b)];
        const plain = paired(x, y);
        const shifted = paired(
          x.map((a) => a + shift),
          y.map((b) => b + shift),
        );
        near(plain.mean, shifted.mean);
        near(plain.deviation, shifted.deviation);
        near(plain.halfWidth, shifted.halfWidth);
      }),
    );
  });

  it('pairs by seed, not by order, and leaves out seeds that only one has', () => {
    const values = new Map([
      ['s1', 0.1],
      ['s2', 0.2],
      ['s3', 0.9],
    ]);
    const reference = new Map([
      ['s2', 0.25],
      ['s1', 0.15],
      ['s4', 0.4],
    ]);
    const { seeds, count, wins, mean } = pairedDifference(values, reference);
    expect([seeds, count, wins]).toEqual([2, 2, 2]);
    expect(mean).toBeCloseTo(-0.05, 12);
  });

  it('counts seeds in which one of the two, or both, diverged', () => {
    expect(paired([0.1, NaN, 0.3, NaN], [0.2, 0.2, NaN, NaN])).toMatchObject({
      seeds: 4,
      count: 1,
      failed: 1,
      referenceFailed: 1,
      halfWidth: undefined,
    });
  });
});

describe('the verdict', () => {
  const reference = [0.13, 0.125, 0.141, 0.128, 0.135];
  const moved = (by: readonly number[]) => reference.map((value, i) => value + by[i]);

  it('says better or worse where the interval does not contain zero', () => {
    const less = [-0.012, -0.008, -0.016, -0.01, -0.014];
    expect(verdict(paired(moved(less), reference))).toEqual({
      kind: 'better',
      sentence: 'better in 5 of 5 seeds, by 1.2 ± 0.4 points',
    });
    expect(verdict(paired(reference, moved(less)))).toEqual({
      kind: 'worse',
      sentence: 'worse in 5 of 5 seeds, by 1.2 ± 0.4 points',
    });
  });

  it('says how often it was better, not only that it was on average', () => {
    const mixed = [-0.03, -0.03, -0.03, 0.001, -0.03];
    expect(sentence(moved(mixed), reference)).toBe('better in 4 of 5 seeds, by 2.4 ± 1.7 points');
  });

  it('says that two can’t be told apart where it does', () => {
    const either = [-0.012, 0.002, 0.008, 0.012, 0.01];
    const { kind, sentence: text } = verdict(paired(moved(either), reference));
    expect(kind).toBe('undecided');
    expect(text).toBe('can’t be told apart (0.4 ± 1.2 points)');
    expect(sentence(reference, moved(either))).toBe('can’t be told apart (−0.4 ± 1.2 points)');
    expect(sentence(reference, reference)).toBe('can’t be told apart (0.0 ± 0.0 points)');
    expect(sentence([0.1, 0.10001], [0.2, 0.09])).toMatch(/^can’t be told apart \(−4 ± /);
  });

  it('of one seed is none', () => {
    expect(verdict(paired([0.1], [0.2]))).toEqual({
      kind: 'too few',
      sentence: 'better in the only seed: one seed shows no scatter',
    });
    expect(sentence([0.3], [0.2])).toMatch(/^worse in the only seed/);
    expect(verdict(paired([], [])).kind).toBe('too few');
  });

  it('says what diverged, and does not call better what did', () => {
    const half = (values: readonly number[]) => values.map((x, i) => (i === 2 ? NaN : x));
    const less = [-0.012, -0.008, -0.016, -0.01, -0.014];
    expect(verdict(paired(half(moved(less)), reference))).toEqual({
      kind: 'undecided',
      sentence: 'better in 4 of 4 seeds, by 1.1 ± 0.4 points; diverged in 1 of 5 seeds',
    });
    expect(verdict(paired(moved(less), half(reference)))).toEqual({
      kind: 'better',
      sentence:
        'better in 4 of 4 seeds, by 1.1 ± 0.4 points; the reference diverged in 1 of 5 seeds',
    });
    expect(sentence([NaN, NaN], [0.1, 0.1])).toBe(
      'no seed in which both finished; diverged in 2 of 2 seeds',
    );
    expect(sentence([NaN, 0.1, 0.1], [NaN, 0.2, 0.2])).toBe(
      'better in 2 of 2 seeds, by 10.0 ± 0.0 points; both diverged in 1 of 3 seeds',
    );
  });

  it.each([
    [0.0412, 0.0004, '4.12 ± 0.04'],
    [0.012, 0.0013, '1.20 ± 0.13'],
    [0.3, 0.12, '30 ± 12'],
    [2.5, 0.3, '250 ± 30'],
    [0.012, 0, '1.2 ± 0.0'],
  ])('has the digits that its uncertainty allows: %f ± %f', (difference, halfWidth, text) => {
    const of = { seeds: 5, count: 5, failed: 0, referenceFailed: 0, wins: 0, losses: 5 };
    const given: PairedDifference = { ...of, mean: difference, deviation: 0, halfWidth };
    expect(verdict(given).sentence).toContain(`by ${text} points`);
  });
});
