/** Somebody who has never seen the page: what they learn in the first minute, and that nothing is in their way. */
import {
  drawn,
  excess,
  expectPhase,
  open,
  runProgress,
  TINY,
  trainButton,
  violations,
} from './lab.ts';
import { expect, test, type Locator, type Page } from './test.ts';

const welcome = (page: Page) => page.getByTestId('welcome');
const headline = (page: Page) => page.getByTestId('headline').getByRole('heading');

/** What the page is for: whether a network does the same job with fewer parameters, or not. */
const ANSWER =
  /(does (almost |about )?the same job|has exactly the error|better|worse).*(parameters|error)/;

const top = async (locator: Locator) => (await locator.boundingBox())!.y;

for (const [width, height] of [
  [1280, 800],
  [390, 844],
]) {
  test(`within one click and a minute a newcomer has read what this is and what came out, ${width} px`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await page.goto('./');
    await expect(welcome(page)).toContainText('kernels compressed before training', {
      timeout: 60_000,
    });
    await expect(welcome(page).getByRole('img', { name: /^A dense kernel/ })).toBeInViewport();
    for (const name of ['Take the 3-minute tour', 'Try it yourself'])
      await expect(page.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
    // Something moves in sight, also of the networks.
    await expect(drawn(page, 'forecast-a')).toHaveAttribute('data-version', /\d+/);
    await expect(drawn(page, 'truth')).toBeInViewport({ ratio: 1 });
    await expect(drawn(page, 'forecast-a')).toBeInViewport({ ratio: 0.5 });
    await expect(drawn(page, 'truth')).toHaveAttribute('data-early', 'false');
    await expect(headline(page)).toBeInViewport({ ratio: 1 });
    await expect(headline(page)).toHaveText(ANSWER);
    expect(await violations(page, { targets: true })).toEqual([]);
    expect(await excess(page)).toBeLessThanOrEqual(0);

    const before = await top(page.getByTestId('panel-domain'));
    await page.getByRole('button', { name: 'Try it yourself' }).click();
    await expect(welcome(page)).toHaveCount(0);
    await expect(headline(page)).toHaveText(ANSWER);
    await expect(page.getByText(/^Trained earlier in 1,100 steps\. Test error: A /)).toBeVisible();
    expect(await top(page.getByTestId('panel-domain'))).toBeCloseTo(before, 0);
  });
}

test('who came before, or through a link, gets the lab as it is; Help brings the introduction back, and the tour begins', async ({
  page,
}) => {
  await page.goto('./#preset=quick');
  await expect(drawn(page, 'domain')).toHaveAttribute('data-version', /\d+/);
  await expect(welcome(page)).toHaveCount(0);
  await page.goto('about:blank');
  await page.goto('./');
  await page.getByRole('button', { name: 'Try it yourself' }).click();
  await page.reload();
  await expect(drawn(page, 'domain')).toHaveAttribute('data-version', /\d+/);
  await expect(welcome(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Help' }).click();
  await page.getByRole('button', { name: 'Show the introduction on the stage' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('button', { name: 'Take the 3-minute tour' }).click();
  await expect(welcome(page)).toHaveCount(0);
  await expect(page).toHaveURL(/lesson=tour/);
});

test('without storage there is a welcome all the same, and it goes when it is closed', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'localStorage', {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.goto('./');
  await page.getByRole('button', { name: 'Try it yourself' }).click();
  await expect(welcome(page)).toHaveCount(0);
  await page.getByRole('button', { name: /^All settings/ }).click();
  await expect(page.getByText('Architecture', { exact: true })).toBeVisible();
  expect(faults).toEqual([]);
});

/** What a visitor can press or type, apart from explanations; of radio buttons the one that Tab reaches. */
const controlsInSight = () =>
  Array.from(
    document.querySelectorAll<HTMLElement>(
      'a[href], button, input, select, textarea, summary, [tabindex="0"]',
    ),
  ).filter((element) => {
    const { left, top: y, width, height } = element.getBoundingClientRect();
    const inSight = y + height / 2 < innerHeight && left + width / 2 < innerWidth && y >= 0;
    const radio = element instanceof HTMLInputElement && element.type === 'radio';
    return (
      inSight &&
      width > 1 &&
      element.tabIndex >= 0 &&
      // The ways past the settings are seen only while they have the focus.
      !element.matches(':disabled, [data-part^=tip], nav[aria-label=Skip] *') &&
      (!radio || element.checked) &&
      element.checkVisibility()
    );
  }).length;

test('few controls are in sight at first, and what is unfolded stays so', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('button', { name: 'Try it yourself' }).click();
  expect(await page.evaluate(controlsInSight)).toBeLessThanOrEqual(17);
  await page.getByRole('button', { name: /^Network B/ }).click();
  await page.getByRole('button', { name: 'More controls and numbers' }).click();
  const rank = page.getByRole('region', { name: 'Network B', exact: true }).getByLabel('Rank');
  await expect(rank.first()).toBeVisible();
  await expect(page.getByTestId('verdict')).toContainText('multiply-accumulates');
  await page.reload();
  await expect(rank.first()).toBeVisible();
  await page.getByRole('radio', { name: 'From t = 0' }).check({ force: true });
  await page.getByRole('button', { name: /^Network B/ }).click();
  await expect(rank).toHaveCount(0);
});

test('no number of four networks is behind the run’s buttons, before, during and after a run', async ({
  page,
}) => {
  await open(page, `${TINY}&backend=wasm&training.steps=80&networks=4&c.format=tucker-2`);
  for (const name of ['Network A', 'Network B', 'Network C', 'Network D', 'All settings'])
    await page
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .first()
      .click();
  const whole = async () => {
    for (const id of ['a', 'b', 'c', 'd']) {
      const size = page.getByTestId(`size-${id}`);
      await expect(size).toHaveText(/^[\d,]+ parameters/);
      await expect(size).toBeInViewport({ ratio: 1 });
    }
    const foot = await top(page.locator('aside > :last-child'));
    const last = (await page.getByTestId('size-d').boundingBox())!;
    expect(last.y + last.height).toBeLessThanOrEqual(foot);
  };
  await whole();
  await trainButton(page).click();
  await expect(runProgress(page)).toBeVisible();
  await whole();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await whole();
  await page.setViewportSize({ width: 1280, height: 800 });
  await expectPhase(page, 'finished', 60_000);
  await whole();
});
