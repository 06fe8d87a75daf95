import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DuplicateKeyError, parseJson } from './json.ts';

describe('parseJson', () => {
  it('reads what JSON.parse reads where every key stands once', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (json) => {
        expect(parseJson(json)).toEqual(JSON.parse(json));
      }),
    );
  });

  it.each([
    ['{"a": 1, "a": 2}', 'a'],
    ['{"a": {"b": [{"c": 1}, {"c": 2, "c": 3}]}}', 'c'],
    [String.raw`{"\\": 1, "\u005c": 2}`, '\\'],
    [String.raw`{"x\"": "}{:", "x\u0022": 2}`, 'x"'],
    ['{"": 1, "": 2}', ''],
  ])('refuses %s', (json, key) => {
    expect(() => parseJson(json)).toThrow(new DuplicateKeyError(key));
  });

  it('reads texts of any length', () => {
    for (const text of ['x'.repeat(2e7), '\\"'.repeat(2e6)]) {
      expect(parseJson(JSON.stringify({ text, more: 1 }))).toEqual({ text, more: 1 });
    }
  });
});
