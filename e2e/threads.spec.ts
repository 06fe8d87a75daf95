import { expect, test, type Page } from './test.ts';
import { curves, open, trainToEnd } from './lab.ts';

/** Convolutions large enough to be shared between threads. */
const SHARED = [
  'preset=quick',
  'backend=wasm',
  'scene.elements=4',
  'source.frequency=1..1.6',
  'task.grid=16',
  'task.frames=8',
  'data.train=16',
  'data.test=8',
  'net.width=16',
  'net.kernel=5',
  'b.format=one-way',
  'b.rank=8',
  'training.batch=8',
  'training.steps=20',
].join('&');

/** Lets the networks' workers believe in so many cores. */
const withCores = (page: Page, cores: number) =>
  page.route(/network\.worker.*\.js$/, async (route) => {
    const response = await route.fetch();
    const believed = `Object.defineProperty(navigator, 'hardwareConcurrency', { value: ${cores} });`;
    await route.fulfill({ response, body: `${believed}${await response.text()}` });
  });

async function train(page: Page) {
  await open(page, SHARED);
  await trainToEnd(page);
  const drawn = await curves(page, 20);
  return drawn.map(({ name, y }) => ({ name, y }));
}

test('several threads compute the same curves as one', async ({ page }) => {
  await withCores(page, 2);
  const alone = await train(page);
  await expect(page.getByRole('button', { name: 'Backend: WASM', exact: true })).toBeVisible();
  await page.unroute(/network\.worker.*\.js$/);
  await page.goto('about:blank');
  await withCores(page, 6);
  const shared = await train(page);
  await expect(page.getByRole('button', { name: 'Backend: WASM · 3 threads' })).toBeVisible();
  expect(shared).toEqual(alone);
  expect(alone[0].y.length).toBeGreaterThan(3);
});
