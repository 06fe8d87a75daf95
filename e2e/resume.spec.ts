import { expect, test, type Page } from '@playwright/test';
import { curves, expectPhase, open, tableRow, TINY, trainButton, trainToEnd } from './lab.ts';

/** Long enough to be interrupted, some seconds on wasm. */
const RUN = `${TINY}&backend=wasm&training.steps=1500`;

/** Runs code in a network's worker. */
async function inWorker(page: Page, name: string, code: () => void): Promise<void> {
  for (const worker of page.workers()) {
    if ((await worker.evaluate(() => self.name)) === name) await worker.evaluate(code);
  }
}

/** Steps of both networks, as the Train bar shows them. */
async function steps(page: Page): Promise<number[]> {
  const text = await trainButton(page).innerText();
  return [...text.matchAll(/\b[AB] ([\d,]+)/g)].map(([, step]) => Number(step.replaceAll(',', '')));
}

const pastStep = (page: Page, step: number) =>
  expect
    .poll(async () => Math.min(...(await steps(page)), Infinity) * ((await steps(page)).length / 2))
    .toBeGreaterThan(step);

const increasing = (x: readonly number[]): boolean =>
  x.every((value, i) => i === 0 || value > x[i - 1]);

test('a worker that dies is replaced, goes on from its checkpoint, and the curves are the same', async ({
  page,
}) => {
  await open(page, RUN);
  await trainToEnd(page);
  const once = await curves(page, 1500);
  const errors = await tableRow(page, 'Test error');

  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expectPhase(page, 'idle');
  await trainButton(page).click();
  await pastStep(page, 300);
  await inWorker(page, 'network b', () => {
    setTimeout(() => {
      throw new Error('gone');
    });
  });
  await expect(
    page.getByText(/Network B: its worker stopped.*gone.*goes on from step \d+/),
  ).toBeVisible();
  await expectPhase(page, 'finished', 60_000);
  const resumed = await curves(page, 1500);
  for (const { x } of resumed) expect(increasing(x)).toBe(true);
  expect(resumed).toEqual(once);
  expect(await tableRow(page, 'Test error')).toEqual(errors);

  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expectPhase(page, 'idle');
  await trainButton(page).click();
  await pastStep(page, 300);
  await page.reload();
  await page.getByRole('button', { name: /Go on from step \d+/ }).click();
  await expectPhase(page, 'finished', 60_000);
  expect(await curves(page, 1500)).toEqual(once);
  expect(await tableRow(page, 'Test error')).toEqual(errors);
});
