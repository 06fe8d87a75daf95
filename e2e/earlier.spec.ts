/** Forecasts before any training, by networks that come with the page. */
import { drawn, open, trainButton } from './lab.ts';
import { expect, test } from './test.ts';

const WEIGHTS = /frames-[^/]*\.safetensors$/;
const figure = (name: string) => `panel-error-${name}`;

test('networks trained earlier forecast at once, follow the source, and make way for a run', async ({
  page,
}) => {
  await open(page, 'networks=3&data.train=16&training.steps=2');
  for (const id of ['a', 'b', 'c']) {
    await expect(drawn(page, `forecast-${id}`)).toHaveAttribute('data-version', /\d+/);
    await expect(page.getByTestId(`panel-forecast-${id}`)).toContainText('trained earlier');
    await expect(page.getByTestId(figure(id))).toContainText('%');
  }
  const error = await page.getByTestId(figure('a')).textContent();
  await page.getByRole('slider', { name: 'Source position', exact: true }).press('ArrowRight');
  await expect(page.getByTestId(figure('a'))).not.toHaveText(error!);
  await expect(page.getByTestId(figure('a'))).toContainText('%');
  await trainButton(page).click();
  await expect(page.getByText('trained earlier')).toHaveCount(0);
});

test('without their weights the panels say why', async ({ page }) => {
  await page.route(WEIGHTS, (route) => route.fulfill({ status: 404, body: 'Not found' }));
  await open(page, 'networks=3&data.train=16&training.steps=2');
  await expect(page.getByTestId('panel-forecast-a')).toContainText(
    'The network trained earlier can’t be shown: the server answered 404 when asked for its file. Reload the page to try again. Press Train to train it here.',
  );
});
