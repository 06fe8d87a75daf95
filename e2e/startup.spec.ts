/** Scripts and files of workers that are missing, cut, of the wrong kind, or never come: a sentence and a way on. */
import { drawn, expectPhase, open, TINY, trainButton } from './lab.ts';
import { builtFile, HASTY, otherBrowser } from './otherBrowser.ts';
import { expect, test, type Page, type Route } from './test.ts';

const HASH = `${TINY}&training.steps=3`;
const WASM = /tfjs-backend-wasm[^/]*\.wasm$/;

type Answer = (route: Route) => Promise<void>;
const gone: Answer = (route) => route.fulfill({ status: 404, body: 'Not found' });
const aPage: Answer = (route) =>
  route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Slimwave</title>' });
const cut: Answer = (route) =>
  route.fulfill({
    contentType: 'application/wasm',
    body: builtFile(route.request().url()).subarray(0, 100_000),
  });
const never: Answer = async () => {};

const popover = (page: Page) => page.locator('#backend-popover');
const late = (page: Page) => page.getByTestId('late');

for (const [what, answer, reason] of [
  ['missing', gone, /the server answered 404 when asked for its file/],
  ['a page in its place', aPage, /is not WebAssembly \(38 bytes, text\/html\)/],
  ['cut', cut, /The WebAssembly code is damaged or cut/],
  ['held back', never, /its file did not arrive: the server sent nothing for 10 s/],
] as const) {
  test(`the wasm file is ${what}: plain JavaScript computes, and the chip says why`, async ({
    page,
  }) => {
    if (answer === never) await otherBrowser(page, HASTY);
    await page.route(WASM, answer);
    await open(page, HASH);
    await expect(popover(page)).toContainText(reason, { timeout: 15_000 });
    await trainButton(page).click();
    await expectPhase(page, 'finished', 30_000);
  });
}

for (const [what, answer] of [
  ['missing', gone],
  ['a page', aPage],
] as const) {
  test(`the script of the wave is ${what}: the stage says so, and goes on when it is there`, async ({
    page,
  }) => {
    await page.route(/simulation\.worker-[^/]*\.js$/, answer);
    await page.goto(`./#${HASH}`);
    await expect(page.getByTestId('stage-note')).toContainText(
      'The worker that computes the wave stopped',
    );
    await page.unroute(/simulation\.worker-[^/]*\.js$/);
    await page.evaluate(() => {
      location.hash += '&source.width=0.06';
    });
    await expect(drawn(page, 'domain')).toHaveAttribute('data-version', /\d+/);
  });
}

test('scripts of workers that are held back are waited for, and asked for once more', async ({
  page,
}) => {
  await page.addInitScript(HASTY);
  const held: Route[] = [];
  let holding = true;
  await page.route(/(simulation|network)\.worker-[^/]*\.js$/, async (route) => {
    if (holding) held.push(route);
    else await route.continue();
  });
  await page.goto(`./#${HASH}`);
  const all = 'Still loading. The wave and network A wait for a script';
  await expect(late(page)).toContainText(all, { timeout: 15_000 });
  const asked = held.length;
  // Asked for again in vain, they are late again.
  await late(page).getByRole('button', { name: 'Load it again' }).click();
  await expect.poll(() => held.length).toBeGreaterThan(asked);
  await expect(late(page)).toContainText(all, { timeout: 15_000 });
  holding = false;
  await late(page).getByRole('button', { name: 'Load it again' }).click();
  await expect(late(page)).toHaveCount(0);
  await expect(drawn(page, 'domain')).toHaveAttribute('data-version', /\d+/);
  // The pointer is now over whatever the notice covered, whose tip could cover the button.
  await page.mouse.move(0, 0);
  // The first requests end as a connection does: nobody waits for them any more.
  for (const route of held) await route.abort().catch(() => {});
  await trainButton(page).click();
  await expectPhase(page, 'finished', 30_000);
  await expect(page.getByText(/its worker stopped/)).toHaveCount(0);
});

test('the code of a backend is missing: another one computes, and the chip says why', async ({
  page,
}) => {
  await page.route(/tfjs-backend-wasm-[\w-]+\.js$/, gone);
  await open(page, HASH);
  await expect(popover(page)).toContainText(
    /The wasm backend was refused: its code could not be loaded/,
  );
  await trainButton(page).click();
  await expectPhase(page, 'finished', 30_000);
});

test('the checks say that their script is missing or late, each for itself', async ({ page }) => {
  await page.addInitScript(HASTY);
  await page.route(/checks\.worker-[^/]*\.js$/, gone);
  await page.route(/device\.worker-[^/]*\.js$/, never);
  await page.goto('./checks.html');
  await expect(
    page.getByText(/Its worker stopped \(its script could not be loaded/).first(),
  ).toBeVisible();
  const cards = page.getByTestId('check');
  await expect(cards.first()).toContainText('The check could not be computed.');
  await expect(page.locator('[data-testid=check][data-status=failed]')).toHaveCount(
    await cards.count(),
  );
  await expect(page.getByTestId('summary')).toContainText('checks failed');
  await page.getByRole('button', { name: 'Check my device' }).click();
  await expect(late(page)).toContainText('The check waits for a script', { timeout: 15_000 });
});
