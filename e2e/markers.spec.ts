/** Markers on the square, and the pointers that hold them. */
import { expect, test } from './test.ts';
import { open, TINY } from './lab.ts';

/** Receivers in all corners, in the middle of all sides, and where buttons like to be. */
const EVERYWHERE = ['0,0', '1,0', '0,0.5', '1,0.5', '0,1', '0.5,1', '1,1', '0.93,0.93'];

/** Markers that something covers, or that cover words. Runs in the page. */
function faultsOfMarkers(): string[] {
  // A line is higher than its letters (px).
  const LEADING = 2;
  const words = [...document.querySelectorAll('[data-testid^=panel-] > :is(h2 button, p, button)')];
  return [...document.querySelectorAll('[data-drag^="scene.receivers"]')].flatMap((marker) => {
    const { left, top, width: w, height: h } = marker.getBoundingClientRect();
    const [x, y] = [left + w / 2, top + h / 2];
    const { width: side } = getComputedStyle(marker, '::before');
    const reach = parseFloat(side) / Math.SQRT2;
    const over = document.elementFromPoint(x, y);
    return [
      ...(over?.closest('[data-drag^="scene.receivers"]')
        ? []
        : [`${marker.ariaLabel} is covered`]),
      ...words
        .map((word) => ({ word, box: word.getBoundingClientRect() }))
        .filter(
          ({ box }) =>
            box.width > 0 &&
            x + reach > box.left &&
            x - reach < box.right &&
            y + reach > box.top + LEADING &&
            y - reach < box.bottom,
        )
        .map(({ word }) => `${marker.ariaLabel} covers ${word.textContent || word.ariaLabel}`),
    ];
  });
}

test('nothing lies over a marker at an edge, and it lies over no words', async ({ page }) => {
  const receivers = EVERYWHERE.map((place) => `point(${place})`).join('+');
  await page.setViewportSize({ width: 1280, height: 844 });
  await open(page, `preset=quick&backend=wasm&scene.receivers=${receivers}`);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await expect(
      page.getByRole('slider', { name: `Receiver ${EVERYWHERE.length} position` }),
    ).toBeVisible();
    // What the square has moved to make room for comes with the next picture.
    await expect.poll(() => page.evaluate(faultsOfMarkers), { message: `${width} px` }).toEqual([]);
  }
});

test('a drag belongs to the pointer that began it, and two fingers on the bare field are no tap', async ({
  page,
}) => {
  await open(page, TINY);
  const source = page.getByRole('slider', { name: 'Source position' });
  const box = (await source.boundingBox())!;
  const square = (await page.getByTestId('square').boundingBox())!;
  const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
  const place = () => source.getAttribute('aria-valuetext');
  const begin = await place();
  const far = { clientX: square.x + 0.8 * square.width, clientY: square.y + 0.2 * square.height };
  const send = (type: string, init: PointerEventInit) =>
    source.dispatchEvent(type, {
      pointerType: 'touch',
      button: type === 'pointermove' ? -1 : 0,
      buttons: type === 'pointerup' ? 0 : 1,
      ...init,
    });
  // The pointers are no real ones, which can't be captured.
  await page.evaluate(() => {
    Element.prototype.setPointerCapture = () => {};
  });

  await send('pointerdown', { pointerId: 11, ...at });
  await send('pointerdown', { pointerId: 12, ...far });
  await send('pointermove', { pointerId: 12, ...far });
  await send('pointerup', { pointerId: 12, ...far });
  expect(await place()).toBe(begin);
  // The first one still holds it.
  await send('pointermove', { pointerId: 11, clientX: at.clientX + 20, clientY: at.clientY });
  const moved = await place();
  expect(moved).not.toBe(begin);
  await send('pointercancel', { pointerId: 12, ...far });
  await send('pointermove', { pointerId: 11, ...at });
  expect(await place()).toBe(begin);

  for (const type of ['pointercancel', 'pointerup']) {
    await send(type, { pointerId: 11, ...at });
    await send('pointermove', { pointerId: 11, ...far });
    expect(await place(), `after ${type}`).toBe(begin);
    await send('pointerdown', { pointerId: 11, ...at });
  }
  await send('pointerup', { pointerId: 11, ...at });

  // A menu may swallow the end; other buttons than the first begin nothing.
  await send('pointerdown', { pointerId: 1, pointerType: 'mouse', ...at });
  await send('pointermove', { pointerId: 1, pointerType: 'mouse', buttons: 0, ...far });
  await send('pointermove', { pointerId: 1, pointerType: 'mouse', ...far });
  expect(await place()).toBe(begin);
  for (const [pointerType, button, buttons] of [
    ['mouse', 2, 2],
    ['pen', 2, 2],
    ['pen', 5, 32],
  ] as const) {
    await send('pointerdown', { pointerId: 1, pointerType, button, buttons, ...at });
    await send('pointermove', { pointerId: 1, pointerType, buttons, ...far });
    expect(await place()).toBe(begin);
    await send('pointerup', { pointerId: 1, pointerType, button, ...far });
  }

  // Two fingers on the bare field are no tap; one is.
  const field = {
    clientX: square.x + 0.6 * square.width,
    clientY: square.y + 0.85 * square.height,
  };
  const touch = (type: string, pointerId: number) =>
    page
      .getByTestId('square')
      .dispatchEvent(type, { pointerType: 'touch', button: 0, pointerId, ...field });
  for (const type of ['pointerdown', 'pointerup']) {
    for (const pointer of [21, 22]) await touch(type, pointer);
  }
  expect(await place()).toBe(begin);
  for (const type of ['pointerdown', 'pointerup']) await touch(type, 23);
  await expect(source).not.toHaveAttribute('aria-valuetext', begin!);
});
