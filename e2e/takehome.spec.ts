import { writeFile } from 'node:fs/promises';
import { expect, test, type Page } from './test.ts';
import { strFromU8, unzipSync } from 'fflate';
import { open, saved, tableRow, TINY, trainToEnd, violations } from './lab.ts';

const openTab = (page: Page) => page.getByRole('tab', { name: 'Take home' }).click();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

const entries = (bytes: Uint8Array) => Object.keys(unzipSync(bytes)).sort();

test('a trained network, its data, its results and its experiment go home as files; the experiment opens again', async ({
  page,
}, info) => {
  await open(page, `${TINY}&training.steps=37`);
  await openTab(page);
  await expect(button(page, 'Save A: Safetensors')).toBeDisabled();
  await expect(button(page, 'Save the data set')).toBeDisabled();
  await expect(page.getByText('Network A: it has no weights before training.')).toBeVisible();
  await trainToEnd(page);
  await page.getByRole('tab', { name: 'Results' }).click();
  const [first] = await tableRow(page, 'Test error');
  await openTab(page);

  const model = await saved(button(page, 'Save B: TensorFlow.js'));
  expect(model.name).toBe('slimwave-b-one-way-tfjs.zip');
  const files = ['description.json', 'forecast.mjs', 'model.json', 'weights.bin'];
  expect(entries(model.bytes)).toEqual(expect.arrayContaining([...files, 'README.md']));
  const onnx = await saved(button(page, 'Save B: ONNX'));
  expect(onnx.name).toBe('slimwave-b-one-way-onnx.zip');
  expect(entries(onnx.bytes)).toEqual(expect.arrayContaining(['network.onnx', 'forecast.py']));
  expect(strFromU8(unzipSync(onnx.bytes)['README.md'])).toContain('Trained for 37 steps.');
  const pytorch = await saved(button(page, 'Save B: PyTorch'));
  const module = strFromU8(unzipSync(pytorch.bytes)['slimwave_network.py']);
  expect(module).toContain('filter_1=Convolution(');
  await page.getByRole('radio', { name: 'Dense' }).check();
  const dense = await saved(button(page, 'Save B: TensorFlow.js, dense'));
  const topology = strFromU8(unzipSync(dense.bytes)['model.json']);
  expect(topology).toContain('Conv2D');
  expect(topology).not.toContain('Slimwave');
  const weights = await saved(button(page, 'Save A: Safetensors'));
  expect(entries(weights.bytes)).toContain('weights.safetensors');
  await expect(page.getByTestId('saved-weights.a')).toContainText('safetensors.zip');

  const data = await saved(button(page, 'Save the data set'));
  const arrays = unzipSync(unzipSync(data.bytes)['dataset.npz']);
  expect(Object.keys(arrays)).toContain('train_fields.npy');
  await page.getByLabel('Layout of the data set').selectOption('PDEBench');
  const hdf5 = await saved(button(page, 'Save the data set'));
  expect(hdf5.name).toBe('slimwave.hdf5');
  expect([...hdf5.bytes.subarray(0, 4)]).toEqual([0x89, 0x48, 0x44, 0x46]);
  const results = await saved(button(page, 'Save curves and tables'));
  expect(strFromU8(unzipSync(results.bytes)['comparison.csv'])).toMatch(/test_relative_l2,0\.\d+/);

  expect(await violations(page, { within: '#results' })).toEqual([]);

  // An experiment file opens again, and a bad one changes nothing.
  const { bytes } = await saved(button(page, 'Save the experiment'));
  const path = info.outputPath('experiment.json');
  await writeFile(path, bytes);
  await page.getByRole('combobox', { name: 'Preset' }).selectOption('volume');
  await expect(page).not.toHaveURL(/training\.steps=37/);

  const bad = info.outputPath('package.json');
  await writeFile(bad, '{"name": "x"}');
  const input = page.getByLabel(/^Choose an experiment or a trained network/);
  await input.setInputFiles(bad);
  await expect(page.getByText(/package\.json was not opened\. .* not an experiment/)).toBeVisible();
  await expect(page).not.toHaveURL(/training\.steps=37/);

  await input.setInputFiles(path);
  await expect(page.getByText('experiment.json is open.')).toBeVisible();
  await expect(page).toHaveURL(/training\.steps=37/);

  // A network comes back, and has the error that it had.
  const network = info.outputPath('network.zip');
  await writeFile(network, weights.bytes);
  await input.setInputFiles(network);
  await expect(button(page, 'Use it as network C')).toBeEnabled();
  expect(await violations(page, { within: 'dialog[open]' })).toEqual([]);
  await button(page, 'Use it as network C').click();
  await trainToEnd(page);
  await page.getByRole('tab', { name: 'Results' }).click();
  const [again, , opened] = await tableRow(page, 'Test error');
  expect(again).toBe(first);
  // The share of network A's error is beneath it.
  expect(opened.split(/\s+×/)[0]).toBe(first);
});
