import { expect, test, type Page } from './test.ts';
import { expectPhase, open, runProgress, TINY, trainButton, unfold } from './lab.ts';

test('a shared link opens the same experiment elsewhere', async ({ page, context, browser }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, 'preset=quick&backend=wasm');
  const cardB = page.getByRole('region', { name: 'Network B', exact: true });
  await cardB.getByRole('combobox', { name: 'Kernel format' }).selectOption('one-way');
  await cardB.getByRole('spinbutton', { name: /Learning rate/ }).fill('0.02');
  await page.getByRole('combobox', { name: 'Preset' }).focus();
  await expect(page).toHaveURL(/b\.format=one-way&b\.rate=0\.02&backend=wasm$/);
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('button', { name: 'Copy the link' }).click();
  await expect(page.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('#v=3&preset=quick&b.format=one-way&b.rate=0.02&backend=wasm');

  const elsewhere = await (await browser.newContext()).newPage();
  await unfold(elsewhere);
  await elsewhere.goto(link);
  const there = elsewhere.getByRole('region', { name: 'Network B', exact: true });
  await expect(there.getByRole('combobox', { name: 'Kernel format' })).toHaveValue('one-way');
  await expect(there.getByRole('spinbutton', { name: /Learning rate/ })).toHaveValue('0.02');
  await expect(elsewhere.getByTestId('layers')).toHaveText(
    (await page.getByTestId('layers').textContent())!,
  );
  await expect(elsewhere).toHaveURL(link);
  await elsewhere.context().close();
});

test('a link that can’t be read opens with a sentence and a page that works', async ({ page }) => {
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  for (const [hash, sentence] of [
    ['%%%&b.rank=-1&nothing=7&task.grid=30&backend=wasm', /Rank must be a whole rank/],
    ['x'.repeat(100_000), /characters long/],
    // In an address bar, while the page is open.
    ['v=99&b.rank=3', /newer Slimwave/],
    ['v=0&b.rank=3', /too old or damaged/],
  ] as const) {
    if (hash.startsWith('v=')) await page.evaluate((text) => (location.hash = text), hash);
    else {
      await page.goto('about:blank');
      await open(page, hash);
    }
    await expect(page.getByTestId('notices')).toContainText(sentence);
    await expect(trainButton(page)).toBeEnabled();
  }
  expect(errors).toEqual([]);
});

const preset = (page: Page) => page.getByRole('combobox', { name: 'Preset' });

test('Undo brings back what a preset took the place of, while the run goes on', async ({
  page,
}) => {
  await open(page, TINY);
  // The second half of the double click does not pause.
  await trainButton(page).dblclick();
  await expectPhase(page, 'finished', 60_000);
  await preset(page).selectOption('square');
  const undo = page.getByTestId('undo-offer');
  await expect(undo).toContainText('The current run and its networks stay as they are.');
  await undo.getByRole('button', { name: 'Undo' }).click();
  await expect(undo).toBeHidden();
  await expect(preset(page)).toHaveValue('quick');
  await expect(page).toHaveURL(/net\.width=6/);
  await expect(page.getByTestId('table')).toBeVisible();
  await expect(page.getByText('Settings differ from this run.')).toBeHidden();
  await page.goBack();
  await expect(preset(page)).toHaveValue('square');
});

const rateOfA = (page: Page) =>
  page
    .getByRole('region', { name: 'Network A', exact: true })
    .getByRole('spinbutton', { name: /Learning rate/ });
const rateOfB = (page: Page) =>
  page
    .getByRole('region', { name: 'Network B', exact: true })
    .getByRole('spinbutton', { name: /Learning rate/ });

test('what cannot be is refused at the control, with a sentence and a way back; Back and Forward go through what was opened, changes and half-typed numbers included', async ({
  page,
}) => {
  await open(page, 'preset=quick');
  const rate = rateOfA(page);
  for (const text of ['-1', '', '1e400', '7']) {
    await rate.fill(text);
    await rate.press('Tab');
    await expect(rate).toHaveAttribute('aria-invalid', 'true');
    await expect(rate).toHaveAccessibleDescription(/must be auto, or a number from 0.00001 to 0.5/);
    await expect(trainButton(page)).toBeDisabled();
  }
  await rate.fill('0,02');
  await expect(trainButton(page)).toBeEnabled();
  await expect(page).toHaveURL(/a\.rate=0\.02$/);
  await rateOfB(page).fill('abc');
  await preset(page).selectOption('cylinder');
  const undo = page.getByTestId('undo-offer');
  await expect(undo).toContainText(
    '“Cylinder” was opened. Your 2 changes to “Quick look” are set aside.',
  );
  await expect(page).toHaveURL(/#v=3&preset=cylinder$/);
  await page.goBack();
  await expect(preset(page)).toHaveValue('quick');
  await expect(rateOfA(page)).toHaveValue('0.02');
  await expect(rateOfB(page)).toHaveValue('abc');
  await expect(undo).toBeHidden();
  await page.goForward();
  await expect(preset(page)).toHaveValue('cylinder');

  // By hand, into the address bar.
  await page.evaluate(() => (location.hash = 'preset=quick&b.rank=25%'));
  await expect(preset(page)).toHaveValue('quick');
  await expect(page.getByTestId('notices')).toBeEmpty();
  await page.evaluate(() => (location.hash = 'nothing'));
  await expect(page.getByTestId('notices')).toContainText('named no setting');
  await expect(page).toHaveURL(/b\.rank=25%25$/);
  await page.reload();
  await expect(preset(page)).toHaveValue('quick');
  await page.goBack();
  await page.goBack();
  await expect(preset(page)).toHaveValue('cylinder');
});

test('a run goes on whatever Back and Forward open', async ({ page }) => {
  await open(page, 'preset=quick');
  await page.evaluate((to) => {
    location.hash = to;
  }, `${TINY}&backend=wasm&training.steps=100000`);
  await expect(page.getByRole('button', { name: /^Backend: WASM/ })).toBeVisible();
  await trainButton(page).click();
  await expectPhase(page, 'training', 30_000);
  await page.goBack();
  await expect(page).toHaveURL(/preset=quick$/);
  await expectPhase(page, 'training');
  await expect(runProgress(page)).toContainText(/of 100,000/);
  await page.goForward();
  await expect(page).toHaveURL(/training\.steps=100000/);
  await expectPhase(page, 'training');
  await trainButton(page).click();
  await expectPhase(page, 'paused');
});
