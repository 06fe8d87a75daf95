import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from './test.ts';
import { drawn, expectPhase, open, TINY, trainButton, trainToEnd } from './lab.ts';

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    test(`no serious axe violations: ${colorScheme}, ${viewport.width} px`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await open(page, `${TINY}&backend=wasm&training.steps=20`);
      expect(await violations(page)).toEqual([]);
      await trainToEnd(page);
      await expect(page.getByTestId('curves').locator('.js-plotly-plot')).toBeAttached();
      expect(await violations(page)).toEqual([]);
      // Nothing is wider than the screen.
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
    });
  }
}

test('everything works with the keyboard alone', async ({ page }) => {
  await open(page, `${TINY}&backend=wasm&training.steps=20`);
  const focusByTab = async (matches: () => Promise<boolean>) => {
    for (let presses = 0; presses < 120; presses++) {
      await page.keyboard.press('Tab');
      if (await matches()) return;
    }
    throw new Error('Not reached with Tab.');
  };
  const isFocused = (locator: ReturnType<Page['locator']>) => () =>
    locator.evaluate((element) => element === document.activeElement);

  const marker = page.getByRole('slider', { name: 'Source position' });
  await focusByTab(isFocused(marker));
  const before = await drawn(page, 'domain').getAttribute('data-version');
  await page.keyboard.press('ArrowUp');
  await expect(marker).toHaveAttribute('aria-valuetext', /y 0\.51 m/);
  await expect(drawn(page, 'domain')).not.toHaveAttribute('data-version', before!);

  const format = page
    .getByRole('region', { name: 'Network B', exact: true })
    .getByRole('combobox', { name: 'Kernel format' });
  await focusByTab(isFocused(format));
  await page.keyboard.press('k');
  await expect(format).toHaveValue('kernel-cp');

  await focusByTab(isFocused(trainButton(page)));
  await page.keyboard.press('Enter');
  await expectPhase(page, 'finished', 60_000);
  await focusByTab(isFocused(page.getByRole('button', { name: 'Reset', exact: true })));
  await page.keyboard.press('Enter');
  await expectPhase(page, 'idle');

  await focusByTab(isFocused(page.getByRole('button', { name: 'Help' })));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('no request leaves the origin', async ({ page, baseURL }) => {
  const foreign: string[] = [];
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (/^https?:$/.test(protocol) && origin !== new URL(baseURL!).origin)
      foreign.push(request.url());
  });
  await open(page, `${TINY}&backend=wasm&training.steps=20`);
  await trainToEnd(page);
  await expect(page.getByTestId('curves').locator('.js-plotly-plot')).toBeVisible();
  expect(foreign).toEqual([]);
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
