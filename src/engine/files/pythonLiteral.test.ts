import { describe, expect, it } from 'vitest';
import { parsePython } from './pythonLiteral.ts';

const number = (value: number) => ({ kind: 'number', value });

describe('parsePython', () => {
  it('reads what NumPy writes', () => {
    const literal = parsePython(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3,), }   \n",
    );
    expect(literal).toEqual({
      kind: 'dict',
      entries: new Map<string, unknown>([
        ['descr', { kind: 'text', text: '<f4' }],
        ['fortran_order', { kind: 'name', name: 'False' }],
        ['shape', { kind: 'tuple', items: [number(2), number(3)] }],
      ]),
    });
    expect(parsePython('[("x", "<f4", (3,)), ()]')).toMatchObject({ kind: 'list' });
    expect(parsePython('(3)')).toEqual(number(3));
    expect(parsePython('-1.5e3')).toEqual(number(-1500));
  });

  it.each([
    '',
    '{',
    "{'a'}",
    "{'a': }",
    "{'a': 1",
    '(1',
    '(,)',
    '[1 2]',
    'true',
    "'a",
    'a',
    '3x',
    '1 2',
    "{'a': 1, 'a': 2}",
    '{1: 2}',
    '('.repeat(1000),
  ])('gives undefined for %j', (text) => {
    expect(parsePython(text)).toBeUndefined();
  });

  it('takes time in proportion to the length, whatever the text', () => {
    // With a pattern that goes back and forth the first would take longer than the universe is old.
    const long = 400_000;
    for (const text of [
      `{'shape': (${'1'.repeat(28)}x)}`,
      `{'shape': (${'1'.repeat(long)}x)}`,
      `{'shape': (${'1,'.repeat(long)}x)}`,
      `{'shape': (${' '.repeat(long)}x)}`,
      `{'${'\\'.repeat(long)}`,
      `{'${'a'.repeat(long)}`,
      '{'.repeat(long),
      `{${"'a':(".repeat(long)}`,
    ]) {
      expect(parsePython(text)).toBeUndefined();
    }
  });
});
