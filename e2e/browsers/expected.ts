/** What Node computes without any browser: the command-line runner's errors. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const runner = path.join(import.meta.dirname, '../../scripts/slimwave.mjs');

interface Result {
  networks: Record<'a' | 'b', { test: number }>;
}

/** @returns relative L2 errors of both networks on the test samples, in % */
export async function errorsInNode(link: string): Promise<[a: number, b: number]> {
  const { stdout } = await promisify(execFile)(process.execPath, [runner, 'train', `#${link}`], {
    maxBuffer: 1e8,
  });
  const { a, b } = (JSON.parse(stdout) as Result).networks;
  return [100 * a.test, 100 * b.test];
}
