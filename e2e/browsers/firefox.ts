/** Firefox over WebDriver BiDi. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { launch, type Page } from 'puppeteer-core';
import type { Browser, Driver } from './driver.ts';

function drive(page: Page, close: () => Promise<void>): Driver {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  return {
    async goto(url) {
      // A new hash alone would not load the page again.
      await page.goto('about:blank');
      await page.goto(url);
    },
    async reload() {
      await page.reload();
    },
    evaluate: <A extends unknown[], R>(fn: (...args: A) => R, ...args: A) =>
      page.evaluate(fn as (...args: unknown[]) => unknown, ...args) as Promise<Awaited<R>>,
    async drag([first, ...others]) {
      await page.mouse.move(first.x, first.y);
      await page.mouse.down();
      for (const { x, y } of others) await page.mouse.move(x, y, { steps: 4 });
      await page.mouse.up();
    },
    screenshot: () => page.screenshot(),
    errors: () => errors,
    close,
  };
}

/**
 * @param program Firefox's path
 * @param folder for its profile and downloads; below the user's home for the sake of Ubuntu's snap, which sees
 *   no other
 */
export async function startFirefox(program: string, folder: string): Promise<Browser> {
  const downloads = path.join(folder, 'downloads');
  const userDataDir = path.join(folder, 'profile');
  for (const name of [downloads, userDataDir]) mkdirSync(name, { recursive: true });
  const browser = await launch({
    browser: 'firefox',
    executablePath: program,
    userDataDir,
    extraPrefsFirefox: {
      'browser.download.dir': downloads,
      // The folder above.
      'browser.download.folderList': 2,
      'browser.download.useDownloadDir': true,
      'browser.download.always_ask_before_handling_new_types': false,
    },
  });
  return {
    version: (await browser.version()).replace('firefox/', 'Firefox '),
    downloads,
    async open(width, height) {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.setViewport({ width, height });
      return drive(page, () => context.close());
    },
    close: () => browser.close(),
  };
}
