/** Parts of the page that are loaded later do not come: a new version was published, or the connection is bad. */
import { expectPhase, open, tableRow, TINY, trainToEnd } from './lab.ts';
import { HASTY } from './otherBrowser.ts';
import { expect, test, type Page, type Route } from './test.ts';

const answers: Record<string, (route: Route) => Promise<void>> = {
  gone: (route) => route.fulfill({ status: 404, body: 'Not found' }),
  'a page in its place': (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Slimwave</title>' }),
  'cut short': async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    await route.fulfill({ response, body: text.slice(0, text.length / 2) });
  },
  unreachable: (route) => route.abort('connectionfailed'),
  // Never answered.
  hanging: async () => {},
};

/** Answers like this for a part until the returned function is called. */
async function spoil(page: Page, part: string, how: string): Promise<() => Promise<void>> {
  const pattern = new RegExp(`/${part}-[^/]*\\.js`);
  await page.route(pattern, answers[how]);
  return () => page.unroute(pattern);
}

test('a tab that can’t be loaded says so, costs nothing, and comes when it is there again', async ({
  page,
}) => {
  await open(page, `${TINY}&backend=wasm&training.steps=20`);
  await trainToEnd(page);
  const row = await tableRow(page, 'Test error');
  const tabs = [
    ['Kernels', 'KernelsPanel', 'gone', 'Kernels of network A'],
    ['Trade-off', 'TradeOffPanel', 'a page in its place', 'Error against size'],
    ['Why', 'WhyPanel', 'cut short', 'Why waves compress'],
    ['Take home', 'TakeHomePanel', 'hanging', 'Trained networks'],
  ] as const;
  for (const [tab, part, how, heading] of tabs) {
    const mend = await spoil(page, part, how);
    if (how === 'hanging') await page.evaluate(HASTY);
    await page.getByRole('tab', { name: tab }).click();
    const fault = page.getByTestId('fault');
    await expect(fault).toContainText(`The tab ${tab} could not be loaded`, { timeout: 15_000 });
    await expect(fault.getByRole('button', { name: 'Reload the page' })).toBeVisible();
    await expect(fault.getByRole('button', { name: 'Save A: weights' })).toBeEnabled();
    await page.getByRole('tab', { name: 'Results' }).click();
    expect(await tableRow(page, 'Test error')).toEqual(row);
    await page.getByRole('tab', { name: tab }).click();
    await mend();
    await fault.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { name: heading })).toBeVisible();
    await expect(fault).toHaveCount(0);
  }
  await expectPhase(page, 'finished');
});

test('what is in danger can be saved where a tab is missing', async ({ page }) => {
  await open(page, `${TINY}&backend=wasm&training.steps=20`);
  await trainToEnd(page);
  await spoil(page, 'TakeHomePanel', 'unreachable');
  await page.getByRole('tab', { name: 'Take home' }).click();
  for (const [button, file] of [
    ['Save the experiment', 'slimwave-experiment.json'],
    ['Save B: weights', 'slimwave-b-one-way-safetensors.zip'],
  ]) {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: button }).click();
    expect((await download).suggestedFilename()).toBe(file);
  }
});

test('charts that can’t be loaded say so, and come when asked again', async ({ page }) => {
  const mend = await spoil(page, 'plotly-basic[^/]*', 'gone');
  await open(page, TINY);
  const curves = page.getByTestId('curves');
  await expect(curves).toContainText('The charts could not be loaded');
  await mend();
  await curves.getByRole('button', { name: 'Try again' }).click();
  await expect(curves.locator('.js-plotly-plot')).toBeVisible();
});
