import { expect, test, type Page } from './test.ts';
import {
  drawn,
  excess,
  expectPhase,
  open,
  runProgress,
  TINY,
  trainButton,
  trainToEnd,
  violations,
} from './lab.ts';

const NARROW = { width: 320, height: 640 };
const PHONE = { width: 390, height: 844 };
const WIDE = { width: 1280, height: 800 };

test('a run, its pictures and its progress are told in words; no axe violation of any impact, in any panel, theme or width', async ({
  page,
}) => {
  await open(page, `${TINY}&backend=wasm&training.steps=20`);
  await page.getByRole('button', { name: 'Pause the animation' }).click();
  expect(await violations(page, { targets: true })).toEqual([]);
  await trainToEnd(page);
  await expect(page.getByTestId('announcer')).toHaveText(
    /Training has finished\. Test error: network A .*%, network B .*%\./,
  );
  await expect(runProgress(page)).toHaveAttribute('aria-valuenow', '100');
  await expect(runProgress(page)).toHaveAttribute('aria-valuetext', /Done\. Test error: A/);
  await page.getByRole('slider', { name: 'Time', exact: true }).press('End');
  await expect(drawn(page, 'forecast-b')).toHaveAttribute(
    'aria-label',
    /^Forecast of network B in the zone, t = \d\.\d\d s: .*relative error .*% over all times$/,
  );
  await page.getByRole('button', { name: 'Next test sample' }).click();
  await expect(page.getByTestId('announcer')).toHaveText(
    /^Test sample 1: relative error of network A .*%, network B .*%\.$/,
  );

  expect(await violations(page, { targets: true })).toEqual([]);
  for (const tab of ['Results', 'Errors', 'Kernels', 'Trade-off', 'Why', 'Take home']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel').locator('h2').first()).toBeVisible();
    if (tab === 'Errors') await expect(page.getByTestId('error-maps')).toBeVisible();
    await page.setViewportSize(NARROW);
    expect(await violations(page, { within: '#results', targets: true }), tab).toEqual([]);
    expect(await excess(page), tab).toBeLessThanOrEqual(0);
    await page.setViewportSize(WIDE);
    await page.emulateMedia({ colorScheme: 'dark' });
    const contrast = { within: '#results', rules: ['color-contrast', 'target-size'] };
    expect(await violations(page, contrast), `${tab}, dark`).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
  }
  await page.getByRole('button', { name: 'Help' }).click();
  expect(await violations(page, { within: 'dialog[open]', targets: true })).toEqual([]);
  await page.keyboard.press('Escape');
  await page.setViewportSize(PHONE);
  await page.getByRole('button', { name: /^Backend/ }).click();
  expect(await violations(page, { within: '#backend-popover', targets: true })).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await expect(page.locator('#settings')).toBeFocused();
  expect(await violations(page, { targets: true })).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Settings', exact: true })).toBeFocused();
});

test('canvases follow the screen, sizes the letters, colours the system', async ({ page }) => {
  await open(page, `${TINY}&backend=wasm`);
  const devtools = await page.context().newCDPSession(page);
  const pixels = () =>
    drawn(page, 'domain').evaluate((canvas: HTMLCanvasElement) =>
      Math.abs(canvas.width - canvas.clientWidth * window.devicePixelRatio),
    );
  await devtools.send('Emulation.setDeviceMetricsOverride', {
    ...WIDE,
    deviceScaleFactor: 2,
    mobile: false,
  });
  expect(await page.evaluate(() => window.devicePixelRatio)).toBe(2);
  await expect.poll(pixels).toBeLessThanOrEqual(1);
  await devtools.send('Emulation.clearDeviceMetricsOverride');

  const size = () => trainButton(page).evaluate((element) => getComputedStyle(element).fontSize);
  const before = Number.parseFloat(await size());
  await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32 } });
  await expect.poll(async () => Number.parseFloat(await size())).toBeGreaterThan(1.9 * before);
  expect(await excess(page)).toBeLessThanOrEqual(0);
  await devtools.send('Page.setFontSizes', { fontSizes: { standard: 16 } });

  await page.emulateMedia({ forcedColors: 'active' });
  const differs = (selector: string, pseudo?: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, part) => {
        const colour = getComputedStyle(element, part).backgroundColor;
        return colour !== getComputedStyle(document.body).backgroundColor;
      }, pseudo);
  expect(await differs('[data-part=slider]', '::before')).toBe(true);
  expect(await differs('section[aria-label^=Network] [aria-pressed=true]')).toBe(true);
  expect(await differs('[data-part=segmented] label:has(:checked)')).toBe(true);
  expect(await differs('[role=tab][aria-selected=true]')).toBe(true);
});

