/** The page without a network, on servers without headers, and what its service worker must never do. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { drawn, expectPhase, open, saved, TINY, trainButton } from './lab.ts';
import { HASTY } from './otherBrowser.ts';
import { dist, expect, test } from './ownSite.ts';
import type { Page } from './test.ts';

const kept = (page: Page) => page.getByTestId('offline');
const KEPT = 'It is kept: the page also opens, trains and saves without a network.';
const waitUntilKept = (page: Page) => expect(kept(page)).toHaveText(KEPT, { timeout: 30_000 });
const buildOf = (page: Page) => page.locator('meta[name=slimwave-build]').getAttribute('content');

/** As the page does by itself from time to time. */
const lookForNewer = (page: Page) =>
  page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });

/** The worker's registrations in a page of this origin. */
const registrations = (page: Page) =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);

test.use({
  serviceWorkers: 'allow',
  /** A copy of the site that a test may change. */
  folder: async ({ isolated: _ }, provide) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'slimwave-site-'));
    cpSync(dist, folder, { recursive: true });
    await provide(folder);
    rmSync(folder, { recursive: true });
  },
});

// The page keeps itself only after some seconds of rest.
test.beforeEach(({ page }) => page.addInitScript(HASTY));

const editWorker = (folder: string, edit: (script: string) => string) => {
  const file = path.join(folder, 'sw.js');
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
};

/** Puts a newer version in the place of the site: with another build, and without the code of the tab Why. */
function publish(folder: string, build: string): void {
  const page = path.join(folder, 'index.html');
  const hashOf = () => createHash('sha256').update(readFileSync(page)).digest('hex').slice(0, 16);
  const before = hashOf();
  const old = /name="slimwave-build" content="(\w+)"/.exec(readFileSync(page, 'utf8'))![1];
  writeFileSync(page, readFileSync(page, 'utf8').replace(old, build));
  const gone = readdirSync(path.join(folder, 'assets')).find((name) =>
    name.startsWith('WhyPanel-'),
  )!;
  rmSync(path.join(folder, 'assets', gone));
  editWorker(folder, (script) =>
    script.replaceAll(old, build).replace(before, hashOf()).replace(gone, 'index.html'),
  );
}

test('without a network the page opens, trains and saves', async ({ page, site }) => {
  await open(page, `${TINY}&training.steps=3`);
  await waitUntilKept(page);
  const first = site.answers.length;
  await site.stop();
  await page.reload();
  await expect(drawn(page, 'domain')).toHaveAttribute('data-version', /\d+/);
  await trainButton(page).click();
  await expectPhase(page, 'finished', 30_000);
  await page.getByRole('tab', { name: 'Take home' }).click();
  const { name } = await saved(page.getByRole('button', { name: 'Save B: Safetensors' }));
  expect(name).toMatch(/safetensors\.zip$/);
  await page.getByRole('tab', { name: 'Kernels' }).click();
  await expect(page.getByRole('heading', { name: 'Kernels' })).toBeVisible();
  expect(site.answers.length).toBe(first);
});

test.describe('on a server without headers', () => {
  test.use({ isolated: false });

  test('the page is isolated after one reload, and threads compute', async ({ page, site }) => {
    // Before the page, which soon reloads itself.
    const cores = await page.evaluate(() => navigator.hardwareConcurrency);
    test.skip(cores < 2, 'one core: isolation would gain nothing');
    await page.goto('./#backend=wasm');
    await page.waitForFunction(() => window.crossOriginIsolated);
    const pages = () => site.answers.filter(({ url }) => /^\/(index\.html)?$/.test(url)).length;
    const loads = pages();
    expect(loads).toBeLessThanOrEqual(3);
    // One network alone may have all the cores.
    await page.goto('./#backend=wasm&networks=1');
    await page.reload();
    await page.waitForFunction(() => window.crossOriginIsolated);
    expect(await page.evaluate(() => typeof SharedArrayBuffer)).toBe('function');
  });

  test('a visitor who has begun something is not interrupted, but offered the reload', async ({
    page,
  }) => {
    await page.addInitScript(() => {
      document.addEventListener('DOMContentLoaded', () =>
        window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab' })),
      );
      // Taken over late: by then the key has been pressed.
      const { serviceWorker } = navigator;
      const register = serviceWorker.register.bind(serviceWorker);
      serviceWorker.register = async (...all) => {
        await new Promise((resolve) => {
          window.addEventListener('keydown', resolve, { once: true });
          window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab' }));
        });
        return register(...all);
      };
    });
    await page.goto(`./#${TINY}`);
    await page.getByRole('button', { name: /Backend: WASM/ }).click();
    await expect(page.getByText('After a reload, up to')).toBeVisible();
    expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(false);
    await page.getByRole('button', { name: 'Reload', exact: true }).click();
    await page.waitForFunction(() => window.crossOriginIsolated);
  });
});

