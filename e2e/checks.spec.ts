import { excess, violations } from './lab.ts';
import { expect, test, type Page } from './test.ts';

/** All checks take some ten seconds on a fast core; a busy machine may need several times that. */
const ALL_CHECKS = 200_000;

const summary = (page: Page) => page.getByTestId('summary');
const cards = (page: Page) => page.getByTestId('check');
const withStatus = (page: Page, status: string) =>
  page.locator(`[data-testid=check][data-status=${status}]`);
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' });

/** How far things moved by themselves, as the browser scores it (0.1 is what web vitals call good). */
async function recordShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const record = window as unknown as { shifted: number };
    record.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        record.shifted += (entry as unknown as { value: number }).value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => page.evaluate(() => (window as unknown as { shifted: number }).shifted);
}

async function expectResults(page: Page): Promise<void> {
  const rows = page.locator('[data-testid=check] tbody tr');
  const count = await rows.count();
  expect(count).toBeGreaterThan(30);
  await expect(page.locator('[data-testid=check] tbody tr[data-holds=true]')).toHaveCount(count);
  await expect(summary(page)).toHaveText(
    new RegExp(`^${count} of ${count} findings hold, computed in [\\d.]+\\s?s in this browser\\.$`),
  );
  for (const card of await cards(page).all()) {
    await expect(card.locator('.js-plotly-plot .main-svg').first()).toBeVisible();
    await expect(card.getByText('holds', { exact: true }).first()).toBeVisible();
  }
}

test('Stop ends the run; Run all computes everything, and everything holds', async ({
  page,
  context,
}) => {
  test.setTimeout(ALL_CHECKS + 60_000);
  const shifted = await recordShifts(page);
  await page.goto('./checks.html');
  await expect(withStatus(page, 'running')).toHaveCount(1);
  await expect(page.getByRole('progressbar')).toBeVisible();
  await button(page, 'Stop').click();
  await expect(withStatus(page, 'stopped')).toHaveCount(await cards(page).count(), {
    timeout: 1000,
  });
  await expect(summary(page)).toContainText('not computed');

  await button(page, 'Run all').click();
  await expect(withStatus(page, 'done')).toHaveCount(await cards(page).count(), {
    timeout: ALL_CHECKS,
  });
  await expectResults(page);
  expect(await shifted()).toBeLessThan(0.02);

  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await button(page, 'Copy as text').click();
  await expect(button(page, 'Copied')).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain(await summary(page).innerText());
  expect(text.match(/^ {2}holds: /gm)).toHaveLength(
    await page.locator('[data-testid=check] tbody tr').count(),
  );

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page, { grave: true })).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await violations(page, { grave: true })).toEqual([]);
  expect(await excess(page)).toBeLessThanOrEqual(0);
});

test('a check can be linked to, and computed at once', async ({ page }) => {
  await page.goto('./checks.html#symmetry');
  const check = page.locator('#symmetry');
  await expect(check).toBeInViewport();
  await check.getByRole('button', { name: /^Run now/ }).click();
  await expect(check).toHaveAttribute('data-status', 'done');
  // What it pushed aside begins again.
  await expect(cards(page).first()).toHaveAttribute('data-status', 'running');
  await button(page, 'Stop').click();
  await expect(check).toHaveAttribute('data-status', 'done');
  await expect(check.getByRole('button', { name: /^Run again/ })).toBeVisible();
});
