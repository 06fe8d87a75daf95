/** A browser translates the page: every text node is put into an element of its own, again whenever one comes. */
import { expect, test, type Page } from './test.ts';
import { expectPhase, open, tableRow, TINY, trainButton } from './lab.ts';

/** What Chromium's translation does to a page, apart from the words. */
function translate(): void {
  const wrap = (root: Node) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts) {
      const parent = text.parentElement;
      if (!parent || parent.closest('script, style, font') || !text.data.trim()) continue;
      const font = document.createElement('font');
      text.replaceWith(font);
      font.append(text);
    }
  };
  const options = { childList: true, subtree: true, characterData: true };
  const observer = new MutationObserver(() => {
    observer.disconnect();
    wrap(document.body);
    observer.observe(document.body, options);
  });
  wrap(document.body);
  observer.observe(document.body, options);
}

/** Errors of the page from now on; there must be none. */
function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
}

const intact = (page: Page) => expect(page.getByTestId('fault')).toHaveCount(0);

async function visitTabs(page: Page): Promise<void> {
  for (const name of ['Errors', 'Kernels', 'Trade-off', 'Why', 'Take home', 'Results']) {
    await page.getByRole('tab', { name }).click();
    await expect(page.getByRole('tabpanel')).not.toHaveText('Loading…');
  }
}

test('a translated page trains, and every part of it goes on working', async ({ page }) => {
  const errors = errorsOf(page);
  await open(page, `${TINY}&training.steps=60`);
  await page.evaluate(translate);

  await visitTabs(page);
  await trainButton(page).click();
  await expectPhase(page, 'finished', 60_000);
  await expect(page.getByTestId('verdict')).toContainText('Test error');
  // What has no words: a translator would change the numbers and the names.
  const wordless = page.locator(
    'h1, .js-plotly-plot, [data-testid^=panel-] > p, [data-testid^=panel-] > h2 > span + span, #results table td',
  );
  const left = await wordless.evaluateAll((all) =>
    all.map((one) => (one as HTMLElement).translate),
  );
  expect(left.length).toBeGreaterThan(20);
  expect(left.filter(Boolean)).toEqual([]);
  expect((await tableRow(page, 'Test error')).slice(0, 2).join()).toMatch(/%.*%/);
  await visitTabs(page);

  const format = page.locator('[id="field-b.format"]');
  for (const name of ['kernel-cp', 'classical', 'tucker-2', 'layer-cp']) {
    await format.selectOption(name);
  }
  await expect(page.getByText(/Settings differ from this run/)).toBeVisible();
  const competitors = page.getByRole('group', { name: 'Compare B with' }).getByRole('button');
  for (const name of ['Narrow classical', 'After training']) {
    await competitors.getByText(name, { exact: true }).click();
  }
  const rate = page.locator('[id="field-b.rate"]');
  await rate.fill('none');
  await expect(page.getByText('Training needs valid settings.')).toBeVisible();
  await rate.fill('0.01');
  await expect(page.getByText('Training needs valid settings.')).toBeHidden();

  await page.getByRole('button', { name: /^Backend:/ }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Help', exact: true }).click();
  await page.getByRole('button', { name: 'Close help' }).click();
  await page.getByRole('button', { name: 'Next test sample' }).click();
  for (const preset of ['lens', 'propagator', 'volume', 'quick']) {
    await page.getByLabel('Preset', { exact: true }).selectOption(preset);
  }
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expectPhase(page, 'idle');
  await intact(page);
  expect(errors).toEqual([]);
});

test('a translated page of checks computes them', async ({ page }) => {
  const errors = errorsOf(page);
  await page.goto('./checks.html');
  await page.evaluate(translate);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page
    .getByRole('button', { name: /^Run now/ })
    .first()
    .click();
  await expect(page.getByTestId('check').first()).toHaveAttribute('data-status', 'done', {
    timeout: 60_000,
  });
  await expect(page.getByTestId('check').first()).toContainText('holds');
  await intact(page);
  expect(errors).toEqual([]);
});
