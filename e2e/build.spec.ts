/** What must hold of the built files themselves, whichever browser loads them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './test.ts';

const dist = path.join(import.meta.dirname, '../dist');
const names = (folder: string, ending: string) =>
  readdirSync(path.join(dist, folder)).filter((name) => name.endsWith(ending));
const read = (...parts: string[]) => readFileSync(path.join(dist, ...parts), 'utf8');

/** Names of the files that match, at the end of a path: `./assets/a.js` gives `a.js`. */
const filesIn = (text: string, pattern: RegExp): string[] =>
  Array.from(text.matchAll(pattern), ([, file]) => path.posix.basename(file));

/** What a built script imports, exports again or loads on demand. */
const importsOf = (script: string) =>
  filesIn(script, /(?:\bfrom|\bimport)\s*\(?\s*["'`](\.[^"'`]+\.js)["'`]/g);

/** Where pages and workers start from. */
function entries(): Set<string> {
  const ofPages = names('.', '.html').flatMap((page) =>
    filesIn(read(page), /<script type="module"[^>]* src="([^"]+)"/g),
  );
  const ofWorkers = names('assets', '.js').flatMap((script) =>
    filesIn(read('assets', script), /new URL\(\s*["'`]([^"'`]+\.worker[^"'`]*\.js)["'`]/g),
  );
  return new Set([...ofPages, ...ofWorkers]);
}

test('no script imports the entry of a page or worker, which WebKit would evaluate a second time', () => {
  const starts = entries();
  const scripts = names('assets', '.js');
  const workers = scripts.filter((name) => name.includes('.worker'));
  expect(workers.length).toBeGreaterThanOrEqual(5);
  // Two pages and every worker; were one overlooked, the rule would not be looked at.
  expect([...starts].filter((name) => name.includes('.worker')).sort()).toEqual(workers.sort());
  expect(starts.size).toBe(workers.length + 2);
  for (const start of starts) expect(scripts).toContain(start);

  const imported = new Map(scripts.map((name) => [name, importsOf(read('assets', name))]));
  // From the entries one gets to every script: the imports were all seen.
  const reached = new Set(starts);
  for (const name of reached) imported.get(name)?.forEach((next) => reached.add(next));
  expect([...reached].sort()).toEqual(scripts.sort());

  const wrong = [...imported].flatMap(([script, files]) =>
    files.filter((file) => starts.has(file)).map((file) => `${script} imports ${file}`),
  );
  expect(wrong).toEqual([]);
});
