/** What drivers that understand WebDriver's commands have in common: https://www.w3.org/TR/webdriver2/ */
import type { Driver, Point } from './driver.ts';

/** Pointer actions. */
export const dragged = ([first, ...others]: readonly Point[]) => {
  const to = ({ x, y }: Point, duration: number) => ({
    type: 'pointerMove',
    duration,
    x: Math.round(x),
    y: Math.round(y),
  });
  return {
    type: 'pointer',
    id: 'mouse',
    parameters: { pointerType: 'mouse' },
    actions: [
      to(first, 0),
      { type: 'pointerDown', button: 0 },
      ...others.map((point) => to(point, 50)),
      { type: 'pointerUp', button: 0 },
    ],
  };
};

/** Gives a window such a size that it shows so many CSS px of the page. */
export async function sizeWindow(
  { evaluate }: Pick<Driver, 'evaluate'>,
  width: number,
  height: number,
  set: (size: { width: number; height: number }) => Promise<unknown>,
): Promise<void> {
  await set({ width, height });
  const shown = await evaluate(() => ({ width: innerWidth, height: innerHeight }));
  await set({ width: 2 * width - shown.width, height: 2 * height - shown.height });
}
