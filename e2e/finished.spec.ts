/** Runs that have ended outlive the page. */
import { unzipSync } from 'fflate';
import {
  curves,
  expectPhase,
  open,
  saved,
  storedRun,
  storedRuns,
  tableRow,
  TINY,
  trainButton,
  trainToEnd,
  drawn,
} from './lab.ts';
import { expect, test, type Page } from './test.ts';

const STEPS = 40;
const RUN = `${TINY}&backend=wasm&training.steps=${STEPS}`;

const figures = async (page: Page) => ({
  curves: await curves(page, STEPS),
  errors: await tableRow(page, 'Test error'),
  times: await tableRow(page, 'Time per forecast'),
  a: await page.getByTestId('panel-error-a').getByTestId('panel-figure').innerText(),
});

const show = (page: Page) => page.getByRole('button', { name: 'Show the run' });

/** The files in the zip, which has the time of its making in it. */
async function savedWeights(page: Page): Promise<Record<string, Uint8Array>> {
  await page.getByRole('tab', { name: 'Take home' }).click();
  const { bytes } = await saved(page.getByRole('button', { name: 'Save B: Safetensors' }));
  return unzipSync(bytes);
}

test('a finished run is there again after a reload: curves, numbers, forecasts and weights', async ({
  page,
}) => {
  await open(page, RUN);
  await page.getByRole('button', { name: 'Next test sample' }).click();
  await trainToEnd(page);
  await expect(drawn(page, 'error-a')).toBeVisible();
  const before = await figures(page);
  const weights = await savedWeights(page);

  // The settings move on; the run stays what it was.
  await page.locator('[id="field-b.format"]').selectOption('tucker-2');
  await storedRun(page, 'finished');
  await page.reload();
  await expect(page.getByTestId('resume-offer')).toContainText('B One-way, rank 4, test error');
  await show(page).click();
  await expectPhase(page, 'finished', 60_000);
  await expect(page.locator('[id="field-b.format"]')).toHaveValue('one-way');
  await page.getByRole('button', { name: 'Next test sample' }).click();
  await expect(drawn(page, 'error-a')).toBeVisible();
  await expect.poll(() => figures(page)).toEqual(before);
  expect(await savedWeights(page)).toEqual(weights);

  // Shown again it is the same run: nothing is added to the trade-off or to the earlier runs.
  await expect(page.getByTestId('earlier-runs')).toHaveCount(0);
  await page.getByRole('tab', { name: 'Trade-off' }).click();
  await expect(page.getByTestId('entries').locator('tbody tr')).toHaveCount(2);
});

test('a finished run that is left for later stays among the earlier runs', async ({ page }) => {
  await open(page, RUN);
  await trainToEnd(page);
  const errors = await tableRow(page, 'Test error');
  await storedRun(page, 'finished');
  await page.reload();
  await page.getByRole('button', { name: 'Not now' }).click();
  await expect(page.getByTestId('resume-offer')).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('button', { name: /^Backend: WASM/ })).toBeVisible();
  await expect(page.getByTestId('resume-offer')).toHaveCount(0);
  await page.getByRole('tab', { name: 'Take home' }).click();
  const runs = page.getByTestId('earlier-runs').getByRole('listitem');
  await expect(runs).toHaveCount(1);
  await runs.getByRole('button', { name: 'Show' }).click();
  await expectPhase(page, 'finished', 60_000);
  await page.getByRole('tab', { name: 'Results' }).click();
  expect(await tableRow(page, 'Test error')).toEqual(errors);
  // Another training keeps it, too.
  await trainButton(page).click();
  await expectPhase(page, 'finished', 60_000);
  await page.getByRole('tab', { name: 'Take home' }).click();
  await expect(runs).toHaveCount(1);
  await runs.getByRole('button', { name: 'Remove' }).click();
  await expect(runs).toHaveCount(0);
});

test('two windows that train at the same time keep a run each', async ({ page, context }) => {
  const other = await context.newPage();
  await open(page, RUN);
  await open(other, RUN.replace('b.rank=4', 'b.rank=2'));
  await Promise.all([trainToEnd(page), trainToEnd(other)]);
  await expect.poll(() => page.evaluate(storedRuns)).toEqual(['finished', 'finished']);
  await page.reload();
  await other.reload();
  await expect(page.getByTestId('resume-offer')).toContainText('One-way, rank 4');
  await expect(other.getByTestId('resume-offer')).toContainText('One-way, rank 2');
});
