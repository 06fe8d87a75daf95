import { expect, test, type Page } from './test.ts';
import { drawn, open, tableRow, TINY, trainToEnd, violations } from './lab.ts';

const PROPAGATOR = [
  'preset=propagator',
  'task.grid=16',
  'net.kernel=17',
  'modes.count=6',
  'modes.shiftCount=8',
  'data.train=16',
  'data.test=6',
  'b.rank=4',
  'training.steps=20',
  'training.batch=4',
  'backend=wasm',
].join('&');

const MEDIUM = [
  'preset=medium',
  'task.grid=16',
  'modes.count=4',
  'net.blocks=2',
  'net.width=4',
  'data.train=8',
  'data.test=3',
  'training.steps=10',
  'training.batch=4',
  'backend=wasm',
].join('&');

const TRACE = [
  'preset=trace',
  'scene.elements=4',
  'source.frequency=1..1.6',
  'task.grid=8',
  'task.frames=8',
  'task.arc=16',
  'zone.cells=24',
  'net.blocks=2',
  'net.width=6',
  'net.kernel=3',
  'data.train=16',
  'data.test=6',
  'training.steps=30',
  'training.batch=4',
  'a.rate=0.012',
  'b.rate=0.02',
  'backend=wasm',
].join('&');

const group = (page: Page, title: string) =>
  page.locator('summary').getByText(title, { exact: true });
const PERCENT = /^\d.*%$/;

test('the propagator shows exact fields of test samples and no scene, and trains', async ({
  page,
}) => {
  await open(page, PROPAGATOR);
  await expect(group(page, 'Random fields')).toBeVisible();
  for (const title of ['Scene', 'Source', 'Zone', 'Recording']) {
    await expect(group(page, title)).toHaveCount(0);
  }
  await expect(page.getByRole('slider', { name: 'Source position' })).toHaveCount(0);
  await expect(page.getByTestId('stage-note')).toContainText('A test sample');
  await trainToEnd(page);
  for (const panel of ['truth', 'forecast-a', 'forecast-b', 'error-a', 'error-b']) {
    await expect(drawn(page, panel)).toBeVisible();
    // One frame, shown at all times.
    await expect(drawn(page, panel)).toHaveAttribute('data-early', 'false');
  }
  const version = await drawn(page, 'error-b').getAttribute('data-version');
  await page.getByRole('button', { name: 'Next test sample' }).click();
  await expect(drawn(page, 'error-b')).not.toHaveAttribute('data-version', version!);
  for (const cell of (await tableRow(page, 'Median L1, scaled')).slice(0, 2)) {
    expect(cell).toMatch(PERCENT);
  }
  await page.getByText('All error measures').click();
  await expect(page.getByTestId('measures').getByRole('row')).toHaveCount(1 + 2 * (1 + 5));

  await page.getByRole('tab', { name: 'Errors' }).click();
  const radius = page.getByTestId('fed-back').getByRole('row', { name: 'Spectral radius' });
  await expect(radius.getByRole('cell')).toHaveText([/^≈? ?\d\.\d{3}$/, /^≈? ?\d\.\d{3}$/]);
  const worst = page.getByRole('button', { name: 'Show the worst sample of network B' });
  const [, number, error] = /No\. (\d+) · (.*)/.exec(await worst.innerText())!;
  await worst.click();
  await expect(page.getByLabel('Number of the test sample')).toHaveValue(number);
  await expect(page.getByTestId('panel-error-b').locator('h2 > span + span button')).toHaveText(
    error,
  );
  expect(await violations(page, { grave: true })).toEqual([]);
});

test('the medium of a sample is shown beside its field and belongs to what is forecast', async ({
  page,
}) => {
  await open(page, MEDIUM);
  await expect(page.getByTestId('panel-domain')).toContainText('FE');
  const speed = drawn(page, 'input-2');
  await expect(speed).toHaveAttribute(
    'aria-label',
    /^Medium c: from 0\.0\S*\sm\/s to 0\.1\S*\sm\/s$/,
  );
  await trainToEnd(page);
  for (const panel of ['input-1', 'truth', 'forecast-b', 'error-b']) {
    await expect(drawn(page, panel)).toBeVisible();
  }
  const before = await speed.getAttribute('aria-label');
  await page.getByRole('button', { name: 'Next test sample' }).click();
  await expect(speed).not.toHaveAttribute('aria-label', before!);
  expect(await violations(page, { grave: true })).toEqual([]);
});

