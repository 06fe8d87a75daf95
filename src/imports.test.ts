import { describe, expect, it } from 'vitest';
import {
  circle,
  importGraph,
  importsOf,
  isProduct,
  resolveImport,
  risingImports,
} from './imports.testing.ts';

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

describe('risingImports', () => {
  it('finds imports from a lower floor to a higher one, and no others', () => {
    const graph = importGraph({
      './top/a.ts': "import { b } from './b.ts';\nexport * from '../bottom/c.ts';",
      './top/b.ts': "import fc from 'fast-check';",
      './bottom/c.ts': "import type { a } from '../top/a.ts';\nimport { d } from './d.ts';",
      './bottom/d.ts': "const late = () => import('../top/b.ts');",
      './bottom/d.test.ts': "import { a } from '../top/a.ts';",
    });
    expect(risingImports(graph, ['top', 'bottom'], (file) => file.split('/')[0])).toEqual([
      'bottom/c.ts imports top/a.ts',
      'bottom/d.ts imports top/b.ts',
    ]);
  });
});

describe('circle', () => {
  it('finds files that import each other', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['d', ['b']],
    ]);
    expect(circle(graph)).toEqual(['b', 'd', 'b']);
  });

  it('finds none where two files import the same', () => {
    const graph = new Map([
      ['a', ['b', 'c']],
      ['b', ['d']],
      ['c', ['d']],
    ]);
    expect(circle(graph)).toEqual([]);
  });
});
