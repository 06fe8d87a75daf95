/**
 * `npm run bench -- pack [FOLDER]`: a folder that measures a Linux machine without Node, npm or this project. It has
 * Node, Dawn, the bundled benchmarks and what they start.
 */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import packageJson from '../../package.json' with { type: 'json' };
import { root } from '../../scripts/tools.mjs';
import { mebibytes } from '../table.ts';
import { writeBundles } from './bundles.ts';
import { dawnPackage, type DawnPackage } from './dawnPackage.ts';
import { MANIFEST, type Manifest } from './manifest.ts';
import { packParts } from './parts.ts';
import { readmeText } from './readme.ts';
import { LOADER, vulkanLoader } from './vulkanLoader.ts';

const DEFAULT_FOLDER = 'slimwave-bench';
const LIMIT_BYTES = 60 * 2 ** 20;

/** NVIDIA's driver by the names of its libraries, for containers that have these and no description. */
const NVIDIA = ['libGLX_nvidia.so.0', 'libEGL_nvidia.so.0'];

/** Throws a sentence if this Node can't go into a pack. */
function checkNode(): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('A pack has the Node that makes it: make it on Linux on x86-64.');
  }
  const variables = process.config.variables as unknown as Record<string, unknown>;
  const shared = Object.keys(variables).filter(
    (name) => name.startsWith('node_shared') && variables[name] === true,
  );
  if (shared.length === 0) return;
  throw new Error(
    `This Node needs libraries of its own (${shared.join(', ')}), which other machines lack: use one from nodejs.org.`,
  );
}

/** Empties the folder of an earlier pack; throws a sentence if it holds anything else. */
function prepare(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    if (!existsSync(path.join(folder, MANIFEST))) {
      throw new Error(`${folder} holds something else: name another folder, or delete it first.`);
    }
    rmSync(folder, { recursive: true });
  }
  mkdirSync(folder, { recursive: true });
}

const compress = (from: string, to: string): Promise<void> =>
  pipeline(createReadStream(from), createGzip({ level: 9 }), createWriteStream(to));

function commit(): string {
  const { status, stdout } = spawnSync('git', ['describe', '--always', '--dirty'], {
    cwd: root,
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : '';
}

async function writeDawn(folder: string, dawn: DawnPackage): Promise<void> {
  const target = path.join(folder, 'dawn');
  mkdirSync(target);
  for (const file of ['index.js', 'package.json', 'LICENSE.md']) {
    copyFileSync(path.join(dawn.folder, file), path.join(target, file));
  }
  await compress(dawn.binary, path.join(target, 'dawn.node.gz'));
}

/** Returns whether a loader was at hand. */
async function writeVulkan(folder: string): Promise<boolean> {
  const target = path.join(folder, 'vulkan');
  mkdirSync(target);
  for (const library of NVIDIA) {
    const icd = { library_path: library, api_version: '1.3.0' };
    const text = JSON.stringify({ file_format_version: '1.0.0', ICD: icd });
    writeFileSync(path.join(target, `${library.split('.')[0]}.json`), text);
  }
  const loader = await vulkanLoader();
  if (loader !== undefined) copyFileSync(loader, path.join(target, LOADER));
  return loader !== undefined;
}

/** What the bundles read: tfjs's binaries, the Python programs, jax-js as it is shipped. */
function writeFiles(folder: string): void {
  const packages = path.join(root, 'node_modules');
  const wasm = path.join(packages, '@tensorflow', 'tfjs-backend-wasm', 'dist');
  for (const file of readdirSync(wasm).filter((name) => name.endsWith('.wasm'))) {
    copyFileSync(path.join(wasm, file), path.join(folder, file));
  }
  for (const file of ['contestants/peers.py', 'csr_product.py', 'pack/run.sh']) {
    copyFileSync(path.join(root, 'bench', file), path.join(folder, path.basename(file)));
  }
  const jax = path.join('@jax-js', 'jax');
  cpSync(path.join(packages, jax), path.join(folder, 'packages', jax), {
    recursive: true,
    filter: (file) => !/\.(?:c?ts|cjs)$/.test(file),
  });
}

const sizeOf = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0);

export async function pack(words: readonly string[]): Promise<void> {
  if (words.length > 1) throw new Error('Name one folder: npm run bench -- pack [FOLDER]');
  const folder = path.resolve(words.at(0) ?? DEFAULT_FOLDER);
  checkNode();
  const dawn = dawnPackage();
  prepare(folder);
  const manifest: Manifest = {
    version: packageJson.version,
    commit: commit(),
    packed: new Date().toISOString().slice(0, 10),
    node: process.version,
    dawn: dawn.version,
  };
  writeFileSync(path.join(folder, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await writeBundles(folder);
  writeFiles(folder);
  const loader = await writeVulkan(folder);
  await writeDawn(folder, dawn);
  await compress(process.execPath, path.join(folder, 'node.gz'));
  const parts = packParts.map(({ name }) => name);
  const contents = { manifest, node: process.execPath, dawn: dawn.binary, loader, parts };
  writeFileSync(path.join(folder, 'README.md'), readmeText(contents));
  const size = sizeOf(folder);
  if (size > LIMIT_BYTES) throw new Error(`The pack has ${mebibytes(size)}: more than 60 MiB.`);
  console.log(`${folder}: ${mebibytes(size)}. Copy it to the machine and run: sh run.sh`);
}
