import { expect, test, type Page } from './test.ts';
import { open, testCurves, TINY, trainToEnd, violations } from './lab.ts';

const openKernels = (page: Page) => page.getByRole('tab', { name: 'Kernels' }).click();

/** The picture's pixels, as a text that changes with them. */
const pixels = (page: Page, name: string | RegExp) =>
  page
    .getByTestId('selected-kernel')
    .getByRole('img', { name })
    .evaluate((element) => (element as HTMLCanvasElement).toDataURL());

test('a trained kernel is the sum of its terms, and the spectrum shows all layers', async ({
  page,
}) => {
  await open(page, `${TINY}&backend=wasm&training.steps=20`);
  await openKernels(page);
  await expect(page.getByRole('tabpanel')).toContainText('Press Train');
  await trainToEnd(page);

  const errors = page.getByTestId('errors-left').getByRole('listitem');
  await expect(errors).toHaveCount(3);
  await expect(errors.last()).toHaveText(/r = 3: 0\s%/);
  await expect(errors.first()).not.toHaveText(/: 0\s%/);

  const kernel = await pixels(page, /^Kernel/);
  expect(await pixels(page, 'First term')).not.toBe(kernel);
  const slider = page.getByRole('slider', { name: 'Terms r' });
  await slider.press('End');
  await expect(slider).toHaveAttribute('aria-valuetext', '3 of 3');
  await expect.poll(() => pixels(page, 'Sum of 3 terms')).toBe(kernel);

  await page.getByTestId('kernel-grid').press('ArrowRight');
  await expect(page.getByRole('slider', { name: 'Output t' })).toHaveValue('2');
  await expect.poll(() => pixels(page, /^Kernel/)).not.toBe(kernel);

  const spectrum = page.getByTestId('spectrum');
  const layers = await page.getByLabel('Layer', { exact: true }).locator('option').count();
  const rows = spectrum.getByRole('table').locator('tbody tr');
  await expect(rows).toHaveCount(layers);
  for (const row of await rows.all()) await expect(row).toContainText('4 of');
  await expect(async () => {
    const names = await spectrum
      .locator('.js-plotly-plot')
      .evaluate((element) =>
        (element as unknown as { data: { name: string; mode: string }[] }).data
          .filter(({ name }) => !name.includes('rank'))
          .map(({ name }) => name),
      );
    expect(names).toHaveLength(layers);
  }).toPass();

  await page.getByRole('tabpanel').getByRole('radio', { name: 'B', exact: true }).check();
  await expect(page.getByRole('tabpanel')).toContainText('One-way, rank 4');
  expect(await violations(page, { within: '#results' })).toEqual([]);
});

test('3-way kernels train to a lower error, and kernel CP shows the terms that it stores', async ({
  page,
}) => {
  const volume = 'task.kind=zone-volume&b.format=kernel-cp&b.rank=2&training.steps=40';
  const hash = `${TINY}&backend=wasm&${volume}`.replace('b.format=one-way&b.rank=4&', '');
  await open(page, hash);
  await trainToEnd(page);
  for (const { y } of await testCurves(page, 40)) expect(y.at(-1)).toBeLessThan(y[0]);
  await openKernels(page);
  await page.getByRole('tabpanel').getByRole('radio', { name: 'B', exact: true }).check();
  const errors = page.getByTestId('errors-left').getByRole('listitem');
  await expect(errors).toHaveCount(2);
  await expect(errors.last()).toHaveText(/r = 2: 0\s%/);
  await expect(page.getByRole('img', { name: /^Filter along/ })).toHaveCount(3);
});
