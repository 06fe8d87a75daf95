import { readFile, writeFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from './test.ts';
import { strFromU8, unzipSync } from 'fflate';
import { open, TINY, trainToEnd } from './lab.ts';

const openTab = (page: Page) => page.getByRole('tab', { name: 'Take home' }).click();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Presses a button and reads what it downloads. */
async function saved(page: Page, name: string): Promise<{ name: string; bytes: Uint8Array }> {
  const downloading = page.waitForEvent('download');
  await button(page, name).click();
  const download = await downloading;
  const bytes = await readFile(await download.path());
  return { name: download.suggestedFilename(), bytes: new Uint8Array(bytes) };
}

const entries = (bytes: Uint8Array) => Object.keys(unzipSync(bytes)).sort();

test('a trained network, its data and its results go home as files', async ({ page }) => {
  await open(page, `${TINY}&training.steps=10`);
  await openTab(page);
  await expect(button(page, 'Save A: Safetensors')).toBeDisabled();
  await expect(button(page, 'Save the data set')).toBeDisabled();
  await expect(page.getByText('Network A: it has no weights before training.')).toBeVisible();
  await trainToEnd(page);

  const model = await saved(page, 'Save B: TensorFlow.js');
  expect(model.name).toBe('slimwave-b-one-way-tfjs.zip');
  expect(entries(model.bytes)).toEqual(['description.json', 'model.json', 'weights.bin']);
  const dense = await saved(page, 'Save B: TensorFlow.js, dense');
  const topology = strFromU8(unzipSync(dense.bytes)['model.json']);
  expect(topology).toContain('Conv2D');
  expect(topology).not.toContain('Slimwave');
  const weights = await saved(page, 'Save A: Safetensors');
  expect(entries(weights.bytes)).toEqual(['description.json', 'weights.safetensors']);
  await expect(page.getByTestId('saved-weights.a')).toContainText('safetensors.zip');

  const data = await saved(page, 'Save the data set');
  const arrays = unzipSync(unzipSync(data.bytes)['dataset.npz']);
  expect(Object.keys(arrays)).toContain('train_fields.npy');
  const results = await saved(page, 'Save curves and tables');
  expect(strFromU8(unzipSync(results.bytes)['comparison.csv'])).toMatch(/test_relative_l2,0\.\d+/);

  const { violations } = await new AxeBuilder({ page }).include('#results').analyze();
  expect(violations).toEqual([]);
});

test('an experiment file opens again, and a bad one changes nothing', async ({ page }, info) => {
  await open(page, `${TINY}&training.steps=37`);
  await openTab(page);
  const { bytes } = await saved(page, 'Save the experiment');
  const path = info.outputPath('experiment.json');
  await writeFile(path, bytes);
  await page.getByRole('combobox', { name: 'Preset' }).selectOption('volume');
  await expect(page).not.toHaveURL(/training\.steps=37/);

  const bad = info.outputPath('package.json');
  await writeFile(bad, '{"name": "x"}');
  const input = page.getByLabel(/Choose a file/);
  await input.setInputFiles(bad);
  await expect(page.getByText(/package\.json was not opened\. .* not an experiment/)).toBeVisible();
  await expect(page).not.toHaveURL(/training\.steps=37/);

  await input.setInputFiles(path);
  await expect(page.getByText('experiment.json is open.')).toBeVisible();
  await expect(page).toHaveURL(/training\.steps=37/);
});
