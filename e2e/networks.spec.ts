import { expect, test, type Page } from './test.ts';
import { excess, open, tableRow, TINY, trainToEnd, violations } from './lab.ts';

const card = (page: Page, letter: string) =>
  page.locator('#settings').getByRole('region', { name: `Network ${letter}`, exact: true });

const cards = (page: Page) =>
  page.locator('#settings').getByRole('region', { name: /^Network [A-D]$/ });

async function press(page: Page, letter: string, action: RegExp): Promise<void> {
  const more = card(page, letter).locator('details');
  if ((await more.getAttribute('open')) === null) await more.locator('summary').click();
  await card(page, letter).getByRole('button', { name: action }).click();
}

const FOUR = `${TINY}&backend=wasm&training.steps=20&networks=4&c.format=tucker-2&d.width=matched&d.like=b`;

test('networks are added, duplicated, removed and made the reference; Back undoes it', async ({
  page,
}) => {
  await open(page, TINY);
  await expect(cards(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Add network C' }).click();
  await expect(cards(page)).toHaveCount(3);
  await press(page, 'B', /^Duplicate/);
  await expect(card(page, 'D')).toContainText('The same as network B');
  await expect(page.getByRole('button', { name: 'Four networks at most' })).toBeDisabled();
  await press(page, 'D', /as the reference$/);
  await expect(card(page, 'D')).toContainText('reference');
  await expect(page).toHaveURL(/networks=4&reference=d/);

  await press(page, 'A', /^Remove/);
  await expect(cards(page)).toHaveCount(3);
  // What was D is C now, and still the reference.
  await expect(page).toHaveURL(/networks=3&reference=c/);
  await page.goBack();
  await expect(cards(page)).toHaveCount(4);
  await expect(page).toHaveURL(/networks=4&reference=d/);
});

test('four networks train side by side, each with forecast, error, curve and column, accessible on any screen', async ({
  page,
}) => {
  await open(page, FOUR);
  await page.getByRole('button', { name: 'Pause the animation' }).click();
  const row = (title: string) =>
    page.getByTestId('table').getByRole('row').filter({ hasText: title });
  await page.getByRole('checkbox', { name: 'Only what differs' }).check();
  await expect(row('Conv. parameters')).toBeVisible();
  // Nothing is known of the errors yet.
  await expect(row('Test error')).toBeHidden();
  await trainToEnd(page);
  await expect(row('Test error')).toBeVisible();
  for (const id of ['a', 'b', 'c', 'd']) {
    for (const what of ['forecast', 'error']) {
      await expect(page.getByTestId(`panel-${what}-${id}`).locator('canvas')).toBeVisible();
    }
    await expect(page.getByTestId(`panel-error-${id}`)).toContainText('%');
  }
  await expect(page.getByRole('img', { name: /^Learning curves/ })).toHaveAccessibleName(
    /network A.*test error.*network B.*network C.*network D.*test error/,
  );
  expect((await tableRow(page, 'Test error')).join()).toMatch(/(.*%.*){4}/s);

  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await violations(page)).toEqual([]);
  expect(await excess(page)).toBeLessThanOrEqual(0);
  const last = page.getByTestId('panel-error-d').getByRole('heading').getByRole('button').first();
  await last.focus();
  await expect(last).toBeInViewport();
});
