import { describe, expect, it } from 'vitest';
import { circle, importGraph, risingImports } from './imports.testing.ts';

const graph = importGraph(
  import.meta.glob<string>('./**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true }),
);

/** The parts of the project, and what each may import besides itself. `pages` are the files beside the folders. */
const parts: Readonly<Record<string, readonly string[]>> = {
  pages: ['ui', 'worker', 'engine'],
  ui: ['worker', 'offline', 'engine'],
  offline: [],
  worker: ['engine'],
  cli: ['engine'],
  engine: [],
};

/**
 * The folders of the engine, from top to bottom: what is above may import what is below, and nothing else. The
 * ground floor is the files beside the folders: arithmetic, random numbers, errors of fields.
 */
const floors = [
  'import',
  'export',
  'device',
  'verification',
  'evaluation',
  'pretrained',
  'train',
  'opening',
  'data',
  'inspection',
  'nets',
  'medium',
  'scene',
  'reading',
  'experiment',
  'tasks',
  'modes',
  'mapping',
  'files',
  'ground',
] as const;

const partOf = (file: string): string => (file.includes('/') ? file.split('/')[0] : 'pages');

/** The engine's floor that a file such as `engine/modes/series.ts` is on. */
function floorOf(file: string): string {
  const [, folder, ...rest] = file.split('/');
  return rest.length > 0 ? folder : 'ground';
}

describe('the parts of the project', () => {
  it('import only what they may', () => {
    const foreign = [...graph].flatMap(([file, targets]) =>
      targets
        .filter((target) => graph.has(target) && partOf(target) !== partOf(file))
        .filter((target) => !parts[partOf(file)]?.includes(partOf(target)))
        .map((target) => `${file} imports ${target}`),
    );
    expect(foreign).toEqual([]);
  });

  it('have no file that imports itself by way of others, types included', () => {
    expect(circle(graph)).toEqual([]);
  });
});

describe('the floors of the engine', () => {
  const engine = new Map([...graph].filter(([file]) => partOf(file) === 'engine'));

  it('are its folders, each of them', () => {
    expect([...new Set([...engine.keys()].map(floorOf))].toSorted()).toEqual(floors.toSorted());
  });

  it('are reached by going down only, types included', () => {
    expect(risingImports(engine, floors, floorOf)).toEqual([]);
  });
});
