import { expect, test, type Page } from './test.ts';
import { drawn, open, tableRow, testCurves, trainToEnd } from './lab.ts';

/** Drags the source: truth, all forecasts and their errors follow. */
async function expectDragged(page: Page, networks: readonly string[]): Promise<void> {
  const errors = networks.map((id) => `error-${id}`);
  // An error is measured only when the new truth and the new forecast are both there.
  const versions = () =>
    Promise.all(
      ['domain', 'truth', ...errors].map((name) => drawn(page, name).getAttribute('data-version')),
    );
  const figures = () =>
    Promise.all(
      errors.map((name) =>
        page.getByTestId(`panel-${name}`).getByTestId('panel-figure').innerText(),
      ),
    );
  const [before, figuresBefore] = [await versions(), await figures()];
  for (const figure of figuresBefore) expect(figure).toMatch(/^[\d.]+\s%$/);
  const marker = page.getByRole('slider', { name: 'Source position' });
  const from = (await marker.boundingBox())!;
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2 + 12, from.y + from.height / 2 - 20, { steps: 4 });
  await page.mouse.up();
  await expect(async () => {
    (await versions()).forEach((version, i) => expect(version).not.toBe(before[i]));
    (await figures()).forEach((figure, i) => expect(figure).not.toBe(figuresBefore[i]));
  }).toPass();
  await expect(marker).not.toHaveAttribute('aria-valuetext', 'x 0.25 m, y 0.5 m');
}

test('the default experiment trains on wasm to a lower error, the charts show it, and dragging the source moves truth and forecasts', async ({
  page,
}) => {
  // The default experiment in everything but its length.
  await open(page, 'networks=3&backend=wasm&training.steps=150');
  await expect(page.getByRole('button', { name: 'Backend: WASM' })).toBeVisible();
  await trainToEnd(page, 100_000);
  const tests = await testCurves(page, 150, 3);
  expect(tests.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^A · Classical.*, test$/),
    expect.stringMatching(/^B · Layer CP.*, test$/),
    expect.stringMatching(/^C · Narrow classical as Layer CP.*, test$/),
  ]);
  for (const { x, y } of tests) {
    expect(x[0]).toBe(0);
    expect(x.at(-1)).toBe(150);
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
  await expectDragged(page, ['a', 'b', 'c']);
});
