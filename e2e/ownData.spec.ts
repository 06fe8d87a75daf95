import { writeFile } from 'node:fs/promises';
import { expect, test, type Page } from './test.ts';
import { writeNpz } from '../src/engine/files/npz.ts';
import { drawn, open, storedRun, TINY, trainToEnd, unfold } from './lab.ts';
import { otherBrowser } from './otherBrowser.ts';

const N = 30;
const wave = (i: number, x: number, y: number) => Math.sin(i + x) * Math.cos(0.3 * i - y / 2);

const [X, Y] = [12, 8];

/** Fields on a rectangle and twice the same moved by one point, or numbers and their fields. */
function npz(kind: 'fields' | 'numbers'): Uint8Array {
  const grid = Array.from({ length: N * X * Y }, (_, at) => [
    Math.floor(at / (X * Y)),
    Math.floor(at / Y) % X,
    at % Y,
  ]);
  const outputs = { shape: [N, X, Y], data: Float32Array.from(grid, ([i, x, y]) => wave(i, x, y)) };
  return kind === 'fields'
    ? writeNpz({
        inputs: {
          shape: [N, X, Y],
          data: Float32Array.from(grid, ([i, x, y]) => wave(i, x + 1, y)),
        },
        outputs,
      })
    : writeNpz({
        parameters: { shape: [N, 2], data: Float32Array.from({ length: 2 * N }, (_, i) => i) },
        fields: outputs,
      });
}

const openGroup = (page: Page) => page.locator('summary', { hasText: 'Own data' }).click();
const choose = (page: Page, path: string) => page.getByTestId('own-data-file').setInputFiles(path);
const outcome = (page: Page) => page.getByTestId('own-data-outcome');

test('a file of one’s own is trained on and forecast; a bad one changes nothing', async ({
  page,
}, info) => {
  await open(page, `${TINY}&training.steps=10`);
  await openGroup(page);
  const bad = info.outputPath('bad.npz');
  await writeFile(bad, 'not an archive');
  await choose(page, bad);
  await expect(outcome(page)).toContainText('.npz, HDF5 or safetensors');
  await expect(page).not.toHaveURL(/task\.kind=own/);

  const fields = info.outputPath('fields.npz');
  await writeFile(fields, npz('fields'));
  await choose(page, fields);
  await expect(outcome(page)).toContainText('30 samples');
  await expect(page).toHaveURL(/task\.kind=own/);
  await expect(drawn(page, 'truth')).toBeVisible();
  await expect(drawn(page, 'domain')).toBeVisible();
  await trainToEnd(page);
  for (const panel of ['forecast-a', 'forecast-b', 'error-a', 'error-b']) {
    await expect(drawn(page, panel)).toBeVisible();
    const { width, height } = await drawn(page, panel).evaluate((canvas: HTMLCanvasElement) => ({
      width: canvas.width,
      height: canvas.height,
    }));
    expect(Math.abs(width - (height * (X - 1)) / (Y - 1))).toBeLessThan(2);
  }
  const version = await drawn(page, 'truth').getAttribute('data-version');
  await page.getByRole('button', { name: 'Next test sample' }).click();
  await expect(drawn(page, 'truth')).not.toHaveAttribute('data-version', version!);
  await expect(page.getByTestId('panel-error-b')).toContainText('%');

  // A preset leaves the file behind, and choosing the task brings it back.
  await page.getByRole('combobox', { name: 'Preset' }).selectOption('quick');
  await expect(page).not.toHaveURL(/task\.kind=own/);
  await page.locator('summary', { hasText: 'Task' }).click();
  await page.locator('#field-task\\.kind').selectOption('own');
  await expect(page).toHaveURL(/task\.inputs=1x12x8/);

  const numbers = info.outputPath('numbers.npz');
  await writeFile(numbers, npz('numbers'));
  await choose(page, numbers);
  await expect(page.getByTestId('panel-domain')).toContainText('begins with 2 numbers');

  // The samples of a file are not stored with the run.
  await storedRun(page, 'finished');
  await page.reload();
  await page.getByTestId('resume-offer').getByRole('button', { name: 'Show' }).click();
  await page.getByRole('tab', { name: 'Errors' }).click();
  await expect(page.getByTestId('errors')).toContainText('fields.npz, which is not open');
});

/** Drops a file on an element, as the browser would. */
async function drop(page: Page, selector: string, name: string, bytes: Uint8Array) {
  const encoded = Buffer.from(bytes).toString('base64');
  const dataTransfer = await page.evaluateHandle(
    ([text, called]) => {
      const transfer = new DataTransfer();
      const content = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
      transfer.items.add(new File([content], called));
      return transfer;
    },
    [encoded, name],
  );
  await page.dispatchEvent(selector, 'dragover', { dataTransfer });
  await expect(page.getByTestId('file-drop')).toBeVisible();
  await page.dispatchEvent(selector, 'drop', { dataTransfer });
  await expect(page.getByTestId('file-drop')).toBeHidden();
}

test('a file that is dropped anywhere is opened by what it is, and the page stays', async ({
  page,
}) => {
  await open(page, TINY);
  const notices = page.getByTestId('notices');
  await drop(page, 'header', 'fields.npz', npz('fields'));
  await expect(page).toHaveURL(/task\.kind=own/);
  await expect(notices).toContainText('fields.npz is open: 30 samples.');
  const experiment = new TextEncoder().encode('{"preset": "volume", "a.rate": 0.011}');
  await drop(page, 'main', 'mine.json', experiment);
  await expect(page).toHaveURL(/preset=volume.*a\.rate=0\.011/);
  await expect(notices).toContainText('mine.json is open.');
  const model = new TextEncoder().encode('{"format": "layers-model", "modelTopology": {}}');
  await drop(page, 'aside', 'model.json', model);
  await expect(notices).toContainText('load it with tf.loadLayersModel');
  await expect(page).toHaveURL(/preset=volume/);
});

test('a file that takes long can be cancelled', async ({ page }, info) => {
  // Reading never ends.
  const never = 'Blob.prototype.arrayBuffer = () => new Promise(() => {});';
  await otherBrowser(page, `if (self.name === 'data file') ${never}`, { inPage: false });
  await open(page, TINY);
  const path = info.outputPath('large.npz');
  await writeFile(path, npz('fields'));
  await openGroup(page);
  await choose(page, path);
  const reading = page.getByTestId('reading');
  await expect(reading.getByRole('progressbar', { name: 'Reading large.npz' })).toBeVisible();
  const readers = () => page.workers().filter((worker) => worker.url().includes('file.worker'));
  await expect.poll(() => readers().length).toBe(1);
  await reading.getByRole('button', { name: 'Cancel' }).click();
  await expect(outcome(page)).toHaveText('large.npz was not read: it was cancelled.');
  await expect(reading).toBeHidden();
  // The browser takes a moment to end it.
  await expect.poll(readers).toEqual([]);
});

test('a link to own data asks for the file, and no sample can be asked for without it', async ({
  page,
}) => {
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await unfold(page);
  await page.goto('./#preset=quick&task.kind=own&task.inputs=3&task.outputs=8x32x32');
  await expect(page.getByTestId('panel-domain')).toContainText('needs its data file');
  await expect(page.getByTestId('train')).toBeDisabled();
  await expect(page.getByTestId('stage-note')).toContainText('needs its data file');
  for (const name of [/^Next test sample/, /^Previous test sample/, /the animation$/]) {
    await expect(page.getByRole('button', { name })).toBeDisabled();
  }
  expect(faults).toEqual([]);
});
