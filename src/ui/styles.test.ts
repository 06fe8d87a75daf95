/**
 * TypeScript takes any name for a class of a CSS module, and a class that is missing only shows on the screen. This
 * test reads all components and style sheets: what one uses the other has.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Texts of the files in a folder beside this file and in its folders, by their paths from there. */
function read(is: (path: string) => boolean, folder = '.'): Record<string, string> {
  const at = new URL(`${folder}/`, import.meta.url);
  const paths = readdirSync(at, { recursive: true, encoding: 'utf8' })
    .map((path) => `./${path.replaceAll('\\', '/')}`)
    .filter(is);
  return Object.fromEntries(paths.map((path) => [path, readFileSync(new URL(path, at), 'utf8')]));
}

const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

const components: Record<string, string> = {
  ...read((path) => /\.tsx?$/.test(path) && !/\.test\./.test(path)),
  '../main.tsx': textOf('../main.tsx'),
  '../checks.tsx': textOf('../checks.tsx'),
};
const modules = read((path) => path.endsWith('.module.css'));
const shared = read((path) => path.endsWith('.css'), 'styles');
const pages = textOf('../../index.html') + textOf('../../checks.html');

const withoutComments = (css: string): string => css.replace(/\/\*[\s\S]*?\*\//g, '');

/** Classes in the selectors of a style sheet; those of other sheets stand in `:global()`. */
const classesOf = (css: string): Set<string> => {
  const selectors = withoutComments(css)
    .match(/[^{};]+(?=\{)/g)
    ?.filter((selector) => !selector.trim().startsWith('@'))
    .join(' ')
    .replace(/:global\([^)]*\)/g, '');
  return new Set(Array.from((selectors ?? '').matchAll(/\.([a-z][\w-]*)/gi), ([, name]) => name));
};

const globalsOf = (css: string): string[] =>
  Array.from(withoutComments(css).matchAll(/:global\(\.([\w-]+)\)/g), ([, name]) => name);

/** The style sheets that a component imports, by the name that it gives them. */
const importsOf = (file: string, source: string) =>
  Array.from(source.matchAll(/import (\w+) from '([^']+\.module\.css)'/g), ([, name, path]) => ({
    name,
    sheet: new URL(path, `file:///ui/${file}`).pathname.replace('/ui/', './'),
  }));

/** What a component takes from a style sheet that it calls `name`. */
const takenFrom = (source: string, name: string): string[] =>
  Array.from(
    source.replace(/^import .*$/gm, '').matchAll(new RegExp(`(?<![\\w.])${name}\\.(\\w+)`, 'g')),
    ([, key]) => key,
  );

/** Class names that stand in a component as they are; `network-` where the end is computed. */
const literalsOf = (source: string): string[] =>
  Array.from(
    source.matchAll(/\bclassName(?:=|: )(?:\{?`((?:[^`]|\$\{`[^`]*`)*?)`|\{?["']([^"']*)["'])/g),
    ([, template = '', plain = '']) =>
      (template + plain)
        .replace(/\$\{[^}]*\}/g, '${}')
        .split(/\s+/)
        .map((name) => name.replace(/\$\{\}.*/, ''))
        .filter(Boolean),
  ).flat();

const uses = Object.entries(components).flatMap(([file, source]) =>
  importsOf(file, source).map(({ name, sheet }) => ({
    file,
    sheet,
    taken: takenFrom(source, name),
    computed: new RegExp(`(?<![\\w.])${name}\\[`).test(source),
  })),
);

const sharedClasses = new Set(Object.values(shared).flatMap((css) => [...classesOf(css)]));

it('has style sheets and components that use them', () => {
  expect(Object.keys(modules).length).toBeGreaterThan(20);
  expect(uses.length).toBeGreaterThan(Object.keys(modules).length);
});

it('every class that a component takes from a style sheet is in it', () => {
  const missing = uses.flatMap(({ file, sheet, taken }) => {
    const known = classesOf(modules[sheet]);
    return taken.filter((name) => !known.has(name)).map((name) => `${file}: ${name} of ${sheet}`);
  });
  expect(missing).toEqual([]);
});

it('takes classes by name, so that this test can find them', () => {
  expect(uses.filter(({ computed }) => computed)).toEqual([]);
});

it('every class of a style sheet is used', () => {
  const unused = Object.entries(modules).flatMap(([sheet, css]) => {
    const taken = new Set(uses.filter((use) => use.sheet === sheet).flatMap((use) => use.taken));
    return [...classesOf(css)]
      .filter((name) => !taken.has(name))
      .map((name) => `${sheet}: ${name}`);
  });
  expect(unused).toEqual([]);
});

it('every class that is written out is one of those that all share', () => {
  const isShared = (name: string): boolean =>
    name.endsWith('-')
      ? [...sharedClasses].some((known) => known.startsWith(name))
      : sharedClasses.has(name);
  const written = [
    ...Object.entries(components).map(([file, source]) => ({ file, names: literalsOf(source) })),
    ...Object.entries(modules).map(([file, css]) => ({ file, names: globalsOf(css) })),
  ];
  expect(
    written.flatMap(({ file, names }) =>
      names.filter((name) => !isShared(name)).map((name) => `${file}: ${name}`),
    ),
  ).toEqual([]);
});

it('every class that all share is used', () => {
  const written = Object.values(components).flatMap(literalsOf);
  const unused = [...sharedClasses].filter(
    (name) =>
      !pages.includes(`class="${name}"`) &&
      !written.some((one) => (one.endsWith('-') ? name.startsWith(one) : name === one)),
  );
  expect(unused).toEqual([]);
});

it('would notice a class that is not there', () => {
  expect([
    ...classesOf('.a > b:hover { top: .5em } @media (width < 2em) { .c-d::after, e {} }'),
  ]).toEqual(['a', 'c-d']);
  expect(
    literalsOf('<p className={`quiet ${styles.x} network-${id}`} /><p className="muted" />'),
  ).toEqual(['quiet', 'network-', 'muted']);
});