test('a new version in the middle of a run is offered, and neither the run nor the open page loses anything', async ({
  page,
  folder,
}) => {
  await open(page, `${TINY}&training.steps=20000`);
  await waitUntilKept(page);
  await trainButton(page).click();
  await expectPhase(page, 'training');
  publish(folder, 'fedcba9876543210');
  // A processor that trains has no time for another worker: up to a minute passed here.
  await trainButton(page).click();
  await expectPhase(page, 'paused');
  await lookForNewer(page);
  await trainButton(page).click();
  await expectPhase(page, 'training');
  const offer = page.getByTestId('update-offer');
  await expect(offer).toContainText('The run goes on in the version that is open.');
  await expect(offer.getByRole('button', { name: 'Update now' })).toBeDisabled();
  await expectPhase(page, 'training');
  // Its code is no longer on the server.
  await page.getByRole('tab', { name: 'Why' }).click();
  await expect(page.getByTestId('why-study')).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(offer).toContainText('your settings stay, and the run opens again.');
  await offer.getByRole('button', { name: 'Later' }).click();
  await expect(offer).toHaveCount(0);
  expect(await buildOf(page)).not.toBe('fedcba9876543210');
  await page.reload();
  await expect(drawn(page, 'domain')).toHaveAttribute('data-version', /\d+/);
  expect(await buildOf(page)).toBe('fedcba9876543210');
});

for (const [what, edit] of [
  ['does not start', (script: string) => `throw new Error('broken');${script}`],
  [
    'is denied storage',
    (script: string) => `caches.open=()=>Promise.reject(new Error('denied'));${script}`,
  ],
  [
    'fails at every request',
    (script: string) => script.replaceAll('method!==', 'method.broken.yes!=='),
  ],
] as const) {
  test(`a worker that ${what} keeps nobody from the page`, async ({ page, folder }) => {
    editWorker(folder, edit);
    await open(page, TINY);
    if (what !== 'fails at every request') {
      await expect(kept(page)).toHaveText(/could not be kept|does not allow it here/, {
        timeout: 30_000,
      });
    } else await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.reload();
    await expect(drawn(page, 'domain')).toHaveAttribute('data-version', /\d+/);
  });
}

test('a damaged file that is kept locks nobody out: the way out ends the worker without the page', async ({
  page,
}) => {
  await open(page, TINY);
  await waitUntilKept(page);
  await page.evaluate(async () => {
    const cache = await caches.open('slimwave / assets');
    const { src } = document.querySelector<HTMLScriptElement>('script[type=module]')!;
    const headers = { 'Content-Type': 'text/javascript' };
    await cache.put(src, new Response("throw new Error('damaged');", { headers }));
  });
  const fault = page.waitForEvent('pageerror');
  await page.reload();
  expect((await fault).message).toBe('damaged');
  await expect(drawn(page, 'domain')).toHaveCount(0);
  await page.goto(`./?sw=off#${TINY}`);
  await expect(drawn(page, 'domain')).toHaveAttribute('data-version', /\d+/);
  await expect.poll(() => registrations(page)).toBe(0);
  expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(0);
});

test('it is switched off in the page or by the address, and on again', async ({ page }) => {
  await open(page, TINY);
  await waitUntilKept(page);
  await page.goto(`./?sw=off#${TINY}`);
  await expect(kept(page)).toHaveText('Nothing is kept: without a network the page does not open.');
  await expect.poll(() => registrations(page)).toBe(0);
  expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(0);
  await open(page, TINY);
  await expect(kept(page)).toHaveText('Nothing is kept: without a network the page does not open.');
  await page.getByRole('button', { name: /^Backend/ }).click();
  await page.getByLabel('Keep this page for use without a network').check();
  await waitUntilKept(page);
  await page.getByLabel('Keep this page for use without a network').uncheck();
  await expect.poll(() => registrations(page)).toBe(0);
});

test('the worker that ends itself, as the documentation has it, leaves nothing behind', async ({
  page,
  folder,
}) => {
  await open(page, TINY);
  await waitUntilKept(page);
  const docs = readFileSync(path.join(import.meta.dirname, '../docs/hosting.md'), 'utf8');
  const script = /```js\n(?<script>[^`]*unregister[^`]*)```/.exec(docs)!.groups!.script;
  editWorker(folder, () => script);
  await lookForNewer(page);
  await expect.poll(() => registrations(page)).toBe(0);
  expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(0);
  await page.goto(`./?sw=off#${TINY}`);
  await expect(drawn(page, 'domain')).toHaveAttribute('data-version', /\d+/);
});
