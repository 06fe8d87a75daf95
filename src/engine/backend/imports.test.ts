import { expect, it } from 'vitest';
import { importsOf, isProduct, resolveImport } from '../../imports.testing.ts';

const sources = import.meta.glob<string>(['../backend/**/*.ts', '../wasm/**/*.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Imports of a folder's files, without those that `may` allows; all paths are relative to `src/engine`. */
function foreign(folder: string, may: (path: string) => boolean): string[] {
  const files = Object.entries(sources)
    .map(([path, source]) => [resolveImport('backend/imports.test.ts', path), source] as const)
    .filter(([file]) => file.startsWith(folder) && isProduct(file));
  expect(files.length).toBeGreaterThan(1);
  return files.flatMap(([file, source]) =>
    importsOf(source)
      .map((specifier) => (specifier.startsWith('.') ? resolveImport(file, specifier) : specifier))
      .filter((path) => !may(path))
      .map((path) => `${file}: ${path}`),
  );
}

it('any tfjs project can use this folder: it imports only tfjs, itself and the assembler', () => {
  const may = (path: string) =>
    ['backend/', 'wasm/', '@tensorflow/'].some((s) => path.startsWith(s));
  expect(foreign('backend/', may)).toEqual([]);
  expect(foreign('wasm/', (path) => path.startsWith('wasm/'))).toEqual([]);
});

it('the rule would notice a breach', () => {
  expect(foreign('backend/', (path) => !path.startsWith('@tensorflow/'))).not.toEqual([]);
  expect(foreign('backend/', (path) => !path.startsWith('wasm/'))).not.toEqual([]);
});
