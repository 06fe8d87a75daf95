import { expect, test } from './test.ts';
import {
  curves,
  drawn,
  expectPhase,
  open,
  runProgress,
  tableRow,
  TINY,
  trainButton,
  trainToEnd,
} from './lab.ts';

test('the default experiment trains on wasm to a lower error, and the charts show it', async ({
  page,
}) => {
  // The default experiment in everything but its length.
  await open(page, 'networks=3&backend=wasm&training.steps=60');
  await expect(page.getByRole('button', { name: 'Backend: WASM' })).toBeVisible();
  await trainToEnd(page, 100_000);
  const tests = (await curves(page, 60)).filter(({ name }) => name.includes('test'));
  expect(tests.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^A · Classical.*, test$/),
    expect.stringMatching(/^B · Kernel CP.*, test$/),
    expect.stringMatching(/^C · Narrow classical as Kernel CP.*, test$/),
  ]);
  for (const { x, y } of tests) {
    expect(x[0]).toBe(0);
    expect(x.at(-1)).toBe(60);
    expect(y.at(-1)).toBeLessThan(0.7 * y[0]);
  }
  await expect(page.getByTestId('curves').locator('.scatterlayer .trace')).toHaveCount(6);
  const errors = await tableRow(page, 'Test error');
  expect(errors).toHaveLength(3);
  // Below the value is its ratio to the reference, if that is another network.
  for (const cell of errors) expect(cell.split('\n')[0]).toMatch(/^\d.*%$/);
  await expect(drawn(page, 'truth')).toBeVisible();
  for (const id of ['a', 'b', 'c']) {
    await expect(drawn(page, `forecast-${id}`)).toBeVisible();
    await expect(drawn(page, `error-${id}`)).toBeVisible();
  }
});

test('trains on WebGPU on a software adapter', async ({ page }) => {
  await open(page, `${TINY}&backend=webgpu&net.width=4&training.steps=16&training.batch=4`);
  await expect(page.getByRole('button', { name: 'Backend: WebGPU' })).toBeVisible({
    timeout: 60_000,
  });
  await trainToEnd(page, 110_000);
  for (const { y } of (await curves(page, 16)).filter(({ name }) => name.includes('test'))) {
    expect(y.at(-1)).toBeLessThan(y[0]);
  }
});

test('trains 3-way kernels', async ({ page }) => {
  await open(page, `${TINY}&backend=wasm&task.kind=zone-volume&training.steps=40`);
  await trainToEnd(page);
  for (const { y } of (await curves(page, 40)).filter(({ name }) => name.includes('test'))) {
    expect(y.at(-1)).toBeLessThan(y[0]);
  }
});

test('pause, resume, single step and reset bring back exactly the same curves', async ({
  page,
}) => {
  await open(page, `${TINY}&backend=wasm&training.steps=600`);
  await trainToEnd(page);
  const once = await curves(page, 600);

  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expectPhase(page, 'idle');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expectPhase(page, 'paused');
  await expect(runProgress(page)).toContainText('A 1, B 1 of 600');
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expectPhase(page, 'paused');
  await trainButton(page).click();
  await expectPhase(page, 'training');
  await trainButton(page).click();
  await expectPhase(page, 'paused');
  await trainButton(page).click();
  await expectPhase(page, 'finished', 60_000);
  expect(await curves(page, 600)).toEqual(once);
});

test('dragging the source moves truth and both forecasts', async ({ page }) => {
  await open(page, `${TINY}&backend=wasm&training.steps=20`);
  await trainToEnd(page);
  const panels = ['domain', 'truth', 'forecast-a', 'forecast-b'];
  const versions = () =>
    Promise.all(panels.map((name) => drawn(page, name).getAttribute('data-version')));
  await expect(drawn(page, 'forecast-b')).toBeVisible();
  const before = await versions();
  const marker = page.getByRole('slider', { name: 'Source position' });
  const from = (await marker.boundingBox())!;
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2 + 12, from.y + from.height / 2 - 20, { steps: 4 });
  await page.mouse.up();
  await expect(async () => {
    (await versions()).forEach((version, i) => expect(version).not.toBe(before[i]));
  }).toPass();
  await expect(marker).not.toHaveAttribute('aria-valuetext', 'x 0.25 m, y 0.5 m');
});
