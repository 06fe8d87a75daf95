/** What the page says of the backend while it changes, and where there is little room for it. */
import { expect, test, type Page } from './test.ts';
import { expectPhase, open, TINY, trainButton, trainToEnd } from './lab.ts';

const chip = (page: Page, name: string) =>
  page.getByRole('button', { name: `Backend: ${name}`, exact: true });
const popover = (page: Page) => page.locator('#backend-popover');
const choice = (page: Page) => page.getByLabel('Backend', { exact: true });

/** A backend that is downloaded first: it starts once the returned function is called. */
async function lateWasm(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\.wasm$/, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

test('the backend keeps beside the name on a phone, however long it is; another one is not said to be there before it is', async ({
  page,
}) => {
  const release = await lateWasm(page);
  await open(page, `${TINY}&backend=cpu&training.steps=10`);
  const viewport = page.viewportSize()!;
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(chip(page, 'JavaScript')).toBeVisible();
  const middle = async (selector: string) => {
    const { y, height } = (await page.locator(selector).boundingBox())!;
    return y + height / 2;
  };
  expect(
    Math.abs((await middle('header h1')) - (await middle('[popovertarget=backend-popover]'))),
  ).toBeLessThan(8);
  const cut = await page
    .locator('[popovertarget=backend-popover] > span:nth-child(2)')
    .evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth);
  expect(cut).toBe(false);
  await page.setViewportSize(viewport);

  await chip(page, 'JavaScript').click();
  await choice(page).selectOption('WebAssembly');
  await expect(chip(page, 'Starting…')).toBeVisible();
  await expect(popover(page)).toContainText('The backend is being started and tested.');
  await page.keyboard.press('Escape');
  await trainButton(page).click();
  await expect(page.locator('[role=progressbar] > span').first()).toHaveText(
    'Starting and testing the backend',
  );
  release();
  await expectPhase(page, 'finished');
  await expect(chip(page, 'WASM')).toBeVisible();
});

test('times of networks that have changed since are said to be old, and a choice that the present run does not take to count for the next one', async ({
  page,
}) => {
  await open(page, `${TINY}&backend=wasm&training.steps=10`);
  await chip(page, 'WASM').click();
  const old = page.getByText(/Measured before the networks were changed/);
  await expect(page.getByTestId('backend-figures')).toBeVisible();
  await expect(old).toHaveCount(0);
  const change = (hash: string) =>
    page.evaluate((to) => {
      location.hash = to;
    }, hash);
  await change(`${TINY}&backend=wasm&training.steps=10&a.rate=0.01`);
  await expect(old).toHaveCount(0);
  await change(`${TINY.replace('net.width=6', 'net.width=12')}&backend=wasm&training.steps=10`);
  await expect(old).toBeVisible();
  await page.keyboard.press('Escape');
  await trainToEnd(page);
  await chip(page, 'WASM').click();
  await expect(page.getByTestId('backend-figures')).toBeVisible();
  await expect(old).toHaveCount(0);

  const later = popover(page).getByText(/applies to the next run/);
  await expect(later).toHaveCount(0);
  await choice(page).selectOption('JavaScript');
  await expect(later).toBeVisible();
  await page.keyboard.press('Escape');
  await trainToEnd(page);
  await chip(page, 'JavaScript').click();
  await expect(later).toHaveCount(0);
});

test('a worker that can not start a backend leaves a sentence, not a wait without end', async ({
  page,
}) => {
  await page.route(/network\.worker.*\.js$/, (route) => route.abort());
  await open(page, `${TINY}&training.steps=10`);
  await chip(page, 'Not started').click();
  await expect(popover(page)).toContainText('could not be started');
  await page.keyboard.press('Escape');
  await page.unroute(/network\.worker.*\.js$/);
  await trainToEnd(page);
  await expect(chip(page, 'WASM')).toBeVisible();
});
