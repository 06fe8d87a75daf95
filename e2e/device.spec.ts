import { expect, test, type Page } from './test.ts';
import { excess, violations } from './lab.ts';

const card = (page: Page, backend: 'wasm' | 'cpu' | 'webgpu') =>
  page.getByTestId(`device-${backend}`);
const status = (page: Page) => page.getByTestId('device-status');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

const expectAccessible = async (page: Page): Promise<void> =>
  expect(await violations(page, { within: '#device' })).toEqual([]);

test('Check my device: a report, all right on every backend', async ({ page, context }) => {
  // A GPU in software takes its time.
  test.setTimeout(240_000);
  await page.goto('./checks.html#seed=42');
  await expect(page.getByRole('heading', { name: 'Your device' })).toBeInViewport();
  await expect(page.getByLabel('Seed of the random shapes')).toHaveValue('42');
  for (const backend of ['wasm', 'cpu', 'webgpu'] as const) {
    await expect(card(page, backend)).toHaveAttribute('data-status', 'done', { timeout: 90_000 });
    await expect(card(page, backend)).toContainText(/(\d{2,}) of \1 cases passed/);
    await expect(card(page, backend).locator('tr[data-holds=false]')).toHaveCount(0);
  }
  await expect(status(page)).toContainText('Correct on your device: ');

  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await button(page, 'Copy report').click();
  await expect(button(page, 'Copied')).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('cross-origin isolated: yes');
  expect(text).toContain('checks.html#seed=42 repeats exactly these cases');
  expect(text).toMatch(/^WebAssembly: (\d+) of \1 cases passed/m);
  expect(text).toMatch(/^Plain JavaScript: (\d+) of \1 cases passed/m);
  expect(text).toMatch(/^ {2}Conv2D: (\d+) of \1, \d+ ms: [\de. -]+$/m);
  expect(text).not.toContain('FAILED');

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
  expect(await excess(page)).toBeLessThanOrEqual(0);
});

test('Stop keeps what was computed; a seed is checked; the keyboard does it all', async ({
  page,
}) => {
  await page.goto('./checks.html#device');
  await expect(card(page, 'wasm').getByRole('progressbar')).toBeVisible();
  await expect(card(page, 'wasm').locator('tbody tr').first()).toBeVisible();
  await button(page, 'Stop: Your device').focus();
  await page.keyboard.press('Enter');
  await expect(card(page, 'wasm')).toHaveAttribute('data-status', 'stopped', { timeout: 1000 });
  await expect(card(page, 'wasm')).toContainText(/Stopped after \d+ of \d+ cases: /);
  await expect(card(page, 'cpu')).toContainText('Not checked.');
  await expect(button(page, 'Stop: Your device')).toBeFocused();
  // Under the pointer, too.
  await button(page, 'Check my device').hover();
  await expectAccessible(page);

  const seed = page.getByLabel('Seed of the random shapes');
  await seed.fill('1.5');
  await expect(page.getByText('A seed is a whole number from 1 to 999999.')).toBeVisible();
  await button(page, 'Check my device').press('Enter');
  await expect(card(page, 'wasm')).toHaveAttribute('data-status', 'stopped');
  await seed.fill('7');
  await button(page, 'Check my device').press('Enter');
  await expect(page).toHaveURL(/#seed=7$/);
  await expect(card(page, 'wasm')).toHaveAttribute('data-status', 'running');
  await button(page, 'Stop: Your device').click();
});

test('a backend that cannot be started is a failure with a sentence, and the others go on', async ({
  page,
}) => {
  await page.route(/\.wasm$/, (route) => route.abort());
  await page.goto('./checks.html#device');
  await expect(card(page, 'wasm')).toHaveAttribute('data-status', 'failed');
  await expect(card(page, 'wasm')).toContainText(
    'The check ended with an error, so the lab will not use it here: ',
  );
  await expect(card(page, 'cpu')).toHaveAttribute('data-status', 'running');
  await expect(status(page)).toHaveText('Plain JavaScript is being checked.');
  await button(page, 'Stop: Your device').click();
  await expect(status(page)).toContainText('Cannot be trusted: WebAssembly.');
});
