/** What the figures depend on: the machine and the versions of what was measured. */
import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { findChromium } from '../scripts/chromium.mjs';

const processor = (): string => cpus()[0]?.model.trim() ?? 'unknown processor';

/** A name for files: letters and digits of the processor's name and the number of cores. */
export const machineSlug = (model = processor(), cores = cpus().length): string =>
  `${model}-${cores}-cores`
    .toLowerCase()
    .replaceAll(/\((r|tm)\)/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

async function chromiumVersion(): Promise<string> {
  try {
    const { stdout } = spawnSync(await findChromium(), ['--version'], { encoding: 'utf8' });
    return stdout.trim() || 'unknown';
  } catch {
    return 'none';
  }
}

/** Lines such as “Node: v20.20.2”. `versions` are those that the contestants told. */
export async function machineLines(versions: Readonly<Record<string, string>>): Promise<string[]> {
  const facts: Record<string, string> = {
    Processor: processor(),
    Cores: `${cpus().length}, usable ${availableParallelism()}`,
    Memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    System: `${process.platform} ${process.arch}`,
    Node: process.version,
    Chromium: await chromiumVersion(),
    ...versions,
  };
  return Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
}
