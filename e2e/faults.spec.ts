import { expect, test, type Page } from './test.ts';
import { expectPhase, LONG_STEPS, open, tableRow, TINY, trainButton } from './lab.ts';

test('stop ends a step that takes seconds, and says what it cost', async ({ page }) => {
  await open(page, LONG_STEPS);
  await expect(page.getByRole('button', { name: 'Backend: JavaScript' })).toBeVisible();
  await trainButton(page).click();
  await expectPhase(page, 'training', 60_000);
  await page.waitForTimeout(1000);
  await page.getByRole('button', { name: 'Stop', exact: true }).dblclick();
  await expectPhase(page, 'finished');
  await expect(page.getByText(/took too long, so its worker was replaced/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expectPhase(page, 'idle');
});

const names = async (page: Page): Promise<string[]> =>
  (await Promise.all(page.workers().map((worker) => worker.evaluate(() => self.name)))).toSorted();

test('a worker that dies is replaced, the user told, and the other network goes on', async ({
  page,
}) => {
  await open(page, `${TINY}&backend=wasm&training.steps=3000`);
  await expect.poll(() => names(page)).toEqual(['network a', 'network b', 'simulation']);
  const workers = page.workers();
  await trainButton(page).click();
  await expectPhase(page, 'training');
  // Which of the workers is network B's can be told by its name.
  for (const worker of workers) {
    await worker.evaluate(() => {
      if (self.name === 'network b')
        setTimeout(() => {
          throw new Error('out of memory');
        });
    });
  }
  await expect(page.getByText(/its worker stopped.*out of memory/).first()).toBeVisible();
  await expectPhase(page, 'training');
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expectPhase(page, 'idle');
  await expect(async () => {
    // Those of the pool have come with the samples, as many as there are cores to spare.
    expect(await names(page)).toEqual(
      expect.arrayContaining(['network a', 'network b', 'simulation']),
    );
  }).toPass({ timeout: 20_000 });
  await trainButton(page).click();
  await expect(async () => {
    const [a, b] = await tableRow(page, 'Time per step');
    expect(a).toMatch(/ms/);
    expect(b).toMatch(/ms/);
  }).toPass({ timeout: 30_000 });
});

test('a diverging network stops with a sentence, the other finishes', async ({ page }) => {
  await open(
    page,
    'preset=quick&backend=wasm&data.train=64&data.test=16&training.steps=80&a.rate=0.5',
  );
  await trainButton(page).click();
  await expectPhase(page, 'finished', 60_000);
  await expect(page.getByText(/diverged at step \d+/).first()).toBeVisible();
  const [a, b] = await tableRow(page, 'Test error');
  expect(b).toMatch(/%$/);
  expect(a).not.toMatch(/NaN/);
});
