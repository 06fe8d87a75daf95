import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkId } from '../../engine/experiment/network.ts';
import { pairedDifference } from '../../engine/repeats.ts';
import { headlineOf, type Contestant, type Outcome } from './headline.ts';

const error = (value: number): Outcome => ({ kind: 'error', error: value });

/** Errors by seed beside those of the reference; NaN of a seed that diverged. */
function seeds(own: readonly number[], base: readonly number[]): Outcome {
  const bySeed = (values: readonly number[]) => new Map(values.map((value, i) => [i, value]));
  const pairs = base.filter((value, i) => Number.isFinite(value) && Number.isFinite(own[i]));
  return {
    kind: 'seeds',
    paired: pairedDifference(bySeed(own), bySeed(base)),
    reference: pairs.reduce((sum, value) => sum + value, 0) / pairs.length,
  };
}

const network = (id: NetworkId, parameters: number, outcome: Outcome): Contestant => ({
  id,
  parameters,
  outcome,
});

const A = network('a', 60_000, error(0.06));
/** With ordinary blanks before units. */
const plain = (text: string): string => text.replaceAll('\u202f', ' ');
const against = (...rivals: Contestant[]) => {
  const { text, others } = headlineOf({ reference: 'a', networks: [A, ...rivals] });
  return { text: plain(text), others: others.map(plain) };
};
const textOf = (parameters: number, outcome: Outcome) =>
  against(network('b', parameters, outcome)).text;

/** Parameters beside the 60,000 of the reference. */
const [SMALLER, SAME, LARGER] = [20_000, 60_600, 120_000];

describe('of one seed', () => {
  it.each([
    [
      'better',
      0.03,
      'B is smaller and better than A: a third of the parameters, 0.5 × the error of A.',
    ],
    ['same', 0.062, 'B does the same job as A with a third of the parameters.'],
    [
      'worse',
      0.132,
      'B is smaller but worse than A: a third of the parameters, 2.2 × the error of A.',
    ],
  ])('smaller and %s', (_, value, text) => expect(textOf(SMALLER, error(value))).toBe(text));

  it.each([
    ['better', 0.03, 'B is better than A: about as many parameters, 0.5 × the error of A.'],
    ['same', 0.058, 'B does the same job as A with about as many parameters.'],
    ['worse', 0.132, 'B is worse than A: about as many parameters, 2.2 × the error of A.'],
  ])('as large and %s', (_, value, text) => expect(textOf(SAME, error(value))).toBe(text));

  it.each([
    ['better', 0.03, 'B is larger but better than A: twice the parameters, 0.5 × the error of A.'],
    ['same', 0.06001, 'B does the same job as A but needs twice the parameters.'],
    ['worse', 0.132, 'B is larger and worse than A: twice the parameters, 2.2 × the error of A.'],
  ])('larger and %s', (_, value, text) => expect(textOf(LARGER, error(value))).toBe(text));

  it('says of a difference that may be chance only where it points', () => {
    expect(textOf(SMALLER, error(0.08))).toBe(
      'B looks worse than A, with a third of the parameters; one seed can’t tell for sure.',
    );
    expect(textOf(LARGER, error(0.045))).toBe(
      'B looks better than A, with twice the parameters; one seed can’t tell for sure.',
    );
  });

  it('errors that differ by some percent are about the same', () => {
    expect(textOf(SMALLER, error(0.068))).toBe(
      'B does about the same job as A with a third of the parameters.',
    );
  });

  it('says that equal numbers are equal', () => {
    expect(textOf(60_000, error(0.06))).toBe(
      'B has exactly the error of A with exactly as many parameters.',
    );
    expect(textOf(SMALLER, error(0.06))).toBe(
      'B has exactly the error of A with a third of the parameters.',
    );
  });

  it('a reference without any error leaves no ratio', () => {
    const networks = [network('a', 60_000, error(0)), network('b', SMALLER, error(0.1))];
    expect(headlineOf({ reference: 'a', networks }).text).toBe(
      'B is smaller but worse than A: a third of the parameters.',
    );
  });
});

describe('of several seeds', () => {
  const base = [0.06, 0.061, 0.059];
  const times = (factor: number) => base.map((value) => factor * value);

  it.each([
    [
      'far better',
      0.5,
      'B is smaller and better than A: a third of the parameters, 0.5 × the error of A.',
    ],
    [
      'slightly better',
      0.93,
      'B is smaller and slightly better than A: a third of the parameters, 7 % less error.',
    ],
    [
      'slightly worse',
      1.07,
      'B does almost the same job as A with a third of the parameters: 7 % more error.',
    ],
    [
      'far worse',
      2.2,
      'B is smaller but worse than A: a third of the parameters, 2.2 × the error of A.',
    ],
    ['equal', 1, 'B has exactly the error of A with a third of the parameters.'],
  ])('decided: %s', (_, factor, text) =>
    expect(textOf(SMALLER, seeds(times(factor), base))).toBe(text),
  );

  it('decided, slightly, at other sizes', () => {
    expect(textOf(LARGER, seeds(times(1.07), base))).toBe(
      'B is larger and slightly worse than A: twice the parameters, 7 % more error.',
    );
    expect(textOf(SAME, seeds(times(0.93), base))).toBe(
      'B is slightly better than A: about as many parameters, 7 % less error.',
    );
  });

  it('not told apart: the same, open or unclear, as wide as the interval is', () => {
    expect(textOf(SMALLER, seeds([0.0601, 0.0609, 0.0592], base))).toBe(
      'B does the same job as A with a third of the parameters.',
    );
    expect(textOf(SMALLER, seeds([0.07, 0.055, 0.06], base))).toBe(
      'B does the same job as A with a third of the parameters, as far as 3 seeds can tell.',
    );
    expect(textOf(LARGER, seeds([0.07, 0.055, 0.06], base))).toBe(
      'B does the same job as A but needs twice the parameters, as far as 3 seeds can tell.',
    );
    expect(textOf(SMALLER, seeds([0.14, 0.055, 0.07], base))).toBe(
      'B looks worse than A, with a third of the parameters; 3 seeds can’t tell for sure.',
    );
  });

  it('a network that diverged now and then is unreliable, however good it is otherwise', () => {
    expect(textOf(SMALLER, seeds([0.03, NaN, 0.03], base))).toBe(
      'B, with a third of the parameters, is unreliable: it diverged in 1 of 3 seeds.',
    );
  });

  it('of seeds in which the reference diverged, those count in which both finished', () => {
    expect(textOf(SMALLER, seeds([0.03, 0.03, 0.03], [NaN, NaN, NaN]))).toBe(
      'There is no seed in which both B and A finished.',
    );
    expect(textOf(SMALLER, seeds([0.03, 0.132, 0.03], [NaN, 0.06, NaN]))).toBe(
      'B is smaller but worse than A: a third of the parameters, 2.2 × the error of A.',
    );
  });
});

