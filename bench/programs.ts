/**
 * The programs and files that benchmarks start or read. In the project they lie in this folder and tsx runs them; in a
 * pack (pack/build.ts) they are bundles beside the one that runs, under the same names without the folders.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Whether this runs from a pack. */
export const packed = !import.meta.filename.endsWith('.ts');

/** Where a file of this folder is, such as 'contestants/peers.py'. */
export const fileOf = (name: string): string =>
  path.join(import.meta.dirname, packed ? path.basename(name) : name);

const programFile = (program: string): string => fileOf(`${program}${packed ? '.mjs' : '.ts'}`);

/** Node's arguments for a program of this folder, such as 'contestants/server'. */
export const nodeArguments = (program: string): string[] => [
  ...process.execArgv,
  programFile(program),
];

/** A worker thread does not inherit the loader that lets this process import TypeScript. */
const BOOT = `
  const { workerData } = require('node:worker_threads');
  import('tsx/esm/api').then(({ tsImport }) => tsImport(workerData.script, workerData.script));
`;

/** A worker thread that runs a program of this folder. */
export function startWorker(program: string, data: object = {}): Worker {
  const script = pathToFileURL(programFile(program));
  const workerData = { ...data, script: script.href };
  return packed ? new Worker(script, { workerData }) : new Worker(BOOT, { eval: true, workerData });
}
