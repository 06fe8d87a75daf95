import { expect, it } from 'vitest';
import { importGraph, risingImports } from '../imports.testing.ts';

const graph = importGraph(
  import.meta.glob<string>('./**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true }),
);

/**
 * The folders of the page, and the two files that are no part of its frame: what is above imports what is below, types
 * included, and nothing else. The frame (the other files beside the folders) is on top.
 */
const floors = [
  'frame',
  'embed',
  'tutor',
  'print',
  'announce',
  'checks',
  'topbar',
  'share',
  'owndata',
  'models',
  'takehome',
  'tradeoff',
  'advisor',
  'why',
  'kernels',
  'errors',
  'results',
  'stage',
  'controls',
  'sweep',
  'saving',
  'archive',
  'notices',
  'headline',
  'networks',
  'faults',
  'lab',
  'storage',
  'chart',
  'loading',
  'welcome',
  'lessons',
  'offline',
  'page',
  'theme.ts',
  'shared',
  'state.ts',
] as const;

const isFloor = (name: string): boolean => floors.some((floor) => floor === name);

/** The floor that a file such as `lab/run.ts` is on. */
function floorOf(file: string): string {
  const [first, ...rest] = file.split('/');
  return rest.length > 0 || isFloor(first) ? first : 'frame';
}

it('has a floor for every folder, and a folder for every floor', () => {
  const present = new Set([...graph.keys()].map(floorOf));
  expect([...present].toSorted()).toEqual([...floors].toSorted());
});

it('imports go down, types included', () => {
  expect(risingImports(graph, floors, floorOf)).toEqual([]);
});