describe('without an error', () => {
  it('asks what training is to answer', () => {
    const networks = (parameters: number): Contestant[] => [
      { ...A, outcome: { kind: 'unknown' } },
      network('b', parameters, { kind: 'unknown' }),
    ];
    const question = (parameters: number) =>
      headlineOf({ reference: 'a', networks: networks(parameters) }).text;
    expect(question(20_778)).toBe(
      'B has about a third of the parameters of A. Does it do the same job?',
    );
    expect(question(SAME)).toBe(
      'B has about as many parameters as A. Which of them does the better job?',
    );
    expect(question(LARGER)).toBe('B has twice the parameters of A. Does it do a better job?');
  });

  it('a rival that is not trained is asked about, although the reference is', () => {
    expect(textOf(SMALLER, { kind: 'unknown' })).toContain('Does it do the same job?');
  });

  it.each<[Outcome['kind'], string]>([
    ['failed', 'B failed, so there is nothing to compare.'],
    ['diverged', 'B diverged: it forecasts nothing.'],
    ['silent', 'B has no error: the truth is almost silent in all test samples.'],
  ])('a rival that is %s', (kind, text) => expect(textOf(SMALLER, { kind } as Outcome)).toBe(text));

  it.each<[Outcome['kind'], string]>([
    ['failed', 'A failed, so there is nothing to compare the others with.'],
    ['diverged', 'A diverged, so there is nothing to compare the others with.'],
    [
      'silent',
      'The truth is almost silent in all test samples, so there are no errors to compare.',
    ],
  ])('a reference that is %s', (kind, text) => {
    const networks = [{ ...A, outcome: { kind } as Outcome }, network('b', SMALLER, error(0.06))];
    expect(headlineOf({ reference: 'a', networks })).toMatchObject({ text, others: [] });
  });
});

describe('of one to four networks', () => {
  it('one has nothing to be compared with', () => {
    expect(against().text).toBe('A is alone. Add another network to compare it with.');
    const failed = { ...A, outcome: { kind: 'diverged' } as const };
    expect(headlineOf({ reference: 'a', networks: [failed] }).text).toBe(
      'A diverged: it forecasts nothing.',
    );
  });

  it('the first rival makes the headline, and the others a sentence each', () => {
    const { text, others } = against(
      network('b', 20_778, error(0.0612)),
      network('c', 20_484, error(0.112)),
      network('d', 45_000, { kind: 'failed' }),
    );
    expect(text).toBe(
      'B does the same job as A with a third of the parameters.'.replace('with a', 'with about a'),
    );
    expect(others).toEqual([
      'C is smaller but worse than A: as few parameters as B, 1.9 × the error of A.',
      'D failed, so there is nothing to compare.',
    ]);
  });

  it('any of them can be the reference', () => {
    const networks = [A, network('b', 20_000, error(0.062))];
    expect(headlineOf({ reference: 'b', networks }).text).toBe(
      'A does the same job as B but needs three times the parameters.',
    );
  });
});

const outcomes: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constantFrom<Outcome>(
    { kind: 'unknown' },
    { kind: 'failed' },
    { kind: 'diverged' },
    { kind: 'silent' },
  ),
  fc.double({ min: 0, max: 10, noNaN: true }).map(error),
  fc
    .array(fc.tuple(fc.double({ min: 0, max: 2 }), fc.double({ min: 0.001, max: 2 })), {
      minLength: 1,
      maxLength: 6,
    })
    .map((pairs) =>
      seeds(
        pairs.map(([own]) => own),
        pairs.map(([, base]) => base),
      ),
    ),
);

it('whatever happens, there is a whole sentence for every rival, and no number of what may be chance', () => {
  const parameters = fc.integer({ min: 1, max: 10_000_000 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(parameters, outcomes), { minLength: 1, maxLength: 4 }),
      (drawn) => {
        const networks = drawn.map(([count, outcome], i) =>
          network((['a', 'b', 'c', 'd'] as const)[i], count, outcome),
        );
        const { text, others, judgements } = headlineOf({ reference: 'a', networks });
        const sentences = [text, ...others];
        for (const sentence of sentences) {
          expect(sentence).toMatch(/^(A|B|C|D|The|There)\b.*[.?]$/);
          expect(sentence).not.toMatch(/undefined|NaN|Infinity|null|\s{2}/);
        }
        const open = judgements.every(({ kind, degree }) => kind === 'same' || degree === 'open');
        if (open) for (const one of sentences) expect(one).not.toMatch(/×|%\s(more|less)/);
      },
    ),
  );
});
