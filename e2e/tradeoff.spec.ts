import { expect, test, type Page } from './test.ts';
import { expectPhase, open, saved, TINY, trainButton, violations } from './lab.ts';

const SMALL = `${TINY}&backend=wasm&training.steps=20`;

const panel = (page: Page) => page.getByTestId('tradeoff');
const sweep = (page: Page) => page.getByTestId('sweep');
const rows = (page: Page) => page.getByTestId('entries').locator('tbody tr');
const openPanel = (page: Page) => page.getByRole('tab', { name: 'Trade-off' }).click();

/** A sweep over some formats at one kept fraction. */
async function choose(page: Page, formats: readonly string[], kept: string): Promise<void> {
  const boxes = sweep(page).getByRole('group', { name: 'Formats' }).getByRole('checkbox');
  await expect(boxes).toHaveCount(8);
  for (const box of await boxes.all()) await box.uncheck();
  for (const name of formats)
    await sweep(page).getByRole('checkbox', { name, exact: true }).check();
  await sweep(page).getByRole('textbox', { name: 'Fractions to keep' }).fill(kept);
}

test('a sweep fills the chart, what it found survives a reload, and opens as B', async ({
  page,
}) => {
  await open(page, SMALL);
  await openPanel(page);
  await expect(panel(page)).toContainText('No network has been trained with these settings yet.');
  await choose(page, ['Classical (dense)', 'One-way'], '50%');
  const seeds = sweep(page).getByRole('textbox', { name: 'Seeds' });
  await seeds.fill('1000');
  await expect(sweep(page)).toContainText('1000 seeds are too many');
  await seeds.fill('2');
  await expect(page.getByTestId('sweep-size')).toContainText('6 networks to train in ');
  await sweep(page).getByRole('button', { name: 'Start sweep' }).click();
  await expect(trainButton(page)).toBeDisabled();
  await expect(page.getByText('A sweep (Trade-off) trains one network')).toBeVisible();
  await expect(sweep(page)).toContainText('Done: 6 of 6 networks are trained.', {
    timeout: 60_000,
  });
  await expect(trainButton(page)).toBeEnabled();
  await expect(rows(page)).toHaveCount(3);
  await expect(panel(page).getByRole('img', { name: /of 3 networks; / })).toBeVisible();
  // Each with a bar over its seeds.
  await expect(panel(page).locator('.scatterlayer .errorbar')).toHaveCount(3);
  await expect(page.getByTestId('sweep-size')).toContainText('all of them are trained already');
  const errors = (await rows(page).locator('td[data-column=test]').allInnerTexts()).map(parseFloat);
  expect(errors).toEqual(errors.toSorted((a, b) => a - b));
  // The best one is on the front whatever its size.
  await expect(rows(page).first()).toHaveAttribute('data-pareto', 'true');
  const save = (name: string) => saved(panel(page).getByRole('button', { name }));
  const results = await save('Save the results of these 6 networks as JSON');
  const { table, networks } = JSON.parse(new TextDecoder().decode(results.bytes));
  expect([table.length, networks.length]).toEqual([3, 6]);
  expect(table.map(({ network }: { network: string }) => network)).toContain(
    'Narrow classical as One-way, 50%',
  );
  await panel(page).getByRole('button', { name: 'Save the chart' }).click();
  const item = (name: string) => saved(panel(page).getByRole('menuitem', { name }));
  const svg = new TextDecoder().decode((await item('Drawing (SVG)')).bytes);
  expect(svg).toMatch(/^<svg[^]*One-way[^]*<\/svg>$/);
  const numbers = new TextDecoder().decode((await item('Numbers (CSV)')).bytes);
  expect(numbers).toMatch(/^network,all parameters \(count\),[^]*,link\r\n/);

  // A network opens into its seeds, and columns come and go.
  const seed = page.locator('[data-seed]');
  await rows(page)
    .first()
    .getByRole('button', { name: /2 seeds$/ })
    .click();
  await expect(seed).toHaveCount(2);
  await rows(page)
    .first()
    .getByRole('button', { name: /2 seeds$/ })
    .click();
  await expect(seed).toHaveCount(0);
  await panel(page).locator('summary', { hasText: 'Columns' }).click();
  await panel(page).getByRole('checkbox', { name: 'Backend' }).check();
  const backend = panel(page).getByRole('columnheader', { name: 'Backend' });
  await expect(backend).toBeVisible();
  await panel(page).getByRole('checkbox', { name: 'Only what differs' }).check();
  await expect(backend).toHaveCount(0);

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page, { within: '#results' }), colorScheme).toEqual([]);
  }

  await page.reload();
  await openPanel(page);
  await expect(rows(page)).toHaveCount(3);
  await page
    .getByTestId('entries')
    .getByRole('button', { name: /^Open Narrow classical as One-way, 50% as B/ })
    .click();
  const networkB = page.getByRole('region', { name: 'Network B', exact: true });
  const formatOfB = networkB.getByRole('combobox', { name: 'Kernel format' });
  await expect(formatOfB).toHaveValue('classical');

  // So does what the advisor names.
  await formatOfB.selectOption('Tucker-2');
  const advisor = page.getByTestId('advisor');
  await advisor.getByRole('radio', { name: '20 %' }).check();
  const smallest = advisor.locator('[data-goal=parameters]');
  const named = await smallest.locator('strong').innerText();
  await smallest.getByRole('button', { name: `Open ${named} as B (smallest)` }).click();
  await expect(formatOfB).toHaveValue(named.startsWith('One-way') ? 'one-way' : 'classical');
  await expect(rows(page)).toHaveCount(3);

  // Another seed shows the same networks; those of other data are not shown, and not lost.
  await open(page, `${SMALL}&data.seed=9`);
  await openPanel(page);
  await expect(rows(page)).toHaveCount(3);
  await open(page, `${SMALL}&training.warmUp=0.2`);
  await openPanel(page);
  await expect(panel(page)).toContainText(
    '6 networks of other scenes, tasks, data files or trainings are kept',
  );
  await expect(rows(page)).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'Clear…' }).click();
  await panel(page).getByRole('button', { name: 'Remove all 6' }).click();
  await expect(panel(page)).not.toContainText('are kept');
  await panel(page)
    .getByLabel('Open results')
    .setInputFiles({
      name: 'results.json',
      mimeType: 'application/json',
      buffer: Buffer.from(results.bytes),
    });
  await expect(panel(page)).toContainText('results.json: 6 networks added.');
  await expect(panel(page)).toContainText('6 networks of other scenes');
});

