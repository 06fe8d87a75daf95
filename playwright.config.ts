import { defineConfig } from '@playwright/test';

import type { Options } from './e2e/browsers/test.ts';
import { chromiumFlags, findChromium } from './scripts/chromium.mjs';

const report = process.env.SLIMWAVE_E2E_REPORT;

export default defineConfig<object, Options>({
  testDir: 'e2e',
  globalSetup: './e2e/serve.ts',
  // Training in the page uses all the cores a small machine has: one page at a time in Chromium, and the other
  // browsers, one after the other, beside it.
  workers: 2,
  projects: [
    { name: 'chromium', testMatch: '*.spec.ts', testIgnore: 'browsers/**', workers: 1 },
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
    viewport: { width: 1280, height: 800 },
    launchOptions: { executablePath: await findChromium(), args: chromiumFlags() },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
});
