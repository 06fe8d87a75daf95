import { writeFile } from 'node:fs/promises';
import { expect, test, type Page } from './test.ts';
import { writeNpz } from '../src/engine/files/npz.ts';
import { drawn, open, storedRun, TINY, trainToEnd, unfold, violations } from './lab.ts';
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
  await expect(outcome(page)).toContainText('The file is text');
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

/** Fields at five times and a speed in arrays of other names, with their axes in an unusual order. */
function unknownNpz(): Uint8Array {
  const [times, x, y] = [5, 12, 8];
  const at = (count: number, of: (i: number) => number) =>
    Float32Array.from({ length: count }, (_, i) => of(i));
  return writeNpz({
    // [y, x, n, t]
    history: {
      shape: [y, x, N, times],
      data: at(y * x * N * times, (i) => {
        const [t, n, column, row] = [
          i % times,
          Math.floor(i / times) % N,
          Math.floor(i / times / N) % x,
          Math.floor(i / times / N / x),
        ];
        return wave(n, column + t / 2, row);
      }),
    },
    layer: {
      shape: [N, x, y],
      data: at(N * x * y, (i) => 1 + Math.floor(i / x / y) / N + (i % y) / 10),
    },
  });
}

test('an unknown layout is read as chosen from lists, remembered, and comes back with its link', async ({
  page,
}, info) => {
  await open(page, `${TINY}&training.steps=1`);
  await openGroup(page);
  const path = info.outputPath('unknown.npz');
  await writeFile(path, unknownNpz());
  await choose(page, path);
  const dialog = page.getByTestId('data-dialog');
  const pick = (name: string, option: string) =>
    dialog.getByRole('combobox', { name, exact: true }).selectOption(option);
  await pick('Use of history', 'both');
  // Closing it changes nothing.
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(outcome(page)).toHaveText('unknown.npz was not opened. What was open stays.');
  await expect(page).not.toHaveURL(/task\.kind=own/);

  await choose(page, path);
  await pick('Use of history', 'both');
  await pick('Use of layer', 'input');
  for (const [axis, extent, role] of [
    [1, 8, 'y'],
    [2, 12, 'x'],
    [3, N, 'sample'],
    [4, 5, 'time'],
  ] as const) {
    await dialog
      .getByRole('combobox', { name: `What axis ${axis} of history, ${extent} long, counts` })
      .first()
      .selectOption(role);
  }
  const group = (title: string) => dialog.getByRole('region', { name: title });
  await group('What goes in').getByLabel('Part of axis 4 of history').selectOption('first');
  await group('What comes out').getByLabel('Part of axis 4 of history').selectOption('later');
  await expect(dialog.getByTestId('data-summary')).toContainText(
    'inputs 2 × 12 × 8; outputs 4 × 12 × 8',
  );
  await expect(dialog.getByTestId('data-preview').getByRole('img')).toHaveCount(5);
  expect(await violations(page, { within: 'dialog[open]' })).toEqual([]);
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(outcome(page)).toContainText('unknown.npz is open: 30 samples.');
  await expect(page).toHaveURL(/task\.map=in\(history\(y,x,n,t%5B0%5D\),layer\(n,x,y\)\),out/);
  await trainToEnd(page);

  // Whoever opens the link is asked for the file, and for nothing else.
  const link = page.url();
  await page.evaluate(() => localStorage.removeItem('slimwave.mappings'));
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByTestId('panel-domain')).toContainText('needs its data file');
  // The group is still unfolded.
  await choose(page, path);
  await expect(outcome(page)).toContainText('Read as the link says.');
  await expect(drawn(page, 'truth')).toBeVisible();
  await page.getByTestId('change-data').click();
  await expect(dialog.getByTestId('data-summary')).toContainText('outputs 4 × 12 × 8');
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