test('a sweep that is cancelled is offered again after a reload, and goes on', async ({ page }) => {
  await open(page, `${TINY}&backend=wasm&training.steps=20000`);
  await openPanel(page);
  await choose(page, ['Classical (dense)', 'One-way'], '50');
  await sweep(page).getByRole('checkbox', { name: 'Narrow classical control' }).uncheck();
  await sweep(page).getByRole('button', { name: 'Start sweep' }).click();
  await expectPhase(page, 'training');
  await page.getByRole('button', { name: 'Cancel it' }).click();
  await expect(sweep(page)).toContainText('Cancelled: 0 of 2 networks are trained.');
  await expectPhase(page, 'idle');
  await expect(trainButton(page)).toBeEnabled();

  // What is left of it is offered after a reload, and goes on.
  await page.reload();
  await openPanel(page);
  await expect(page.getByTestId('sweep-interrupted')).toContainText('0 are trained, 2 are left');
  await sweep(page).getByRole('button', { name: 'Resume sweep' }).click();
  await expectPhase(page, 'training');
  await sweep(page).getByRole('button', { name: 'Cancel' }).click();
  await expectPhase(page, 'idle');
  await sweep(page).getByRole('button', { name: 'Give it up' }).click();
  await expect(page.getByTestId('sweep-interrupted')).toHaveCount(0);

  await trainButton(page).click();
  await expectPhase(page, 'training', 60_000);
  await expect(sweep(page).getByRole('button', { name: 'Start sweep' })).toBeDisabled();
  await expect(sweep(page)).toContainText('Networks are being trained');
});
