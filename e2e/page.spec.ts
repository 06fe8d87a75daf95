/** The page keys of a link: what is hidden leaves no hole, a theme is not remembered, and a room can read it. */
import { expectPhase, open, TINY, violations } from './lab.ts';
import { expect, test, type Page } from './test.ts';

/** Texts of which a part can't be seen, since what they stand in is too small. */
const cutTexts = (page: Page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const cut: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement!;
      const text = node.textContent!.trim();
      if (
        text === '' ||
        element.closest('.visually-hidden, [aria-label=Skip], [popover], dialog, svg, select')
      )
        continue;
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const { left, right } = range.getBoundingClientRect();
      for (let box: Element | null = element; box; box = box.parentElement) {
        const { overflowX } = getComputedStyle(box);
        if (overflowX === 'visible' || overflowX === 'auto') continue;
        const outer = box.getBoundingClientRect();
        if (left < outer.left - 1 || right > outer.right + 1) cut.push(text);
      }
    }
    return cut;
  });

const letters = (page: Page) =>
  page.evaluate(() =>
    ['body', '[data-testid=train]', '[data-testid=panel-truth] h2', '#preset'].map((selector) =>
      Number.parseFloat(getComputedStyle(document.querySelector(selector)!).fontSize),
    ),
  );

test('a room: type of 1.4 times the size, the stage first, no text cut, no violation; one switch, and the link keeps it', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await open(page, 'preset=frames&networks=3');
  const usual = await letters(page);
  await page.getByRole('button', { name: 'Help' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /projector/ })
    .click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/&projector=on$/);
  const large = await letters(page);
  large.forEach((size, i) => expect(size / usual[i]).toBeGreaterThanOrEqual(1.4));
  for (const [width, height, colorScheme] of [
    [1280, 720, 'light'],
    [1920, 1080, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    expect(await cutTexts(page), `${width}`).toEqual([]);
    expect(await violations(page, { targets: true }), `${width}`).toEqual([]);
    // The panels and the time are in sight, the results below them.
    const last = await page.getByRole('slider', { name: 'Time' }).boundingBox();
    const train = await page.getByTestId('train').boundingBox();
    expect(last!.y + last!.height).toBeLessThan(train!.y);
    expect((await page.locator('#results').boundingBox())!.y).toBeGreaterThan(last!.y);
  }
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await expect(page.locator('#settings')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.locator('#settings')).toBeHidden();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-projector', '');
  await page.getByRole('button', { name: 'Large type, for a projector' }).click();
  await expect(page).not.toHaveURL(/projector/);
  expect(await letters(page)).toHaveLength(4);
});

test('what is hidden leaves no hole, and its numbers are told nowhere', async ({ page }) => {
  await open(page, `${TINY}&backend=wasm&training.steps=20&hide=settings,numbers&theme=dark`);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await page.evaluate(() => localStorage.getItem('slimwave.theme'))).toBeNull();
  await page.getByTestId('train').click();
  await expectPhase(page, 'finished', 60_000);
  await expect(page.getByTestId('announcer')).toHaveText('Training has finished.');
  for (const place of ['#stage', 'aside']) {
    const text = await page.locator(place).innerText();
    // How far off the mesh is tells nothing of the networks.
    expect(text.replace(/estimated [\d.]+\s%\soff/, '')).not.toMatch(/\d\s?%|parameters/);
  }
  await expect(page.getByRole('tab')).toHaveText(['Kernels', 'Why', 'Take home']);
  const stage = (await page.locator('#stage').boundingBox())!;
  expect(stage.x).toBe(0);
  await page.evaluate(() => (location.hash = 'view=compare'));
  await expect(page.getByTestId('train')).toBeHidden();
  await expect(page.getByRole('banner')).toHaveCount(1);
  await expect(page.getByTestId('table')).toBeVisible();
  await expect(page).toHaveURL(/net\.width=6.*&view=compare$/);
  const [left, right] = [
    (await page.locator('#stage').boundingBox())!,
    (await page.locator('#results').boundingBox())!,
  ];
  expect(left.x).toBe(0);
  expect(left.y).toBe(0);
  expect(left.x + left.width).toBe(right.x);
  expect(right.x + right.width).toBe(1280);
  // A lesson keeps Train, below the stage, whether there is a top bar or not.
  for (const keys of ['view=lesson&lesson=tour', 'hide=settings,results&lesson=tour']) {
    await page.evaluate((hash) => (location.hash = hash), keys);
    await expect(page.locator('#lesson')).toBeVisible();
    const [above, button, text] = await Promise.all(
      ['#stage', '[data-testid=train]', '#lesson'].map((selector) =>
        page.locator(selector).boundingBox(),
      ),
    );
    expect(button!.y).toBeGreaterThanOrEqual(above!.y + above!.height);
    expect(text!.y).toBe(above!.y);
    expect(text!.y + text!.height).toBe(800);
  }
  await page.evaluate(() => (location.hash = 'view=compare'));
  expect(await violations(page)).toEqual([]);
});

test('Share: link with QR code, the code of a frame that follows the choices, citation; no violation', async ({
  page,
}) => {
  await open(page, 'preset=quick&backend=wasm');
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await expect(dialog.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  const entries = await page.evaluate(() => history.length);
  const audit = async (name: string) => {
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await violations(page, { within: 'dialog[open]', targets: true }), name).toEqual([]);
    }
  };
  await audit('Link');
  await dialog.getByRole('tab', { name: 'Link' }).press('ArrowRight');
  const code = dialog.getByRole('textbox', { name: 'HTML for your page' });
  await expect(code).toHaveValue(/&amp;view=stage&amp;hide=sample,verdict"/);
  await dialog.getByRole('radio', { name: 'Stage and results' }).check();
  await dialog.getByRole('checkbox', { name: 'Train at once' }).check();
  await dialog.getByRole('spinbutton', { name: 'Height of the frame' }).fill('500');
  await expect(code).toHaveValue(/view=compare.*&amp;autorun=on".* height="500"/);
  const preview = dialog.locator('iframe');
  // The preview does not train.
  await expect(preview).toHaveAttribute('src', /view=compare(?!.*autorun)/);
  const inside = dialog.frameLocator('iframe');
  await expect(inside.getByTestId('table')).toBeVisible();
  // It can't be used, and Back leaves the page as before.
  await expect(preview).toHaveJSProperty('inert', true);
  expect(await page.evaluate(() => history.length)).toBe(entries);
  await audit('Embed');
  await dialog.getByRole('tab', { name: 'Cite' }).click();
  await expect(dialog.getByRole('textbox')).toHaveValue(/@software\{slimwave,[^]*url = \{http/);
  const licence = await page.request.get(
    (await dialog.getByRole('link', { name: 'Apache-2.0' }).getAttribute('href'))!,
  );
  expect(await licence.text()).toContain('Apache License');
  await audit('Cite');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});
