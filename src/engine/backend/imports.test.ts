import { expect, it } from 'vitest';

const sources = import.meta.glob<string>('./**/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** What a module imports, exports again or loads on demand. */
const importsOf = (source: string): string[] =>
  Array.from(
    source.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g),
    ([, specifier]) => specifier,
  );

/** Whether a file's relative import stays within this folder. */
function staysInside(file: string, specifier: string): boolean {
  const folders = file.split('/').slice(1, -1);
  const ups = specifier.split('/').filter((part) => part === '..').length;
  return ups <= folders.length;
}

it('any tfjs project can use this folder: it imports only tfjs and itself', () => {
  const files = Object.entries(sources).filter(([file]) => !/\.(test|testing)\.ts$/.test(file));
  expect(files.length).toBeGreaterThan(15);
  const foreign = files.flatMap(([file, source]) =>
    importsOf(source)
      .filter((specifier) =>
        specifier.startsWith('.')
          ? !staysInside(file, specifier)
          : !specifier.startsWith('@tensorflow/'),
      )
      .map((specifier) => `${file}: ${specifier}`),
  );
  expect(foreign).toEqual([]);
});

it('the rule would notice a breach', () => {
  expect(importsOf("import { a } from 'a';\nawait import('b');\nimport 'c';")).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(staysInside('./wasm/a.ts', '../../b.ts')).toBe(false);
  expect(staysInside('./wasm/a.ts', '../b.ts')).toBe(true);
});
