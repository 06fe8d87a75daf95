/** Dawn's bindings for a pack: those that are installed, or fetched once into a cache. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/tools.mjs';

/** Tried with this project. It is no dependency: it weighs 140 MB, for all systems together. */
const VERSION = '0.6.2';
const BINARY = path.join('dist', 'linux-x64', 'dawn.node');
const CACHE = path.join(root, 'node_modules', '.cache', 'dawn');

export interface DawnPackage {
  folder: string;
  /** Its native module. */
  binary: string;
  version: string;
}

function packageIn(folder: string): DawnPackage | undefined {
  const binary = path.join(folder, BINARY);
  if (!existsSync(binary)) return undefined;
  const about = readFileSync(path.join(folder, 'package.json'), 'utf8');
  return { folder, binary, version: (JSON.parse(about) as { version: string }).version };
}

function fetchPackage(): void {
  mkdirSync(CACHE, { recursive: true });
  console.log(`Fetching webgpu ${VERSION} (50 MB) …`);
  const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', CACHE];
  spawnSync('npm', ['install', ...options, `webgpu@${VERSION}`], { stdio: 'inherit', cwd: CACHE });
}

/** The package in the folder that SLIMWAVE_DAWN names, in the project's packages or in the cache. Throws a sentence. */
export function dawnPackage(): DawnPackage {
  const named = process.env.SLIMWAVE_DAWN;
  if (named) {
    const found = packageIn(named);
    if (found) return found;
    throw new Error(`SLIMWAVE_DAWN names ${named}, which has no ${BINARY}.`);
  }
  const cached = path.join(CACHE, 'node_modules', 'webgpu');
  const present = packageIn(path.join(root, 'node_modules', 'webgpu')) ?? packageIn(cached);
  if (present) return present;
  fetchPackage();
  const fetched = packageIn(cached);
  if (fetched) return fetched;
  throw new Error(
    `webgpu ${VERSION} could not be fetched: see npm’s message above, or name a copy’s folder in SLIMWAVE_DAWN.`,
  );
}
