/** Parts of the page that are loaded later do not come: a new version was published, or the connection is bad. */
import { expectPhase, open, saved, tableRow, TINY, trainToEnd, trainButton } from './lab.ts';
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

test('a tab that can’t be loaded says so, costs nothing, lets save what is in danger, and comes when it is there again', async ({
  page,
}) => {
  await open(page, `${TINY}&backend=wasm&training.steps=20`);
  await trainToEnd(page);
  const row = await tableRow(page, 'Test error');
  const fault = page.getByTestId('fault');
  const tryAgain = fault.getByRole('button', { name: 'Try again' });
  const tabs = [
    ['Errors', 'ErrorsPanel', ['gone'], 'Where the errors are'],
    ['Kernels', 'KernelsPanel', ['gone'], 'Kernels of network A'],
    ['Trade-off', 'TradeOffPanel', ['a page in its place'], 'Error against size'],
    ['Why', 'WhyPanel', ['cut short'], 'Why waves compress'],
    ['Take home', 'TakeHomePanel', ['unreachable', 'hanging'], 'Trained networks'],
  ] as const;
  for (const [tab, part, faults, heading] of tabs) {
    for (const how of faults) {
      const mend = await spoil(page, part, how);
      if (how === 'hanging') await page.evaluate(HASTY);
      await page.getByRole('tab', { name: tab }).click();
      if (how !== faults[0]) {
        await tryAgain.click();
        await expect(fault).toHaveCount(0);
      }
      await expect(fault).toContainText(`The tab ${tab} could not be loaded`, { timeout: 15_000 });
      await expect(fault.getByRole('button', { name: 'Reload the page' })).toBeVisible();
      await expect(fault.getByRole('button', { name: 'Save A: weights' })).toBeEnabled();
      if (how === 'unreachable') await expectSaved(page);
      await page.getByRole('tab', { name: 'Results' }).click();
      expect(await tableRow(page, 'Test error')).toEqual(row);
      await mend();
    }
    await page.getByRole('tab', { name: tab }).click();
    await tryAgain.click();
    await expect(page.getByRole('heading', { name: heading })).toBeVisible();
    await expect(fault).toHaveCount(0);
  }
  await expectPhase(page, 'finished');
});

async function expectSaved(page: Page): Promise<void> {
  for (const [name, file] of [
    ['Save the experiment', 'slimwave-experiment.json'],
    ['Save B: weights', 'slimwave-b-one-way-safetensors.zip'],
  ]) {
    expect((await saved(page.getByRole('button', { name }))).name).toBe(file);
  }
}

test('charts that can’t be loaded say so, and come when asked again', async ({ page }) => {
  const mend = await spoil(page, 'plotly-basic[^/]*', 'gone');
  await open(page, TINY);
  const curves = page.getByTestId('curves');
  await trainButton(page).click();
  await expect(curves).toContainText('The charts could not be loaded');
  await mend();
  await curves.getByRole('button', { name: 'Try again' }).click();
  await expect(curves.locator('.js-plotly-plot')).toBeVisible();
});
