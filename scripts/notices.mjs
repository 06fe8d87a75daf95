/*
 * The licences of all packages whose code is in the build, in its workers and wasm files as well. Vite's own
 * `build.license` leaves out what only workers load, which is most of TensorFlow.js.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { root } from './tools.mjs';

export const noticesFile = 'third-party-notices.txt';
/** Slimwave's own. */
export const licenceFile = 'LICENSE.txt';

/** Of the parts of TensorFlow.js's layers that are under it, as their files say. */
const mit = `Copyright 2018 Google LLC

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** @typedef {{ name: string, version: string, license: string, text: string }} Notice */

/** The folder of the package that a module belongs to. @param {string} id */
function packageFolder(id) {
  const match = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll('\\', '/'));
  return match && !id.startsWith('\0') ? match[0] : undefined;
}

/** The section on the licence of a readme. @param {string} readme */
const licenceSection = (readme) =>
  /^(?:#+ *)?licen[cs]e\b.*\n(?:[-=]+\n)?(?<text>(?:(?!#).*\n?)*)/im
    .exec(readme)
    ?.groups?.text.trim();

/** @param {string} folder @param {string} license the SPDX expression of the package */
function licenceText(folder, license) {
  const names = readdirSync(folder);
  const file = names.find((name) => /^(licen[cs]e|copying)/i.test(name));
  if (file) return readFileSync(path.join(folder, file), 'utf8').trim();
  const readme = names.find((name) => /^readme/i.test(name));
  const section = readme && licenceSection(readFileSync(path.join(folder, readme), 'utf8'));
  if (section && /permission|copyright/i.test(section)) return section;
  // TensorFlow.js comes without the text of its licence, which is also the one of this project.
  if (/\bApache-2\.0\b/.test(license)) return 'The text is at the end of this file.';
  throw new Error(`${folder} has no licence text to pass on: add one to scripts/notices.mjs.`);
}

/**
 * What a package says of its licence.
 *
 * @param {string} folder
 * @returns {Notice}
 * @throws {Error} where its terms ask for a text that it does not bring
 */
export function readNotice(folder) {
  const { name, version, license } = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  );
  return { name, version, license, text: licenceText(folder, license ?? '') };
}

/** @param {Notice[]} notices */
export function writeNotices(notices) {
  const parts = notices
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .map(({ name, version, license, text }) => `${name} ${version} (${license})\n\n${text}`);
  const apache = readFileSync(path.join(root, 'LICENSE'), 'utf8').trim();
  const intro = 'Slimwave contains code of these packages, under the licences that follow.';
  const rule = `\n\n${'─'.repeat(80)}\n\n`;
  const texts = [`The text of Apache-2.0\n\n${apache}`, `The text of MIT\n\n${mit}`];
  return [intro, ...parts, ...texts].join(rule) + '\n';
}

/**
 * Two Vite plugins that share what they find: one for the builds of the workers, which come first, and one for
 * the page, which writes the file.
 */
export function noticesPlugins() {
  /** @type {Map<string, Notice>} */
  const notices = new Map();
  /** @param {import('vite').Rolldown.OutputBundle} bundle */
  const collect = (bundle) => {
    for (const output of Object.values(bundle)) {
      for (const id of output.type === 'chunk' ? output.moduleIds : []) {
        const folder = packageFolder(id);
        if (!folder || notices.has(folder) || !existsSync(path.join(folder, 'package.json')))
          continue;
        notices.set(folder, readNotice(folder));
      }
    }
  };
  /** @type {() => import('vite').Plugin} */
  const worker = () => ({
    name: 'slimwave:notices-of-workers',
    generateBundle: (_, bundle) => collect(bundle),
  });
  /** @type {() => import('vite').Plugin} */
  const page = () => ({
    name: 'slimwave:notices',
    apply: 'build',
    generateBundle(_, bundle) {
      collect(bundle);
      const source = writeNotices([...notices.values()]);
      this.emitFile({ type: 'asset', fileName: noticesFile, source });
      const own = readFileSync(path.join(root, 'LICENSE'));
      this.emitFile({ type: 'asset', fileName: licenceFile, source: own });
    },
  });
  return { page, worker };
}