test('on paper there is the experiment and its link, in light colours, and nothing to press', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
  await open(page, `${TINY}&backend=wasm`);
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  const paper = page.getByTestId('print-page');
  await expect(paper).toContainText('#v=3&preset=quick');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(trainButton(page)).toBeHidden();
  await expect(page.getByRole('tablist')).toBeHidden();
  await expect(page.getByRole('region', { name: 'Stage' })).toBeHidden();
  expect(await excess(page)).toBeLessThanOrEqual(0);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(paper).not.toContainText('#v=2');
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
});

test('everything works with the keyboard alone', async ({ page }) => {
  await open(page, `${TINY}&backend=wasm&training.steps=20`);
  const focusByTab = async (matches: () => Promise<boolean>, key = 'Tab') => {
    for (let presses = 0; presses < 120; presses++) {
      await page.keyboard.press(key);
      if (await matches()) return;
    }
    throw new Error('Not reached with Tab.');
  };
  const isFocused = (locator: ReturnType<Page['locator']>) => () =>
    locator.evaluate((element) => element === document.activeElement);
  /** The next Tab begins at the top of the page. */
  const leave = () => page.evaluate(() => (document.activeElement as HTMLElement).blur());

  const format = page
    .getByRole('region', { name: 'Network B', exact: true })
    .getByRole('combobox', { name: 'Kernel format' });
  await focusByTab(isFocused(format));
  await page.keyboard.press('k');
  await expect(format).toHaveValue('kernel-cp');

  const marker = page.getByRole('slider', { name: 'Source position' });
  await focusByTab(isFocused(marker));
  const before = await drawn(page, 'domain').getAttribute('data-version');
  await page.keyboard.press('ArrowUp');
  await expect(marker).toHaveAttribute('aria-valuetext', /y 0\.51 m/);
  await expect(drawn(page, 'domain')).not.toHaveAttribute('data-version', before!);

  // Past dozens of controls: the first Tab of the page, and Enter.
  await leave();
  await focusByTab(isFocused(page.getByRole('link', { name: 'Skip to Train' })));
  await page.keyboard.press('Enter');
  await expect(trainButton(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expectPhase(page, 'finished', 60_000);
  const reset = page.getByRole('button', { name: 'Reset', exact: true });
  await focusByTab(isFocused(reset), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expectPhase(page, 'idle');

  await leave();
  await focusByTab(isFocused(page.getByRole('button', { name: 'Help' })));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('works without cross-origin isolation and from any folder', async ({ browser }) => {
  const { createServer } = await import('node:http');
  const { readFile } = await import('node:fs/promises');
  const types: Record<string, string> = {
    js: 'text/javascript',
    css: 'text/css',
    html: 'text/html',
    wasm: 'application/wasm',
    svg: 'image/svg+xml',
  };
  // The plainest web server: no special headers, the page in a sub-folder.
  const server = createServer((request, response) => {
    const name =
      new URL(request.url!, 'http://x').pathname.replace('/some/folder/', '') || 'index.html';
    readFile(new URL(`../dist/${name}`, import.meta.url)).then(
      (body) => response.setHeader('Content-Type', types[name.split('.').at(-1)!] ?? '').end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const page = await browser.newPage({ baseURL: `http://127.0.0.1:${port}/some/folder/` });
  await open(page, `${TINY}&backend=wasm&training.steps=20`);
  expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(false);
  await trainToEnd(page);
  await page.close();
  server.close();
});
