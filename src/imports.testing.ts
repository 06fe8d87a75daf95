/** What modules import, read from their text: for the tests of who may import whom. */

/** A file's path and its text. */
export type Sources = Readonly<Record<string, string>>;

/** Every file and the files that it imports. */
type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** The specifiers that a module imports, types included, exports again or loads on demand. */
export const importsOf = (source: string): string[] =>
  Array.from(
    source.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g),
    ([, specifier]) => specifier,
  );

/** Whether a file is part of the product, not of its tests. */
export const isProduct = (file: string): boolean => !/\.(test|testing)\.tsx?$/.test(file);

/** The file that a relative specifier names, as a path like `from`'s; leading `..` are kept. */
export function resolveImport(from: string, specifier: string): string {
  const path: string[] = [];
  for (const part of [...from.split('/').slice(0, -1), ...specifier.split('/')]) {
    if (part === '.') continue;
    if (part === '..' && path.length > 0 && path.at(-1) !== '..') path.pop();
    else path.push(part);
  }
  return path.join('/');
}

/** The relative imports of the product's files; packages are left out. */
export const importGraph = (sources: Sources): ImportGraph =>
  new Map(
    Object.entries(sources)
      .map(([file, source]): [string, string[]] => [
        resolveImport('', file),
        importsOf(source)
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => resolveImport(file, specifier)),
      ])
      .filter(([file]) => isProduct(file)),
  );

/** Imports that do not go down: from a floor to one above it, of the floors named from top to bottom. */
export function risingImports(
  graph: ImportGraph,
  floors: readonly string[],
  floorOf: (file: string) => string,
): string[] {
  const depth = (file: string) => floors.indexOf(floorOf(file));
  return [...graph].flatMap(([file, targets]) =>
    targets
      .filter((target) => graph.has(target) && depth(target) < depth(file))
      .map((target) => `${file} imports ${target}`),
  );
}

/** Files that import each other, over any number of others: the first circle that is found, otherwise nothing. */
export function circle(graph: ImportGraph): string[] {
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
