// Finds the Chromium that the end-to-end tests drive, and how to start it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

import { Complaint } from './tools.mjs';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'chrome.exe',
];
/** Where browsers are that do not put themselves on PATH. */
const usualFiles = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** @param {NodeJS.ProcessEnv} env */
function onSystem(env) {
  const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const files = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  return [...files, ...usualFiles].find(
    // Ubuntu's `chromium` may be a stub that only says how to get the real one; asked for its version
    // it fails. On Windows the question would open a window.
    (file) =>
      existsSync(file) &&
      (process.platform === 'win32' || spawnSync(file, ['--version']).status === 0),
  );
}

/** Playwright's own build, where `npx playwright install chromium` has been run. */
async function ofPlaywright() {
  const { chromium } = await import('@playwright/test');
  const file = chromium.executablePath();
  return existsSync(file) ? file : undefined;
}

function isRoot() {
  return process.getuid?.() === 0;
}

/** Installs Debian's or Ubuntu's package, which root alone may do. */
function installPackage() {
  if (!isRoot() || !existsSync('/etc/debian_version')) return;
  console.error('Installing Chromium (apt-get install chromium) …');
  /** @type {import('node:child_process').SpawnSyncOptions} */
  const options = {
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], options);
}

/**
 * @param {object} [options]
 * @param {boolean} [options.install] try the system's package manager where there is none
 * @param {NodeJS.ProcessEnv} [options.env]
 * @returns {Promise<string>} the program's path
 * @throws {Complaint} where there is none
 */
export async function findChromium({ install = false, env = process.env } = {}) {
  const chosen = env.SLIMWAVE_CHROMIUM;
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new Complaint(`SLIMWAVE_CHROMIUM names ${chosen}, which does not exist.`);
  }
  const found = (await ofPlaywright()) ?? onSystem(env);
  if (found) return found;
  if (install) installPackage();
  const installed = install ? onSystem(env) : undefined;
  if (installed) return installed;
  throw new Complaint(
    'No Chromium was found for the end-to-end tests: run `npx playwright install chromium`, ' +
      'or set SLIMWAVE_CHROMIUM to the path of one.',
  );
}

/**
 * WebGPU without a GPU: through SwiftShader, the software driver that Chromium brings. Elsewhere than on
 * Linux a GPU's own driver is the rule, and Vulkan, on which this rests, the exception.
 */
const softwareGpuFlags = [
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];
/** The browser itself asks nothing of the network: it may be closed. */
const quietFlags = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Command line for a headless run with WebGPU; Chromium has no sandbox for root. */
export function chromiumFlags() {
  return [
    '--enable-unsafe-webgpu',
    '--ignore-gpu-blocklist',
    ...(process.platform === 'linux' ? softwareGpuFlags : []),
    ...quietFlags,
    ...(isRoot() ? ['--no-sandbox'] : []),
  ];
}
