/** The page as a frame of a page from another origin: docs/examples/embed.html, with and without isolation. */
import path from 'node:path';
import { serve } from '../scripts/serve.mjs';
import { serveHost } from './hostPage.ts';
import { storedRun, TINY, violations } from './lab.ts';
import { expect, test as base, type Page } from './test.ts';

const DIST = path.join(import.meta.dirname, '../dist');

/** The page and its host from two servers, whose origins differ by their ports. */
const test = base.extend<{
  originKept: void;
  embed: (hash: string, options?: { isolated?: boolean }) => Promise<string>;
}>({
  // Two origins are what these specs are about.
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from the pattern
  originKept: async ({}, provide) => provide(),
  embed: async ({ page }, provide) => {
    const servers: { close: () => Promise<void> }[] = [];
    await provide(async (hash, { isolated = true } = {}) => {
      const slimwave = await serve({ folder: DIST, isolated });
      const host = await serveHost(isolated);
      servers.push(slimwave, host);
      const query = new URLSearchParams({ slimwave: slimwave.url });
      await page.goto(`${host.url}embed.html?${query.toString()}#${hash}`);
      return slimwave.url;
    });
    await page.close();
    await Promise.all(servers.map(({ close }) => close()));
  },
});

const RUN = `${TINY}&backend=wasm&training.steps=20`;
const LONG = `${TINY}&backend=wasm&training.steps=100000`;
const frameIn = (page: Page) => page.frameLocator('#slimwave');
const said = (page: Page) => page.locator('#said');
const drawnIn = (page: Page) => frameIn(page).getByTestId('panel-truth').locator('canvas');

for (const isolated of [true, false]) {
  test(`a host page ${isolated ? 'with' : 'without'} isolation sets, trains, and hears how it went`, async ({
    page,
    embed,
  }) => {
    await embed(`${RUN}&hide=results`, { isolated });
    await expect(said(page)).toHaveText(
      new RegExp(`^Slimwave \\d.*, ${isolated ? 'isolated' : 'not isolated'}$`),
    );
    await expect(drawnIn(page)).toHaveAttribute('data-version', /\d/);
    const chip = frameIn(page).getByRole('button', { name: /^Backend: WASM/ });
    if (isolated) await expect(chip).not.toHaveAccessibleName(/1 thread$/);
    else await expect(chip).toHaveAccessibleName('Backend: WASM · 1 thread');
    await page.getByRole('button', { name: 'Rank 8 for network B' }).click();
    await expect(said(page)).toHaveText('set: yes, done');
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect(said(page)).toHaveText('pause: no, Nothing is running that could pause.');
    await page.getByRole('button', { name: 'Train' }).click();
    const errors = page.getByRole('list', { name: 'Test errors' }).getByRole('listitem');
    await expect(errors).toHaveCount(2, { timeout: 60_000 });
    await expect(errors.first()).toHaveText(/^A: \d+ parameters, \d+\.\d %$/);
    expect(
      await page.getByRole('progressbar').evaluate((bar: HTMLProgressElement) => bar.value),
    ).toBe(1);
    // Nothing of the frame is in the history of the host page.
    expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
  });
}

test('the stage can be seen from 320 × 240 to the whole window, without a violation, and tells its height', async ({
  page,
  embed,
}) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  const slimwave = await embed('preset=quick&backend=wasm&view=stage');
  await expect(drawnIn(page)).toHaveAttribute('data-version', /\d/);
  const frame = page.locator('#slimwave');
  for (const [width, height] of [
    [320, 240],
    [640, 400],
    [1240, 860],
  ]) {
    await frame.evaluate(
      (element, size) =>
        element.setAttribute('style', `width:${size[0]}px;height:${size[1]}px;max-width:none`),
      [width, height],
    );
    const box = frameIn(page).locator('html');
    await expect.poll(() => box.evaluate(() => innerWidth)).toBe(width);
    const inside = await box.evaluate(() => {
      const squares = [...document.querySelectorAll('[data-part=square]')];
      const play = document.querySelector('button[aria-label$="the animation"]')!;
      return [...squares, play].map((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
      });
    });
    expect(inside, `${width} × ${height}`).toEqual(inside.map(() => true));
    expect(inside.length).toBeGreaterThanOrEqual(7);
  }
  await page.getByLabel('As high as it needs').check();
  await frame.evaluate((element) => element.setAttribute('style', 'width:640px'));
  await expect.poll(() => frame.getAttribute('height')).not.toBe('400');
  const height = Number(await frame.getAttribute('height'));
  expect(height).toBeGreaterThan(300);
  expect(height).toBeLessThan(1200);
  // axe does not look into frames of another origin.
  for (const size of [
    { width: 320, height: 240 },
    { width: 960, height: 600 },
  ]) {
    await page.setViewportSize(size);
    await page.goto(`${slimwave}#preset=quick&backend=wasm&view=stage`);
    await expect(page.getByTestId('panel-truth').locator('canvas')).toHaveAttribute(
      'data-version',
      /\d/,
    );
    expect(await violations(page), `${size.width} × ${size.height}`).toEqual([]);
  }
});

