import { register } from 'node:module';
import { defineConfig } from '@playwright/test';

import type { Options } from './e2e/browsers/test.ts';
import { chromiumFlags, findChromium } from './scripts/chromium.mjs';

// In the main process and in every worker: specs import our packages from their sources.
register('./scripts/sourceHooks.mjs', import.meta.url);

/**
 * The page is composed by plain code, not by a software GPU, which takes longer and a third of the tests' processor
 * time. WebGPU computes where it does otherwise.
 */
const composedByCpu = ['--disable-gpu-compositing', '--disable-gpu-rasterization'];

const report = process.env.SLIMWAVE_E2E_REPORT;

export default defineConfig<object, Options>({
  testDir: 'e2e',
  globalSetup: './e2e/serve.ts',
  // Most of a test is work for a processor, not waiting: one page for each of two cores, and a third for the times
  // in which one of them waits. Firefox and WebKit start one window each.
  workers: 3,
  fullyParallel: true,
  projects: [
    { name: 'chromium', testMatch: '*.spec.ts', testIgnore: 'browsers/**', workers: 2 },
    ...(['firefox', 'webkit'] as const).map((engine) => ({
      name: engine,
      testMatch: 'browsers/*.spec.ts',
      workers: 1,
      use: { engine },
    })),
  ],
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ...(report ? [['json', { outputFile: report }] as const] : [])],
  use: {
    // Set by globalSetup before any worker reads this file.
    baseURL: process.env.SLIMWAVE_E2E_URL,
    // Only the specs of offline use have them: see e2e/offline.spec.ts.
    serviceWorkers: 'block',
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath: await findChromium(),
      args: [...chromiumFlags(), ...composedByCpu],
    },
    screenshot: 'only-on-failure',
    // Pictures and snapshots of every action cost more than the actions: `--trace on` records them too.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
  },
});
