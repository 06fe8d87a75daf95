// Finds the browsers beside Chromium that the end-to-end tests drive: Firefox, and WebKit as GTK's port of it. Both
// may be missing: their specs are skipped then.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { findOnSystem, installPackages } from './findProgram.mjs';
import { Complaint } from './tools.mjs';

const firefox = {
  names: ['firefox-esr', 'firefox', 'firefox.exe'],
  usualFiles: [
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
    'C:\\Program Files (x86)\\Mozilla Firefox\\firefox.exe',
  ],
};

/**
 * @param {string} variable that names the program
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined} its value
 * @throws {Complaint} where it names a file that does not exist
 */
function chosen(variable, env) {
  const file = env[variable];
  if (!file) return undefined;
  if (existsSync(file)) return file;
  throw new Complaint(`${variable} names ${file}, which does not exist.`);
}

/**
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined} Firefox's path
 * @throws {Complaint} where SLIMWAVE_FIREFOX names a file that does not exist
 */
export const findFirefox = (env = process.env) =>
  chosen('SLIMWAVE_FIREFOX', env) ?? findOnSystem(firefox, env);

/**
 * @typedef {object} WebKit
 * @property {string} driver WebKitWebDriver
 * @property {string} browser MiniBrowser, which is not on PATH
 * @property {string} display Xvfb: the browser has no mode without a window
 */

/**
 * GTK's port of WebKit.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {WebKit | undefined} undefined unless all three programs are there
 * @throws {Complaint} where SLIMWAVE_WEBKIT names a driver that does not exist
 */
export function findWebKit(env = process.env) {
  const driver =
    chosen('SLIMWAVE_WEBKIT', env) ??
    findOnSystem({ names: ['WebKitWebDriver'], knowsVersion: false }, env);
  const browser = driver && miniBrowser();
  const display = driver && findOnSystem({ names: ['Xvfb'], knowsVersion: false }, env);
  return driver && browser && display ? { driver, browser, display } : undefined;
}

/** Debian: /usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser; Fedora: /usr/libexec/webkitgtk-6.0/MiniBrowser. */
function miniBrowser() {
  const folders = ['/usr/lib', '/usr/lib64', '/usr/libexec'].flatMap((folder) => [
    folder,
    ...foldersIn(folder, /-linux-gnu/),
  ]);
  return folders
    .flatMap((folder) => foldersIn(folder, /^webkit(2?gtk)-/))
    .map((folder) => path.join(folder, 'MiniBrowser'))
    .find((file) => existsSync(file));
}

/**
 * @param {string} folder
 * @param {RegExp} pattern of the names wanted
 */
const foldersIn = (folder, pattern) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => pattern.test(name))
        .map((name) => path.join(folder, name))
    : [];

/** What a run without one of the browsers says. */
export const missing = {
  firefox: 'no Firefox found (set SLIMWAVE_FIREFOX)',
  webkit: 'no WebKitGTK found (install webkit2gtk-driver and Xvfb, or set SLIMWAVE_WEBKIT)',
};

/** Installs what is missing of both, where the system's package manager has it. */
export function installOtherBrowsers() {
  const packages = [
    ...(findFirefox() ? [] : ['firefox-esr']),
    ...(findWebKit() ? [] : ['webkit2gtk-driver', 'xvfb']),
  ];
  installPackages(packages, ['--no-install-recommends']);
}
