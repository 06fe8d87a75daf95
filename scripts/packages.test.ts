/**
 * The packages as others get them: packed, unpacked into an empty project, run in Node without a loader, built into a
 * page by Vite that runs in Chromium, and seen by TypeScript.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experimentFrom } from '../src/engine/experiment/presets.ts';
import { layersModelFiles } from '../src/engine/export/layersModel.ts';
import { buildNetwork } from '../src/engine/nets/build.ts';
import { chromiumFlags, findChromium } from './chromium.mjs';
import { serve } from './serve.mjs';
import { root, runNpm } from './tools.mjs';

interface Manifest {
  name: string;
  version: string;
  exports: Record<string, string | Record<string, string>>;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  scripts?: Record<string, string>;
}

interface Packed {
  name: string;
  filename: string;
  files: readonly { path: string }[];
}

const names = ['base', 'kernels', 'formats', 'waves'] as const;
type Name = (typeof names)[number];

const work = mkdtempSync(path.join(tmpdir(), 'slimwave-packages-'));
let browser: Browser | undefined;
afterAll(async () => {
  await browser?.close();
  rmSync(work, { recursive: true });
});

const read = (file: string): string => readFileSync(file, 'utf8');
const manifestIn = (folder: string): Manifest =>
  JSON.parse(read(path.join(folder, 'package.json'))) as Manifest;

const packed = new Map<string, Packed>();

/** Runs a program and returns what it prints. */
function output(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

/** Puts a dependency where npm would: ours from their tarballs, others from this project's installation. */
function install(dependency: string, project: string): void {
  const target = path.join(project, 'node_modules', dependency);
  if (existsSync(target)) return;
  const own = packed.get(dependency);
  if (!own) {
    mkdirSync(path.dirname(target), { recursive: true });
    symlinkSync(path.join(root, 'node_modules', dependency), target, 'junction');
    return;
  }
  mkdirSync(target, { recursive: true });
  output('tar', ['-xzf', path.join(work, own.filename), '--strip-components=1'], target);
  const { dependencies, peerDependencies } = manifestIn(target);
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) install(name, project);
}

/** A copy of a package's example, with what its package.json asks for. */
function newProject(name: Name): string {
  const project = path.join(work, name);
  cpSync(path.join(root, 'packages', name, 'example'), project, { recursive: true });
  for (const dependency of Object.keys(manifestIn(project).dependencies ?? {})) {
    install(dependency, project);
  }
  return project;
}

const projects = new Map<Name, string>();

/** What a package's example prints in Node. */
const printed = (name: Name): string =>
  output(process.execPath, ['node.js'], projects.get(name)!).trim();

beforeAll(() => {
  // Once for all of them; npm would do it for each.
  output(process.execPath, [path.join(root, 'scripts/buildPackages.mjs')], root);
  const { status, stdout, stderr } = runNpm(
    ['pack', '--workspaces', '--ignore-scripts', '--json', '--pack-destination', work],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`npm pack failed: ${String(stderr)}`);
  for (const one of JSON.parse(String(stdout)) as Packed[]) packed.set(one.name, one);
  for (const name of names) projects.set(name, newProject(name));
  // From a fresh checkout everything is compiled, which may take longer than the 10 s that a hook has.
}, 120_000);

