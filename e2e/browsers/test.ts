/** Playwright's `test` for browsers that Playwright does not drive: a visit takes the place of its `page`. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test as base } from '@playwright/test';
import { findFirefox, findWebKit, missing } from '../../scripts/browsers.mjs';
import { serve } from '../../scripts/serve.mjs';
import type { Browser } from './driver.ts';
import { startFirefox } from './firefox.ts';
import { Visit } from './visit.ts';
import { startWebKit } from './webkit.ts';

type Engine = 'firefox' | 'webkit';

export interface Options {
  engine: Engine;
}

/** The page's address on a server that isolates pages and on one that does not. */
interface Sites {
  isolated: string;
  plain: string;
  /** What broke the page's Content Security Policy so far. */
  violations: readonly string[];
}

const root = path.join(import.meta.dirname, '../..');

/**
 * A copy of the built page whose networks believe in four cores, whatever the machine has: each gets two threads
 * where the page is isolated.
 */
function buildWithFourCores(folder: string): string {
  const dist = path.join(folder, 'dist');
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(root, 'dist'), dist, { recursive: true });
  const assets = path.join(dist, 'assets');
  const [worker] = readdirSync(assets).filter((name) => /^network\.worker.*\.js$/.test(name));
  const file = path.join(assets, worker);
  const believed = `Object.defineProperty(navigator, 'hardwareConcurrency', { value: 4 });`;
  writeFileSync(file, `${believed}${readFileSync(file, 'utf8')}`);
  return dist;
}

function start(engine: Engine, folder: string): Promise<Browser> | undefined {
  if (engine === 'firefox') {
    const program = findFirefox();
    return program === undefined ? undefined : startFirefox(program, folder);
  }
  const programs = findWebKit();
  return programs && startWebKit(programs, folder);
}

export const test = base.extend<
  { visit: Visit; sites: Sites },
  Options & { browserBeside: Browser | undefined; build: string }
>({
  engine: ['firefox', { option: true, scope: 'worker' }],
  browserBeside: [
    async ({ engine }, provide, { project, parallelIndex }) => {
      const folder = path.join(project.outputDir, `${engine}-${parallelIndex}`);
      const browser = await start(engine, folder);
      await provide(browser);
      await browser?.close();
    },
    { scope: 'worker' },
  ],
  build: [
    async ({ engine }, provide, { project, parallelIndex }) => {
      await provide(buildWithFourCores(path.join(project.outputDir, `${engine}-${parallelIndex}`)));
    },
    { scope: 'worker' },
  ],
  // New ports, and so new addresses, for every test: nothing is stored there from the one before.
  sites: async ({ build }, provide) => {
    const violations: string[] = [];
    const onViolation = (report: string) => void violations.push(report);
    const isolated = await serve({ folder: build, onViolation });
    const plain = await serve({ folder: build, onViolation, isolated: false });
    await provide({ isolated: isolated.url, plain: plain.url, violations });
    await Promise.all([isolated.close(), plain.close()]);
  },
  visit: async ({ engine, browserBeside, sites }, provide, info) => {
    test.skip(!browserBeside, missing[engine]);
    if (!browserBeside) return;
    const driver = await browserBeside.open(1280, 800);
    await provide(new Visit(driver, browserBeside.downloads));
    if (info.status !== info.expectedStatus) {
      writeFileSync(info.outputPath('page.png'), await driver.screenshot());
    }
    const errors = [...driver.errors()];
    await driver.close();
    expect(errors, 'errors that the page did not catch').toEqual([]);
    expect(sites.violations, 'violations of the policy').toEqual([]);
  },
});

export { expect };
