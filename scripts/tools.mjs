// What the programs in this folder share. They run before anything is installed: Node's own modules only.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { sourceCondition } from './sourceCondition.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Something the user can act on: its message is a whole sentence, printed without a stack. */
export class Complaint extends Error {
  /**
   * @param {string} message
   * @param {number} [exitCode] 1: it did not work; 2: it was called wrongly
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a program's main function; a Complaint becomes its sentence on stderr and its exit code.
 *
 * @param {() => Promise<void> | void} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}

/** @param {string} file */
function modifiedMs(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
}

/** npm writes node_modules/.package-lock.json last: missing means never or only half installed. */
function isInstalled() {
  const lock = modifiedMs(path.join(root, 'package-lock.json'));
  return modifiedMs(path.join(root, 'node_modules/.package-lock.json')) >= lock;
}

/**
 * Runs npm and waits for it: the one that runs this process, where there is one.
 *
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} options
 */
export function runNpm(args, options) {
  const npm = process.env.npm_execpath;
  const [command, shell, allArgs] = npm?.endsWith('npm-cli.js')
    ? [process.execPath, false, [npm, ...args]]
    : ['npm', process.platform === 'win32', args]; // on Windows npm is a .cmd file, which needs a shell
  return spawnSync(command, allArgs, { ...options, shell });
}

/** Installs the dependencies unless they are there; all output goes to stderr. */
export function installMissing() {
  if (isInstalled()) return;
  console.error('Installing the dependencies (npm ci) …');
  // NODE_ENV=production would leave out what builds and tests the page: hence --include.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = runNpm(args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (error) throw new Complaint(`npm could not be started (${error.message}): is it installed?`);
  if (status !== 0) throw new Complaint('The installation failed; see npm’s message above.');
}

/**
 * The script behind a dependency's command, to be run by this very Node on every platform.
 *
 * @param {string} name of the package
 */
function commandOf(name) {
  const folder = path.join(root, 'node_modules', name);
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const [script] = typeof bin === 'string' ? [bin] : Object.values(bin);
  if (script === undefined) throw new Error(`${name} has no command`);
  return path.join(folder, script);
}

/**
 * Runs a dependency's command in the repository's root and waits for it.
 *
 * @param {string} name of the package
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to this process's own
 * @returns {boolean} whether it ended with exit code 0
 */
export function runTool(name, args, env = {}) {
  const { status, signal } = spawnSync(process.execPath, [commandOf(name), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (signal) process.kill(process.pid, signal);
  return status === 0;
}

/**
 * Runs a dependency's command beside others: its output is kept until it ends.
 *
 * @param {string} name of the package
 * @param {string[]} args
 * @param {AbortSignal} signal ends it
 * @returns {Promise<{ succeeded: boolean, output: string }>} stdout and stderr as they came
 */
export function runToolBeside(name, args, signal) {
  const child = spawn(process.execPath, [commandOf(name), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', (error) => (signal.aborted ? undefined : reject(error)));
    child.on('close', (code) => resolve({ succeeded: code === 0, output }));
  });
}

/**
 * Node's arguments for one of our TypeScript programs, which import the packages in packages/ from their sources: see
 * sourceCondition.mjs.
 */
export const sourceArguments = () => [
  `--conditions=${sourceCondition}`,
  '--import',
  import.meta.resolve('tsx'),
];

/**
 * Runs one of our TypeScript programs with this process's arguments and ends like it does.
 *
 * @param {string} file relative to the root
 */
export function runProgram(file) {
  installMissing();
  // `npm run` moves to the root, but the paths a user types are relative to where the user is.
  const byNpm = ['slimwave', 'bench', 'fuzz'].includes(process.env.npm_lifecycle_event ?? '');
  const cwd = (byNpm && process.env.INIT_CWD) || process.cwd();
  const child = spawn(
    process.execPath,
    [...sourceArguments(), path.join(root, file), ...process.argv.slice(2)],
    {
      cwd,
      stdio: 'inherit',
      env: { ...process.env, TSX_TSCONFIG_PATH: path.join(root, 'tsconfig.json') },
    },
  );
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    // A terminal's Ctrl-C reaches the child by itself; a second one might mean "at once" to it.
    const twice = signal === 'SIGINT' && process.stdin.isTTY;
    process.on(signal, () => twice || child.kill(signal));
  }
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
