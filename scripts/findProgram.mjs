// Finds programs that the tests drive, and installs them where that is possible.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * @param {object} program
 * @param {readonly string[]} program.names of its file, the preferred one first
 * @param {readonly string[]} [program.usualFiles] where it is where it does not put itself on PATH
 * @param {boolean} [program.knowsVersion] whether it answers `--version`; where not, that it is there must do
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined} its path
 */
export function findOnSystem({ names, usualFiles = [], knowsVersion = true }, env) {
  const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const files = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  return [...files, ...usualFiles].find(
    (file) => existsSync(file) && (!knowsVersion || answers(file)),
  );
}

/**
 * Ubuntu's browsers may be stubs that only say how to get the real one; asked for their version they fail. On
 * Windows the question would open a window.
 *
 * @param {string} file
 */
const answers = (file) =>
  process.platform === 'win32' ||
  spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 60_000 }).status === 0;

/** Whether packages of Debian or Ubuntu can be installed, which root alone may do. */
const canInstall = () => process.getuid?.() === 0 && existsSync('/etc/debian_version');

/**
 * Installs packages of Debian or Ubuntu, each by itself: one that the system does not have keeps none of the others
 * away. What goes wrong is printed; whether a program is there afterwards is for the caller to see.
 *
 * @param {readonly string[]} packages
 * @param {readonly string[]} [flags] of apt-get
 */
export function installPackages(packages, flags = []) {
  if (packages.length === 0 || !canInstall()) return;
  /** @type {import('node:child_process').SpawnSyncOptions} */
  const options = {
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-qq'], options);
  for (const name of packages) {
    console.error(`Installing ${name} (apt-get install ${name}) …`);
    spawnSync('apt-get', ['install', '-y', '-qq', ...flags, name], options);
  }
}
