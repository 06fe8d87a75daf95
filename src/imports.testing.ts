/** What modules import, read from their text: the tests of who may import whom. */

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
