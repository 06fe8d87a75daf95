import { defineConfig } from '@playwright/test';

import { chromiumFlags, findChromium } from './scripts/chromium.mjs';

const report = process.env.SLIMWAVE_E2E_REPORT;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  globalSetup: './e2e/serve.ts',
  // Training in the page uses all the cores a small machine has.
  workers: 1,
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
