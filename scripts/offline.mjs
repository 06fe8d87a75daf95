/*
 * What makes the built page installable and usable without a network, and known to those who link to it: the service
 * worker with the list of the site's files, and the tags that need the site's address.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { build } from 'vite';

import { licenceFile, noticesFile } from './notices.mjs';
import { root } from './tools.mjs';

/** The name of the worker's script; a page of any version must find it there. */
export const workerFile = 'sw.js';
/** In the pages until all files are known. */
const unknownBuild = 'BUILD';
/** Larger files are kept once they have been used: the library for HDF5 files (bytes). */
const largest = 2_000_000;
/** Never asked for by the page itself. */
const unlisted = /(^|\/)(sw\.js|social\.png)$|\.map$/;

/** Relative to the folder, with slashes, sorted. @param {string} folder @returns {string[]} */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => !unlisted.test(name) && name !== noticesFile && name !== licenceFile)
    .toSorted();
}

/** Names of files that a text mentions. @param {string} text @param {readonly string[]} files */
const mentioned = (text, files) => files.filter((file) => text.includes(path.posix.basename(file)));

/**
 * The files that a page needs, and what those need, in turn: whatever is loaded from the start, on demand or in a
 * worker is named somewhere.
 *
 * @param {string} folder
 * @param {string} page
 * @param {readonly string[]} files
 */
function reached(folder, page, files) {
  const seen = new Set([page]);
  for (const file of seen) {
    if (!/\.(html|js|css|webmanifest)$/.test(file)) continue;
    const text = readFileSync(path.join(folder, file), 'utf8');
    // Pages are linked to, not loaded.
    for (const next of mentioned(text, files)) if (!next.endsWith('.html')) seen.add(next);
  }
  return seen;
}

/**
 * What the worker needs to know of a built site. Its version changes whenever a file does.
 *
 * @param {string} folder
 */
export function siteBuild(folder) {
  const paths = filesIn(folder);
  const needed = reached(folder, 'index.html', paths);
  const files = paths.map((file) => {
    const bytes = readFileSync(path.join(folder, file));
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    return { path: file, hash, needed: needed.has(file) && bytes.length <= largest };
  });
  const all = files.map((file) => `${file.path} ${file.hash}`).join('\n');
  return { version: createHash('sha256').update(all).digest('hex').slice(0, 16), files };
}

/** Writes the version into the pages, so that a page knows whether a newer one has come. @param {string} folder */
function stampPages(folder) {
  const { version } = siteBuild(folder);
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.html'))) {
    const file = path.join(folder, name);
    writeFileSync(file, readFileSync(file, 'utf8').replace(unknownBuild, version));
  }
  // The hashes of the pages are those of the stamped ones.
  return { ...siteBuild(folder), version };
}

/** @param {string} folder */
async function writeWorker(folder) {
  const { version, files } = stampPages(folder);
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { SITE_BUILD: JSON.stringify({ version, files }) },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
      rolldownOptions: {
        input: path.join(root, 'src/offline/serviceWorker.ts'),
        output: { format: 'iife', entryFileNames: workerFile },
      },
    },
  });
}

/**
 * Vite plugin: the service worker, made when everything else is written.
 *
 * @returns {import('vite').Plugin}
 */
export function offlinePlugin() {
  let folder = '';
  return {
    name: 'slimwave:offline',
    apply: 'build',
    configResolved(config) {
      folder = path.resolve(config.root, config.build.outDir);
    },
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { name: 'slimwave-build', content: unknownBuild }, injectTo: 'head' },
    ],
    closeBundle: {
      order: 'post',
      sequential: true,
      handler: () => writeWorker(folder),
    },
  };
}
