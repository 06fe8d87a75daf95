import { expectPhase, open, tableRow, TINY } from './lab.ts';
import { expect, test } from './test.ts';

test('a run is repeated with two seeds, shows their scatter, and is there after a reload', async ({
  page,
}) => {
  await open(page, `${TINY}&training.steps=20&backend=wasm`);
  await page.getByTestId('repeat').click();
  const seeds = page.getByRole('spinbutton', { name: 'Seeds' });
  await seeds.fill('1.5');
  await expect(page.getByText('Use a whole number of seeds from 2 to 100.')).toBeVisible();
  await seeds.fill('2');
  await page.getByRole('button', { name: 'Train 2 seeds' }).click();
  await expect(page.getByTestId('seeds-note')).toContainText('weights seeds 1 to 2', {
    timeout: 60_000,
  });
  await expectPhase(page, 'finished');
  const before = await tableRow(page, 'Test error');
  for (const cell of before.slice(0, 2)) expect(cell).toMatch(/%\s*± /);
  await expect(page.getByTestId('differences')).toContainText(/of 2 better/);
  await expect(page.getByTestId('verdict')).toContainText(/told apart|of 2 seeds/);
  await page.reload();
  await page.getByTestId('resume-offer').getByRole('button', { name: 'Show the run' }).click();
  await expect(page.getByTestId('seeds-note')).toBeVisible();
  expect(await tableRow(page, 'Test error')).toEqual(before);
});
