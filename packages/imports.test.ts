import { describe, expect, it } from 'vitest';
import {
  circle,
  importGraph,
  importsOf,
  isProduct,
  resolveImport,
} from '../src/imports.testing.ts';

interface Manifest {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

const sources = import.meta.glob<string>('./*/src/**/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const manifests = import.meta.glob<Manifest>('./*/package.json', {
  import: 'default',
  eager: true,
});

/** The package that a specifier such as `@scope/name/file` names. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Imports of a package's product that are neither files of its own nor in packages that it declares. */
function foreign(
  folder: string,
  { dependencies, peerDependencies }: Pick<Manifest, 'dependencies' | 'peerDependencies'>,
): string[] {
  const declared = new Set(Object.keys({ ...dependencies, ...peerDependencies }));
  return Object.entries(sources)
    .map(([path, source]) => [resolveImport('', path), source] as const)
    .filter(([file]) => file.startsWith(`${folder}/`) && isProduct(file))
    .flatMap(([file, source]) =>
      importsOf(source)
        .filter((specifier) =>
          specifier.startsWith('.')
            ? !resolveImport(file, specifier).startsWith(`${folder}/src/`)
            : !declared.has(packageOf(specifier)),
        )
        .map((specifier) => `${file}: ${specifier}`),
    );
}

describe.each(Object.entries(manifests))('%s', (path, manifest) => {
  const folder = path.split('/')[1];

  it('is named after its folder', () => {
    expect(manifest.name).toBe(`slimwave-${folder}`);
  });

  it('asks for the others in the versions that they have', () => {
    const others = Object.values(manifests).map(({ name, version }) => [name, version] as const);
    const { dependencies = {} } = manifest;
    const asked = others.filter(([name]) => name in dependencies);
    expect(asked.map(([name]) => [name, dependencies[name]])).toEqual(asked);
  });

  it('imports its own files and the packages that it declares', () => {
    expect(foreign(folder, manifest)).toEqual([]);
  });
});

it('tests and their helpers import nothing of the app either', () => {
  const tests = Object.entries(sources).filter(([path]) => !isProduct(path));
  expect(tests.length).toBeGreaterThan(10);
  const outside = tests.flatMap(([path, source]) =>
    importsOf(source)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => resolveImport(path, specifier))
      .filter((target) => !target.startsWith(`${path.split('/')[1]}/src/`))
      .map((target) => `${path}: ${target}`),
  );
  expect(outside).toEqual([]);
});

it('the rule would notice a breach', () => {
  expect(foreign('kernels', {})).toContain('kernels/src/adam.ts: @tensorflow/tfjs-core');
});

it('no file imports itself by way of others, types included', () => {
  expect(circle(importGraph(sources))).toEqual([]);
});
