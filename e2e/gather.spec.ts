/** Receivers on a line: the shot gather, its traces, first arrivals and files. */
import { unzipSync } from 'fflate';
import { readNpz } from '../src/engine/files/npz.ts';
import { open, saved, TINY, violations } from './lab.ts';
import { expect, test } from './test.ts';

const LINE = `${TINY}&scene.receivers=line(0.1,0.9,0.9,0.9,17)+point(0.5,0.1)&source.x=0.3&source.y=0.5&scene.duration=2.2`;

test('a line of receivers makes a shot gather, whose traces are chosen by click and key', async ({
  page,
}) => {
  await open(page, LINE);
  const gather = page.getByTestId('gather');
  await gather.scrollIntoViewIfNeeded();
  const picture = gather.getByRole('slider', { name: 'Trace of the shot gather' });
  await expect(picture).toHaveAttribute('aria-valuemax', '17');
  const reading = gather.getByTestId('gather-reading');
  await expect(reading).toContainText('R001');
  await picture.focus();
  await page.keyboard.press('End');
  await expect(reading).toContainText('R017');
  await expect(reading).toContainText('0.9 m, 0.9 m');
  const { width } = (await picture.boundingBox())!;
  await picture.click({ position: { x: width / 2, y: 40 } });
  await expect(reading).toContainText('R009');
  await expect(page.getByRole('img', { name: /Seismograms of 1 receiver/ })).toHaveCount(1);
  const painted = () =>
    picture.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const wiggles = await painted();
  await gather.getByRole('radio', { name: 'Colours' }).check();
  await expect.poll(painted).not.toBe(wiggles);
  await gather.getByRole('radio', { name: 'AGC' }).check();
  await expect(gather).toContainText('times the root mean square');
  expect(await violations(page, { within: '[data-testid=gather]' })).toEqual([]);
});

test('seismograms are taken home as .npz with first arrivals', async ({ page }) => {
  await open(page, LINE);
  await page.getByRole('tab', { name: 'Take home' }).click();
  const { name, bytes } = await saved(
    page.getByRole('button', { name: 'Save the seismograms: NumPy (.npz)' }),
  );
  expect(name).toMatch(/-gather-npz\.zip$/);
  const arrays = await readNpz(unzipSync(bytes)['gather.npz']);
  expect(arrays.get('traces')!.shape[0]).toBe(18);
  const [offsets, times] = ['offset', 'travel_time'].map(
    (key) => arrays.get(key)!.data as ArrayLike<number>,
  );
  // c = 1 m/s; a period is 0.6 s at least.
  for (let r = 0; r < 17; r++) expect(Math.abs(times[r] - offsets[r])).toBeLessThan(0.1);
});