test('changing between tasks brings samples that fit', async ({ page }) => {
  await open(page, PROPAGATOR);
  await page.getByLabel('Preset', { exact: true }).selectOption('quick');
  await expect(page.getByRole('slider', { name: 'Source position' })).toHaveAttribute(
    'aria-valuetext',
    'x 0.25 m, y 0.5 m',
  );
  await page.getByLabel('Preset', { exact: true }).selectOption('propagator');
  await expect(page.getByLabel('Number of the test sample')).toHaveValue('1');
  await expect(page.getByTestId('panel-domain')).toContainText('exact');
});

test('a forecast trace drives the submodel, and both errors are told', async ({ page }) => {
  await open(page, TRACE);
  await expect(page.getByTestId('trace-truth').locator('canvas')).toBeVisible();
  await trainToEnd(page);
  for (const name of ['trace-a', 'trace-b']) {
    await expect(page.getByTestId(name).locator('canvas')).toBeVisible();
  }
  for (const panel of ['forecast-a', 'forecast-b', 'error-a', 'error-b']) {
    await expect(drawn(page, panel)).toBeVisible();
  }
  const errors = page.getByTestId('trace-errors');
  const inside = errors.getByRole('row').filter({ hasText: 'Error inside' }).getByRole('cell');
  const before = await (async () => {
    await expect(inside.nth(1)).toHaveText(PERCENT);
    return inside.nth(1).innerText();
  })();
  // The panel and the table say the same.
  await expect(page.getByTestId('panel-error-b').locator('h2 > span + span button')).toHaveText(
    before,
  );
  await page.getByRole('button', { name: 'Next test sample' }).click();
  await expect(inside.nth(1)).not.toHaveText(before);
  expect(await violations(page, { grave: true })).toEqual([]);
});

test('one click adds what network B is compared with', async ({ page }) => {
  await open(page, `${TINY}&backend=wasm&training.steps=30&training.fineTune=10`);
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const card = (letter: string) =>
    page.getByRole('region', { name: `Network ${letter}`, exact: true });
  await press('Narrow classical');
  await expect(card('C')).toContainText('Channels ×');
  await press('After training');
  await expect(page.getByRole('button', { name: 'After training', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(card('D').getByLabel('Kernel format', { exact: true })).toHaveValue('one-way');
  // The classical network is there already, and there is no room for a fifth.
  for (const name of ['Classical', 'Narrow convolutions']) {
    await expect(page.getByRole('button', { name, exact: true })).toBeDisabled();
  }
  await expect(page.getByRole('button', { name: 'Four networks at most' })).toBeDisabled();
  await trainToEnd(page);
  for (const title of ['Before compression', 'Right after compression', 'Test error']) {
    // Below the value is its ratio to the reference, if that has one.
    expect((await tableRow(page, title))[3].split('\n')[0]).toMatch(PERCENT);
  }
  expect((await tableRow(page, 'Before compression')).slice(0, 3)).toEqual(['–', '–', '–']);
  expect((await tableRow(page, 'Learning rate'))[1]).toBe('automatic');
});

test('single layers get the first free number', async ({ page }) => {
  await open(page, TINY);
  const b = page.getByRole('region', { name: 'Network B', exact: true });
  await b.locator('summary').click();
  await b.getByRole('button', { name: 'Add layer choice: Tucker-2' }).click();
  await b.getByRole('button', { name: 'Add layer choice: Kernel CP' }).click();
  await expect(b.getByLabel('Layer choice 1 layer')).toHaveValue('1');
  await expect(b.getByLabel('Layer choice 2 layer')).toHaveValue('2');
  await expect(page.getByTestId('layers')).toContainText('Tucker-2, factor by factor');
  await expect(page.getByTestId('layers')).toContainText('Kernel CP, dense kernel rebuilt');
  expect(await violations(page, { grave: true })).toEqual([]);
});
