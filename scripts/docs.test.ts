/** What the documents name must exist: files, headings, npm scripts, paths in the code. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { partNames } from '../bench/arguments.ts';
import packageJson from '../package.json' with { type: 'json' };
import { root } from './tools.mjs';

/** Lessons have tests of their own. */
const ignored = new Set([
  'lessons',
  'node_modules',
  'dist',
  'slimwave-bench',
  'test-results',
  'playwright-report',
  '.git',
]);

/** All Markdown files below a folder, relative to the root. */
const documentsIn = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return ignored.has(entry.name) ? [] : documentsIn(name);
    return entry.name.endsWith('.md') ? [name] : [];
  });

/** Names of the files of the code, without their folders. */
const fileNames = new Set(
  ['packages', 'src', 'scripts', 'e2e', 'bench', 'fuzz'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      path.basename(file),
    ),
  ),
);

const read = (document: string): string => readFileSync(path.join(root, document), 'utf8');

/** Without fenced code, in which a # is a comment and a bracket an index. */
const proseOf = (text: string): string => text.replaceAll(/^ *```[\s\S]*?^ *```/gm, '');

/** A heading's anchor as GitHub makes it; repeated ones are numbered. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of proseOf(text).matchAll(/^#+ +(.+)$/gm)) {
    const slug = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .trim()
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** Relative links that lead nowhere. */
function brokenLinks(document: string): string[] {
  const targets = [...proseOf(read(document)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to);
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [file, anchor] = target.split('#');
    const to = file ? path.posix.join(path.posix.dirname(document), file) : document;
    if (!existsSync(path.join(root, to))) return true;
    return anchor !== undefined && !anchorsOf(read(to)).has(anchor);
  });
}

/** Names after `npm run`, and `npm start`, `npm test`, that package.json does not have. */
function missingScripts(document: string): string[] {
  const scripts: readonly string[] = Object.keys(packageJson.scripts);
  const text = read(document);
  const named = [
    ...[...text.matchAll(/\bnpm run (?:-s )?([\w:]+)/g)].map(([, name]) => name),
    ...[...text.matchAll(/\bnpm (start|test)\b/g)].map(([, name]) => name),
  ];
  return named.filter((name) => !scripts.includes(name));
}

/**
 * Paths of this repository, written as code, that do not exist; a <placeholder> ends what is looked at. The name of a
 * source file may stand without its folder.
 */
function missingPaths(document: string): string[] {
  const written = [...read(document).matchAll(/`([\w@.*/<>-]+)`/g)].map(([, code]) => code);
  return written.filter((code) => {
    if (/^\w[\w.]*\.tsx?$/.test(code)) {
      return !fileNames.has(code) && !existsSync(path.join(root, code));
    }
    const inSource = /^(ui|worker|engine|cli)\//.test(code);
    if (!inSource && !/^(packages|src|scripts|e2e|bench|fuzz|docs|public|\.github)\//.test(code))
      return false;
    const plain = code.replace(/[<*].*$/, '');
    return !existsSync(path.join(root, inSource ? 'src' : '', plain));
  });
}

const documents = documentsIn('.');

test('the documents are found', () => {
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/formats.md']));
});

describe.each(documents)('%s', (document) => {
  test('links lead somewhere', () => {
    expect(brokenLinks(document)).toEqual([]);
  });
  test('npm scripts exist', () => {
    expect(missingScripts(document)).toEqual([]);
  });
  test('paths exist', () => {
    expect(missingPaths(document)).toEqual([]);
  });
});

test('anchors are those that GitHub makes', () => {
  const text =
    '# Check *my* device\n\n## What’s new: `a.b`\n```sh\n# not a heading\n```\n## Twice\n## Twice\n';
  expect([...anchorsOf(text)]).toEqual(['check-my-device', 'whats-new-ab', 'twice', 'twice-1']);
});

test('the version to cite and to read about is that of package.json', () => {
  expect(read('CITATION.cff')).toMatch(new RegExp(`^version: ${packageJson.version}$`, 'm'));
  expect(read('CHANGELOG.md')).toContain(`## ${packageJson.version}\n`);
});

test('the picture of the floors is that of their test', () => {
  const list = /const floors = \[([^\]]*)\]/.exec(read('src/floors.test.ts'))![1];
  const floors = [...list.matchAll(/'([\w-]+)'/g)].map(([, floor]) => floor);
  const text = read('docs/architecture.md');
  const [, rows] = /\| floor[^\n]*\n([\s\S]*?)\n\n/.exec(text)!;
  expect([...rows.matchAll(/^\| `([\w-]+)`/gm)].map(([, floor]) => floor)).toEqual(floors);
  const [, diagram] = /subgraph engine([\s\S]*?)\n {2}end\n/.exec(text)!;
  const drawn = diagram.replace(/^[^\n]*\n/, '').match(/\b[\w-]+(?= ·|"\]|:|\n)/g)!;
  expect([...new Set(drawn)].filter((name) => floors.includes(name))).toEqual(floors);
});

test('the benchmarks in the table are all that there are', () => {
  const [, rows] = /\| part[^\n]*\n([\s\S]*?)\n\n/.exec(read('docs/benchmarks.md'))!;
  expect([...rows.matchAll(/^\| `([\w-]+)`/gm)].map(([, name]) => name)).toEqual(partNames);
});
