import { describe, expect, it } from 'vitest';
import { importsOf, isProduct, resolveImport } from './imports.testing.ts';

describe('importsOf', () => {
  it('finds what is imported, exported again and loaded on demand, types included', () => {
    const source = [
      "import { a } from 'a';",
      "import type { b } from './b.ts';",
      "export * from './c.ts';",
      "await import('d');",
      "import 'e';",
    ].join('\n');
    expect(importsOf(source)).toEqual(['a', './b.ts', './c.ts', 'd', 'e']);
  });
});

describe('resolveImport', () => {
  it('follows the folders', () => {
    expect(resolveImport('a/b/c.ts', './d.ts')).toBe('a/b/d.ts');
    expect(resolveImport('a/b/c.ts', '../d/e.ts')).toBe('a/d/e.ts');
    expect(resolveImport('./c.ts', './d.ts')).toBe('d.ts');
    expect(resolveImport('c.ts', '../../d.ts')).toBe('../../d.ts');
  });
});

it('tests and their helpers are not part of the product', () => {
  expect(['a.ts', 'a.tsx', 'a.test.ts', 'a.test.tsx', 'a.testing.ts'].filter(isProduct)).toEqual([
    'a.ts',
    'a.tsx',
  ]);
});