describe.each(names)('slimwave-%s', (name) => {
  const folder = path.join(root, 'packages', name);
  const manifest = manifestIn(folder);
  const readme = path.join(folder, 'README.md');

  it('has what its exports name and what a package needs, and no test', () => {
    const files = packed.get(manifest.name)!.files.map((file) => file.path);
    const exported = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : [entry.types, entry.default],
    );
    const asked = exported.filter((file) => file !== undefined).map((file) => file.slice(2));
    expect(files).toEqual(expect.arrayContaining(asked));
    expect(files).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'CHANGELOG.md']));
    expect(files.filter((file) => /\.(test|testing)\.|tsbuildinfo|^src/.test(file))).toEqual([]);
  });

  it('is compiled before npm packs or publishes it', () => {
    expect(manifest.scripts?.prepack).toBe('node ../../scripts/buildPackages.mjs');
  });

  it('has the version of its changelog and the licence of the project', () => {
    expect(read(path.join(folder, 'CHANGELOG.md'))).toContain(`## ${manifest.version}\n`);
    expect(read(path.join(folder, 'LICENSE'))).toBe(read(path.join(root, 'LICENSE')));
  });

  it('runs in Node, and prints what its README says', () => {
    expect(read(readme)).toContain(`\`\`\`text\n${printed(name)}\n\`\`\``);
  });

  it('can be imported in Node, file by file', () => {
    const { exports } = manifestIn(path.join(projects.get(name)!, 'node_modules', manifest.name));
    const modules = Object.keys(exports)
      .filter((key) => !/testing|package\.json/.test(key))
      .map((key) => path.posix.join(manifest.name, key));
    const script = path.join(projects.get(name)!, 'all.mjs');
    writeFileSync(script, `${modules.map((one) => `import '${one}';`).join('\n')}\n`);
    expect(() => output(process.execPath, [script], projects.get(name)!)).not.toThrow();
  });

  it('runs in a page that Vite builds, and shows the same', async () => {
    const project = projects.get(name)!;
    await build({ root: project, base: './', configFile: false, logLevel: 'error' });
    browser ??= await chromium.launch({
      executablePath: await findChromium(),
      args: chromiumFlags(),
    });
    const served = await serve({ folder: path.join(project, 'dist'), port: 0 });
    try {
      const page = await browser.newPage();
      const failed = new Promise<never>((_, reject) => page.on('pageerror', reject));
      failed.catch(() => undefined);
      await page.goto(served.url);
      const shown = page.locator('output:not(:text("Computing"))').textContent();
      expect(read(readme)).toContain(await Promise.race([shown, failed]));
      await page.close();
    } finally {
      await served.close();
    }
  });
});

describe('the example of slimwave-formats', () => {
  it('forecasts with a model that is exported today what that model forecasts here', async () => {
    await tf.setBackend('cpu');
    const changes = {
      'task.grid': '8',
      'task.frames': '4',
      'net.width': '4',
      'b.format': 'one-way',
    };
    const model = buildNetwork(experimentFrom(changes), 'b');
    for (const { name, bytes } of await layersModelFiles(model)) {
      writeFileSync(path.join(projects.get('formats')!, 'public', name), bytes);
    }
    const forecast = tf.tidy(() =>
      model.predict(tf.ones([1, ...model.inputs[0].shape.slice(1)] as number[])),
    );
    const value = (await (forecast as tf.Tensor).data())[0];
    const text = printed('formats');
    expect(text).toContain(`[1, 8, 8, 4]: ${value.toPrecision(4)}`);
    expect(text).toContain('one-way of rank');
    tf.dispose(forecast);
    model.dispose();
  });
});

describe('TypeScript', () => {
  it.each(['bundler', 'nodenext'])('knows the types, resolving as %s', (moduleResolution) => {
    const project = projects.get('formats')!;
    install('slimwave-waves', project);
    writeFileSync(
      path.join(project, 'consumer.ts'),
      `import { FormatConvolution, findFormat, type FormatId } from 'slimwave-formats';
import { projectKernel } from 'slimwave-formats/projections';
import { Adam } from 'slimwave-kernels';
import { randomStream } from 'slimwave-base/random';
import { Leapfrog, type MatrixSystem } from 'slimwave-waves';

export const id: FormatId = 'tucker-2';
// @ts-expect-error no format
export const wrong: FormatId = 'tucker-3';
export const rank: number = findFormat(id).maxRank({ size: [3, 3], inputs: 2, outputs: 2 });
export const kernel = (layer: FormatConvolution) => layer.denseKernel().shape;
export const filters: Promise<Float32Array[]> = projectKernel(id, { shape: [1, 1], data: new Float64Array(1) }, 1, () => { throw new Error(); });
// @ts-expect-error a string is no list of variables
export const adam = new Adam('variables');
export const drawn: number = randomStream(1, 'label').below(3);
export const u = (system: MatrixSystem): Float64Array => new Leapfrog(system, 0.1).u;
// @ts-expect-error there is no such file
export * from 'slimwave-formats/chain';
`,
    );
    const module = moduleResolution === 'nodenext' ? 'nodenext' : 'esnext';
    const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
    const options = ['--strict', '--target', 'es2022', '--lib', 'es2023,dom', '--types', ''];
    const how = ['--noEmit', '--skipLibCheck', '--module', module];
    const args = [tsc, ...options, ...how, '--moduleResolution', moduleResolution, 'consumer.ts'];
    expect(output(process.execPath, args, project)).toBe('');
  });
});
