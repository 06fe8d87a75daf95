/** Where the page's script cannot run, the page says so. */
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { expect, test } from './test.ts';

const sentence = 'The page’s script has not started yet.';

test.describe('a page whose script does not run says why, and what to do', () => {
  for (const file of ['index.html', 'checks.html']) {
    test(`${file} opened from the disk`, async ({ page }) => {
      await page.goto(pathToFileURL(path.join(import.meta.dirname, '../dist', file)).href);
      await expect(page.getByText(sentence)).toBeVisible();
      await expect(page.getByText('npm start')).toBeVisible();
    });
  }

  test('in a frame without the right to scripts or its own origin', async ({ page, baseURL }) => {
    await page.route('**/course.html', (route) =>
      route.fulfill({
        contentType: 'text/html',
        headers: { 'Cross-Origin-Embedder-Policy': 'require-corp' },
        body: `<iframe id="none" sandbox src="${baseURL}"></iframe>
               <iframe id="foreign" sandbox="allow-scripts" src="${baseURL}"></iframe>`,
      }),
    );
    await page.goto('./course.html');
    for (const id of ['none', 'foreign']) {
      const frame = page.frameLocator(`#${id}`);
      await expect(frame.getByText(sentence)).toBeVisible();
      await expect(frame.getByText('allow-same-origin')).toBeVisible();
    }
  });

  test('a script that is blocked', async ({ page }) => {
    await page.route('**/*.js', (route) => route.abort());
    await page.goto('./');
    await expect(page.getByText(sentence)).toBeVisible();
    await expect(page.getByText('keeps the script from running')).toBeVisible();
  });
});

test('while the script loads as usual, nothing of it is seen', async ({ page }) => {
  let release = () => {};
  const seen = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/assets/*.js', async (route) => {
    await seen;
    await route.continue();
  });
  await page.goto('./', { waitUntil: 'commit' });
  await page.locator('.not-started').waitFor({ state: 'attached' });
  await expect(page.getByText(sentence)).toBeHidden();
  release();
  await expect(page.getByTestId('train')).toBeVisible();
});