test('a presenter’s keys reach the host, except where something of the page uses them', async ({
  page,
  embed,
}) => {
  await embed('preset=quick&backend=wasm&view=stage');
  await expect(drawnIn(page)).toHaveAttribute('data-version', /\d/);
  await frameIn(page)
    .getByRole('button', { name: /the animation/ })
    .focus();
  for (const key of ['PageDown', 'PageUp', 'Escape']) {
    await page.keyboard.press(key);
    await expect(said(page)).toHaveText(`Key: ${key}`);
  }
  await said(page).evaluate((element) => element.replaceChildren());
  await frameIn(page).getByRole('slider', { name: 'Time' }).press('PageDown');
  await frameIn(page)
    .getByRole('button', { name: /the animation/ })
    .press('PageUp');
  // In the order in which they were pressed: the slider’s would have come first.
  await expect(said(page)).toHaveText('Key: PageUp');
});

test('a run that began by itself rests out of view, and one whose frame goes away is taken up again', async ({
  page,
  embed,
}) => {
  await page.setViewportSize({ width: 1000, height: 700 });
  await embed(`${LONG}&autorun&hide=topbar,settings,results`);
  const phase = frameIn(page).getByTestId('phase');
  await expect(phase).toHaveText('training', { timeout: 60_000 });
  await page.evaluate(() => {
    document.querySelector('main')!.style.paddingTop = '3000px';
  });
  await expect(phase).toHaveText('paused');
  await page.locator('#slimwave').scrollIntoViewIfNeeded();
  await expect(phase).toHaveText('training');
  const inner = page.frames().find((frame) => frame.parentFrame() !== null)!;
  await storedRun(inner as unknown as Page, 'unfinished');
  const reached = await frameIn(page).getByRole('progressbar').textContent();
  expect(reached).toMatch(/A \d+/);
  // Gone from the page, and put back.
  await page.locator('#slimwave').evaluate((element) => {
    const { parentElement, nextSibling } = element;
    element.remove();
    parentElement!.insertBefore(element, nextSibling);
  });
  await expect(phase).toHaveText('training', { timeout: 60_000 });
  await expect(frameIn(page).getByRole('progressbar')).toHaveText(/A [1-9]\d/);
});

test('messages of a foreign shape get a sentence, those of a foreign origin none', async ({
  page,
  embed,
}) => {
  await embed('preset=quick&backend=wasm&view=stage&hide=nonsense');
  await expect(said(page)).toHaveText(/^Slimwave/);
  await expect(frameIn(page).getByTestId('notices')).toContainText(
    'There is nothing to hide by the name of “nonsense”.',
  );
  const post = (data: unknown) =>
    page.evaluate((message) => {
      const frame = document.querySelector<HTMLIFrameElement>('#slimwave')!;
      frame.contentWindow!.postMessage(message, '*');
    }, data);
  await post({ slimwave: 1, type: 'set', link: 3 });
  await expect(said(page)).toHaveText(
    'set: no, The message “set” was refused: at “link”, expected string but got 3.',
  );
  // From a page of no origin in between: the frame is not its own.
  await page.evaluate(() => {
    const frame = document.querySelector<HTMLIFrameElement>('#slimwave')!;
    const other = document.createElement('iframe');
    other.sandbox.add('allow-scripts');
    other.srcdoc = `<script>addEventListener('message', () => parent.frames[0].postMessage({ slimwave: 1, type: 'train' }, '*'))</script>`;
    other.addEventListener('load', () => other.contentWindow!.postMessage('go', '*'));
    frame.after(other);
  });
  await post({ slimwave: 1, type: 'pause' });
  await expect(said(page)).toHaveText('pause: no, Nothing is running that could pause.');
});
