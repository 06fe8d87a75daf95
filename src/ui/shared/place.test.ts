import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { placeNear } from './place.ts';

beforeEach(() => void vi.stubGlobal('window', { innerWidth: 400, innerHeight: 300 }));
afterEach(() => void vi.unstubAllGlobals());

/** Where a popover of 100 × 80 px is put beside an anchor of 20 × 10 px. */
function placed(left: number, top: number) {
  const style: Partial<CSSStyleDeclaration> = {};
  const popover = { offsetWidth: 100, offsetHeight: 80, style } as HTMLElement;
  const box = { left, top, width: 20, height: 10, bottom: top + 10 };
  placeNear(popover, { getBoundingClientRect: () => box } as HTMLElement);
  return { left: parseFloat(style.left!), top: parseFloat(style.top!) };
}

it('a popover is below the middle of its anchor', () => {
  expect(placed(200, 100)).toEqual({ left: 160, top: 116 });
});

it('it is above where it does not fit below', () => {
  expect(placed(200, 250)).toEqual({ left: 160, top: 250 - 6 - 80 });
});

it('it stays inside the window, whatever its anchor', () => {
  for (const x of [-50, 0, 5, 390, 500]) {
    const { left } = placed(x, 100);
    expect(left).toBeGreaterThanOrEqual(8);
    expect(left + 100).toBeLessThanOrEqual(392);
  }
  vi.stubGlobal('window', { innerWidth: 60, innerHeight: 60 });
  expect(placed(20, 20)).toEqual({ left: 8, top: 8 });
});
