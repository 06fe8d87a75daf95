import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import type { BrowserProviderOption } from 'vitest/node';
import { chromiumFlags, findChromium } from './scripts/chromium.mjs';
import { fromSources } from './scripts/packages.mjs';

const root = import.meta.dirname;

const tests = ['packages', 'src', 'scripts', 'bench', 'fuzz'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `${folder}/${file.replaceAll(path.sep, '/')}`),
);

/** What replaces something for all of a process: modules, globals, the clock, kernels, backends. */
const REPLACES =
  /vi\.(mock|spyOn|stubGlobal|useFakeTimers)|registerBackend|registerKernel|withWrongKernel|setWasmSource|giveThreads|HeapMeter|defineProperty\(globalThis/;

const replaces = (file: string) => REPLACES.test(readFileSync(path.join(root, file), 'utf8'));

const inBrowser = tests.filter((file) => file.endsWith('.webgpu.test.ts'));
const inNode = tests.filter((file) => !inBrowser.includes(file));
const apart = inNode.filter(replaces);

/** Flags of V8 hold for a whole process. */
const setsFlags = (file: string) =>
  readFileSync(path.join(root, file), 'utf8').includes('setFlagsFromString');

/** Without a Chromium the tests in the browser fail with a sentence that says what to do, and the others run. */
async function chromiumProvider(): Promise<BrowserProviderOption> {
  try {
    const executablePath = await findChromium();
    return playwright({ launchOptions: { executablePath, args: chromiumFlags() } });
  } catch (error) {
    const providerFactory = () => {
      throw error;
    };
    return { ...playwright(), providerFactory };
  }
}

export default defineConfig({
  ...fromSources,
  test: {
    pool: 'threads',
    // By default Vitest leaves one core to itself, which on two cores is half of them: its own work is little.
    maxWorkers: availableParallelism(),
    testTimeout: 60_000,
    projects: [
      // To import tfjs and the engine takes longer than most of these tests do: once a thread is enough.
      {
        extends: true,
        test: {
          name: 'together',
          include: inNode.filter((file) => !apart.includes(file) && !setsFlags(file)),
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'apart', include: apart.filter((file) => !setsFlags(file)) },
      },
      {
        extends: true,
        test: { name: 'flags', pool: 'forks', include: inNode.filter(setsFlags) },
      },
      {
        extends: true,
        test: {
          name: 'webgpu',
          include: inBrowser,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: await chromiumProvider(),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
