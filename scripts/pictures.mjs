/*
 * `npm run pictures`: the icons of the installed page, from public/favicon.svg, and the picture that previews of a link
 * show, from the built page itself. Both are in public/; run it when the sign or the look of the page has changed.
 */
import './node-version.mjs';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { chromiumFlags, findChromium } from './chromium.mjs';
import { serve } from './serve.mjs';
import { Complaint, root, runMain } from './tools.mjs';

/** The sign alone on its colour: systems cut their own shape out of it, and up to a tenth of each side may go. */
const whole = (/** @type {string} */ svg) =>
  svg
    .replace(/ rx="\d+"/, '')
    .replace('<g ', '<g transform="translate(16 16) scale(0.76) translate(-16 -16)" ');

/** Name, side (px), and whether the system cuts the shape. */
const icons = /** @type {const} */ ([
  ['icon-192.png', 192, false],
  ['icon-512.png', 512, false],
  ['icon-maskable-512.png', 512, true],
  ['apple-touch-icon.png', 180, true],
]);

const social = { width: 1200, height: 630 };

/** @param {string} name @param {Buffer} bytes */
function save(name, bytes) {
  writeFileSync(path.join(root, 'public', name), bytes);
  console.log(`public/${name}: ${(bytes.length / 1000).toFixed(1)} kB`);
}

/** @param {import('@playwright/test').Browser} browser */
async function drawIcons(browser) {
  const svg = readFileSync(path.join(root, 'public/favicon.svg'), 'utf8');
  for (const [name, side, cut] of icons) {
    const page = await browser.newPage({ viewport: { width: side, height: side } });
    const sized = (cut ? whole(svg) : svg).replace('<svg ', '<svg width="100%" height="100%" ');
    await page.setContent(`<style>html,body,svg{margin:0;display:block}</style>${sized}`);
    save(name, await page.screenshot({ omitBackground: true }));
    await page.close();
  }
}

/** The page with the forecasts of the networks that come with it. @param {import('@playwright/test').Browser} browser */
async function drawPreview(browser) {
  const site = await serve({ folder: path.join(root, 'dist') });
  const page = await browser.newPage({ viewport: social, reducedMotion: 'reduce' });
  await page.goto(site.url);
  for (const letter of ['a', 'b']) {
    await page
      .locator(`[data-testid=panel-forecast-${letter}] canvas[data-version]`)
      .waitFor({ timeout: 60_000 });
  }
  save('social.png', await page.screenshot());
  await site.close();
}

await runMain(async () => {
  if (!existsSync(path.join(root, 'dist/index.html'))) {
    throw new Complaint('The picture shows the built page: run `npm run build` first.');
  }
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: chromiumFlags(),
  });
  await drawIcons(browser);
  await drawPreview(browser);
  await browser.close();
});
