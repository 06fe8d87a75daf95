import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, ExpressionError, namesIn, readExpression, type Value } from './expression.ts';

const compute = (text: string, known: Record<string, Value> = {}) =>
  evaluate(readExpression(text), (name) => known[name]);

describe('expressions', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['8 / 4 / 2', 1],
    ['5 - 2 - 1', 2],
    ['-2 * -3', 6],
    ['1 < 2', true],
    ['2 <= 1 + 1', true],
    ['3 = 4', false],
    ['min(3, 1, 2) + max(1, 2)', 3],
    ['place(0.3, 0.1, 0.2)', 2],
    ['round(abs(-2.4))', 2],
    ['log(1e-2)', -2],
  ])('%s is %s', (text, value) => {
    expect(compute(text)).toBe(value);
  });

  it('takes names of what is known, and is unknown where one of them is', () => {
    expect(compute('error.b / error.a', { 'error.b': 0.3, 'error.a': 0.1 })).toBeCloseTo(3, 12);
    expect(compute('error.b / error.a < 2', { 'error.b': 0.3 })).toBeUndefined();
    expect(compute('min(error.a, 1)')).toBeUndefined();
    expect(compute('noted.rank-2 - 1', { 'noted.rank-2': 3 })).toBe(2);
    expect(namesIn(readExpression('max(a.b, 1) - c * 2'))).toEqual(['a.b', 'c']);
  });

  it('compares words, and computes with numbers only', () => {
    expect(compute("setting.b.format = 'one-way'", { 'setting.b.format': 'one-way' })).toBe(true);
    expect(compute("setting.b.format = 'tucker-2'", { 'setting.b.format': 'one-way' })).toBe(false);
    expect(compute('a + 1', { a: 'x' })).toBeUndefined();
  });

  it.each([
    ['', 'its end is missing'],
    ['1 +', 'its end is missing'],
    ['(1', 'a closing bracket is missing'],
    ['1 2', '“2” is not expected there'],
    ['constructor(1)', 'there is no function “constructor”'],
    ['a; b', '“; b” can’t be read'],
    ['('.repeat(100), 'it is nested too deeply'],
    ['1+'.repeat(400), 'it is longer than 500 characters'],
  ])('says what is wrong with %j', (text, message) => {
    expect(() => readExpression(text)).toThrow(message);
  });

  it('reads any text, or says that it can’t', () => {
    const piece = fc.constantFrom('1', 'a.b', '(', ')', '+', '-', '<', ',', 'min(', ' ', "'", '🙂');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((all) => all.join('')),
        ),
        (text) => {
          try {
            compute(text);
          } catch (error) {
            expect(error).toBeInstanceOf(ExpressionError);
          }
        },
      ),
    );
  });
});
