/** What is taken away from the page: pictures, clips, charts, tables and paper. */
import { BufferSource, ALL_FORMATS, Input } from 'mediabunny';
import { open, saved, TINY, trainToEnd, violations } from './lab.ts';
import { expect, test, type Page } from './test.ts';

/** Of two networks: three columns and a margin, each pixel of the layout four pixels. */
const STAGE_WIDTH = 2 * (3 * 232 + 2 * 12 + 2 * 20);

const text = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);

async function fromMenu(page: Page, menu: string, item: string) {
  await page.getByRole('button', { name: menu, exact: true }).click();
  const file = await saved(page.getByRole('menuitem', { name: item }));
  await page.keyboard.press('Escape');
  return file;
}

/** Width and height in the header of a PNG file. */
function sizeOf(png: Uint8Array): [width: number, height: number] {
  expect(text(png.subarray(1, 4))).toBe('PNG');
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

async function expectFiles(page: Page) {
  const link = page.url();
  const stem = 'slimwave-quick-classical-vs-one-way-r4-[0-9a-f]{4}';

  const stage = await fromMenu(page, 'Save the stage', 'Picture (PNG)');
  expect(stage.name).toMatch(new RegExp(`^${stem}-stage-[\\d.]+s\\.png$`));
  expect(sizeOf(stage.bytes)[0]).toBe(STAGE_WIDTH);
  expect(text(stage.bytes)).toContain(`Source\0${link}`);

  const curves = 'Save the learning curves';
  const png = await fromMenu(page, curves, 'Picture (PNG)');
  expect(sizeOf(png.bytes)).toEqual([1800, 1120]);
  expect(text(png.bytes)).toContain(`Source\0${link}`);
  const svg = text((await fromMenu(page, curves, 'Drawing (SVG)')).bytes);
  // In its description, and in small type at the bottom.
  expect(svg.split('#v=').length - 1).toBe(2);
  expect(svg).toContain('<title>Learning curves</title>');
  const numbers = text((await fromMenu(page, curves, 'Numbers (CSV)')).bytes);
  expect(numbers).toMatch(/^line,Training step,Relative L2 error \(%\),link\r\n/);

  const table = await fromMenu(page, 'Save the comparison', 'Table (CSV)');
  expect(table.name).toMatch(new RegExp(`^${stem}-comparison\\.csv$`));
  const [head, ...lines] = text(table.bytes).trimEnd().split('\r\n');
  expect(head).toBe('quantity,a,b,link');
  for (const line of lines) expect(line.endsWith(`,${link}`)).toBe(true);
}

async function expectPaper(page: Page) {
  await page.evaluate(() => {
    window.print = () => void (document.title = 'printed');
  });
  await page.getByRole('button', { name: 'Save the stage' }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('menuitem', { name: 'Page (print or PDF)' }).click();
  await expect(page).toHaveTitle('printed');
  for (const format of ['A4', 'Letter']) {
    const pdf = text(new Uint8Array(await page.pdf({ format })));
    expect(pdf.match(/\/Type \/Page\b/g), format).toHaveLength(1);
  }
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  const paper = page.getByTestId('print-page');
  for (const words of [page.url(), 'B: Rank', 't = ']) await expect(paper).toContainText(words);
  await expect(paper.getByRole('img', { name: 'QR code of the link' })).toBeVisible();
  await expect(paper.getByRole('row', { name: /^Test error/ })).toBeVisible();
  await expect(paper.locator('.js-plotly-plot')).toBeVisible();
  const frames = paper.locator('canvas');
  expect(await frames.evaluate(({ width }: HTMLCanvasElement) => width)).toBeGreaterThan(1000);
}

test('stage, charts and tables are saved under their experiment’s name, with its link in them, and paper has one page', async ({
  page,
}) => {
  await open(page, `${TINY}&backend=wasm&training.steps=10`);
  await trainToEnd(page);
  await expectFiles(page);
  await expectPaper(page);
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await page.getByRole('tab', { name: 'Errors' }).click();
  const maps = await fromMenu(page, 'Save the maps', 'Picture (PNG)');
  expect(maps.name).toMatch(/-errors-map\.png$/);
  expect(sizeOf(maps.bytes)[0]).toBe(STAGE_WIDTH);
});

const CLIP = 'Clip of one loop (video)';
const without = (page: Page, name: string) =>
  page.evaluate((global) => Reflect.deleteProperty(window, global), name);

test('a clip has the frames of the loop; without WebCodecs it is recorded, without a recorder there is a sentence', async ({
  page,
}) => {
  await open(page, `${TINY}&backend=wasm`);
  const { name, bytes } = await fromMenu(page, 'Save the stage', CLIP);
  expect(name).toMatch(/-clip\.(mp4|webm)$/);
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const track = (await input.getPrimaryVideoTrack())!;
  expect((await track.computePacketStats()).packetCount).toBe(4);
  expect(track.displayWidth % 2).toBe(0);
  expect(Math.max(track.displayWidth, track.displayHeight)).toBeLessThanOrEqual(1920);
  // Four times of 0.35 s at half speed.
  expect(await input.computeDuration()).toBeCloseTo(2.8, 3);
  expect((await input.getMetadataTags()).comment).toBe(page.url());

  await without(page, 'VideoEncoder');
  const recorded = await fromMenu(page, 'Save the stage', CLIP);
  expect(recorded.bytes.length).toBeGreaterThan(1000);

  // It is cancelled by the keyboard alone.
  const button = page.getByRole('button', { name: 'Save the stage' });
  const item = (what: string) => page.getByRole('menuitem', { name: what });
  const outcome = (key: string) => page.getByTestId(`saved-stage.${key}`);
  await button.press('Enter');
  await expect(item('Picture (PNG)')).toBeFocused();
  await page.keyboard.press('End');
  await expect(item(CLIP)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Cancel the clip' }).press('Enter');
  await expect(outcome('clip')).toHaveText('Cancelled: no clip was saved.');

  await without(page, 'MediaRecorder');
  await item(CLIP).click();
  await expect(outcome('clip')).toContainText('can’t record video. Save the picture');
  expect((await saved(item('Picture (PNG)'))).name).toMatch(/png$/);
  await page.evaluate(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
  });
  await item('Picture (PNG)').click();
  await expect(outcome('png')).toContainText('gives the page no canvas');
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
});
