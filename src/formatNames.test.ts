/** A format is its folder and one line in each of the two registries: nothing else may name one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formats } from 'slimwave-formats/registry';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join('packages', 'formats', 'src');

/** Choices that somebody made among the formats: they are none of a format's own. */
const choices = [
  'src/engine/experiment/presets.ts',
  'src/engine/opening/version1.ts',
  // What is chosen at first: network B, what a sweep trains, and what a model is compressed to.
  'src/engine/experiment/network.ts',
  'src/ui/sweep/choice.ts',
  'src/ui/models/ModelPanel.tsx',
  // Which formats stand for all in a study, and in a check of a device.
  'src/cli/study/plan.ts',
  'src/cli/study/arguments.ts',
  'src/engine/verification/layers/layerChecks.ts',
].map((file) => file.replaceAll('/', sep));

/** Its own folder, and the two registries. */
const belongsTo = (file: string, id: string): boolean =>
  [join(FOLDER, id) + sep, join(FOLDER, 'registry.ts'), join(FOLDER, 'projections.ts')].some(
    (own) => file.startsWith(own),
  );

function* sourcesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (['node_modules', 'dist'].includes(entry.name)) continue;
    if (entry.isDirectory()) yield* sourcesIn(path);
    else if (/\.(tsx?|css)$/.test(entry.name) && !/\.(test|testing)\.tsx?$/.test(entry.name))
      yield path;
  }
}

// The dense kernel is the reference of all others, so that it has a name everywhere.
const compressed = formats.filter(({ id }) => id !== 'classical');

/** A format's name in code: between quotes, or in the name of a class or a property. */
const named = (text: string, id: string): boolean =>
  new RegExp(`['"\`]${id}['"\`]|format-${id}\\b`).test(
    text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''),
  );

describe('the names of formats', () => {
  it('are found where they stand', () => {
    expect(named("if (format === 'kernel-cp') return 1;", 'kernel-cp')).toBe(true);
    expect(named('.format-one-way {', 'one-way')).toBe(true);
    expect(named('/* as in `kernel-cp` */ {', 'kernel-cp')).toBe(false);
  });

  it('stand in their folder and the registries alone', () => {
    const found = [...sourcesIn('packages'), ...sourcesIn('src')]
      .filter((file) => !choices.includes(file))
      .flatMap((file) => {
        const text = readFileSync(join(ROOT, file), 'utf8');
        return compressed.flatMap(({ id }) =>
          !belongsTo(file, id) && named(text, id) ? [`${file} names ${id}`] : [],
        );
      });
    expect(found).toEqual([]);
  });

  it('are the folders', () => {
    const folders = readdirSync(join(ROOT, FOLDER), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'linalg')
      .map(({ name }) => name);
    expect(folders.toSorted()).toEqual(formats.map(({ id }) => id).toSorted());
  });
});

/** Relative luminance of `#rrggbb` after WCAG 2. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const contrast = (first: string, second: string): number => {
  const [dark, light] = [luminance(first), luminance(second)].toSorted((p, q) => p - q);
  return (light + 0.05) / (dark + 0.05);
};

describe('the marks of formats', () => {
  it('are all different, in shape and in colour', () => {
    const distinct = (values: readonly string[]) =>
      expect(new Set(values).size).toBe(values.length);
    distinct(formats.map(({ mark }) => mark.symbol));
    distinct(formats.map(({ mark }) => mark.path));
    distinct(formats.map(({ colour }) => colour.light));
    distinct(formats.map(({ colour }) => colour.dark));
  });

  it('have three times the contrast of the surface that they lie on', () => {
    const tokens = readFileSync(join(ROOT, 'src/ui/styles/tokens.css'), 'utf8');
    const [, light, dark] = /--surface: light-dark\((#\w{6}), (#\w{6})\)/.exec(tokens)!;
    for (const { id, colour } of formats) {
      expect(contrast(colour.light, light), `${id}, light`).toBeGreaterThanOrEqual(3);
      expect(contrast(colour.dark, dark), `${id}, dark`).toBeGreaterThanOrEqual(3);
    }
  });
});
