/** Lets the page and its workers find another browser than the one that runs them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from './test.ts';

const SCRIPT = /\/assets\/(\w+\.worker-[\w-]+\.js)$/;
const FIRST = 'other-browser.js';

const headers = {
  'Content-Type': 'text/javascript',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * Runs `code` before everything else, in the page and in all its workers: an init script reaches only the page. A
 * worker's script is answered with one that imports the code first and the script itself after it, since imports come
 * before all else in a module.
 */
export async function otherBrowser(
  page: Page,
  code: string,
  { inPage = true } = {},
): Promise<void> {
  if (inPage) await page.addInitScript(code);
  await page.route(`**/assets/${FIRST}`, (route) => route.fulfill({ headers, body: code }));
  await page.route(SCRIPT, (route) => {
    const [, file] = SCRIPT.exec(route.request().url())!;
    const body = `import './${FIRST}';\nimport './${file}?itself';\n`;
    return route.fulfill({ headers, body });
  });
}

/** Timers of several seconds come five times as early: nobody waits for them here. */
export const HASTY = `{
  const wait = globalThis.setTimeout;
  globalThis.setTimeout = (f, ms, ...rest) => wait(f, ms >= 3000 ? ms / 5 : ms, ...rest);
}`;

/** The text of a built file, to answer with a part of it. */
export const builtFile = (url: string): Buffer =>
  readFileSync(path.join(import.meta.dirname, '../dist', new URL(url).pathname));
