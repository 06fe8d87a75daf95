import { expect, it } from 'vitest';

const sources = import.meta.glob<string>('./**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/**
 * The folders of the page, and the two files that are no part of its frame: what is above imports what is below, types
 * included, and nothing else. The frame (the other files beside the folders) is on top.
 */
const floors = [
  'frame',
  'print',
  'announce',
  'checks',
  'topbar',
  'takehome',
  'tradeoff',
  'why',
  'kernels',
  'results',
  'stage',
  'controls',
  'sweep',
  'saving',
  'archive',
  'notices',
  'networks',
  'faults',
  'lab',
  'storage',
  'chart',
  'loading',
  'theme.ts',
  'shared',
  'state.ts',
] as const;

const isFloor = (name: string): boolean => floors.some((floor) => floor === name);

/** The floor that a file such as `./lab/run.ts` is on. */
function floorOf(file: string): string {
  const [first, ...rest] = file.split('/').slice(1);
  if (rest.length > 0 || isFloor(first)) return first;
  return 'frame';
}

/** What a module imports, exports again or loads on demand, as files of this folder; whatever is outside is left out. */
const importsOf = (file: string, source: string): string[] =>
  Array.from(
    source.matchAll(/\b(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g),
    ([, specifier]) => new URL(specifier, `file:///ui/${file}`).pathname,
  )
    .filter((path) => path.startsWith('/ui/'))
    .map((path) => path.replace('/ui/', './'));

const depthOf = (file: string): number => floors.findIndex((floor) => floor === floorOf(file));

/** Imports that do not go down. */
const rising = (file: string, source: string): string[] =>
  importsOf(file, source)
    .filter((target) => floorOf(target) !== floorOf(file) && depthOf(target) <= depthOf(file))
    .map((target) => `${file} imports ${target}`);

it('has a floor for every folder, and a folder for every floor', () => {
  const present = new Set(Object.keys(sources).map(floorOf));
  expect([...present].toSorted()).toEqual([...floors].toSorted());
});

it('imports go down, types included', () => {
  expect(Object.entries(sources).flatMap(([file, source]) => rising(file, source))).toEqual([]);
});

/** Files that import each other, over any number of others: the first circle that is found, else nothing. */
function circle(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const target of graph.get(file) ?? []) {
      const found = visit(target, [...path, file]);
      if (found.length > 0) return found;
    }
    done.add(file);
    return [];
  };
  return [...graph.keys()].map((file) => visit(file, [])).find(({ length }) => length > 0) ?? [];
}

it('no file imports itself by way of others, types included', () => {
  const graph = new Map(
    Object.entries(sources).map(([file, source]) => [file, importsOf(file, source)]),
  );
  expect(circle(graph)).toEqual([]);
});

it('would notice an import that goes up', () => {
  const source = [
    "import type { A } from '../stage/a.ts';",
    "export { b } from './b.ts';",
    "const late = () => import('../kernels/KernelsPanel.tsx');",
    "import { c } from '../state.ts';",
    "import { d } from '../../engine/random.ts';",
  ].join('\n');
  expect(rising('./lab/run.ts', source)).toEqual([
    './lab/run.ts imports ./stage/a.ts',
    './lab/run.ts imports ./kernels/KernelsPanel.tsx',
  ]);
});

it('would notice files that import each other', () => {
  const graph = new Map([
    ['./a.ts', ['./b.ts']],
    ['./b.ts', ['./c.ts', './d.ts']],
    ['./d.ts', ['./b.ts']],
  ]);
  expect(circle(graph)).toEqual(['./b.ts', './d.ts', './b.ts']);
});
