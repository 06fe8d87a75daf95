import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ShownRecording } from '../state.ts';

/** Frames of 0.1 s, the first two of them before the recording begins. */
const recording = {
  skipped: 2,
  interval: 0.1,
  times: [0.2, 0.3, 0.4, 0.5],
} as unknown as ShownRecording;

let due: ((now: number) => void) | undefined;
let now = 0;

/** The browser's next animation frame, so many milliseconds later. */
function tick(ms: number): void {
  now += ms;
  const callback = due;
  due = undefined;
  callback?.(now);
}

async function start() {
  const { useLab } = await import('../state.ts');
  const player = await import('./player.ts');
  const frames: number[] = [];
  player.onFrame((frame) => frames.push(frame));
  useLab.setState({ recording });
  tick(0);
  return { ...player, frames };
}

beforeEach(() => {
  vi.resetModules();
  now = 1000;
  due = undefined;
  vi.stubGlobal('window', {});
  vi.stubGlobal('requestAnimationFrame', (callback: typeof due) => (due = callback));
});
afterEach(() => void vi.unstubAllGlobals());

it('plays at its speed and begins again after the last frame', async () => {
  const { frames, usePlayer } = await start();
  usePlayer.setState({ speed: 1 });
  // 12 half frames.
  for (let i = 0; i < 13; i++) tick(50);
  expect([...new Set(frames)]).toEqual([0, 1, 2, 3, 4, 5]);
  expect(frames.at(-1)).toBe(0);
});

it('half the speed needs twice the time, to the frame', async () => {
  const { frames } = await start();
  for (let i = 0; i < 9; i++) tick(50);
  expect(frames.at(-1)).toBe(2);
});

it('after a pause of the browser the wave is where it was, not minutes ahead', async () => {
  const { frames, usePlayer } = await start();
  usePlayer.setState({ speed: 1 });
  tick(50);
  const before = frames.at(-1)!;
  tick(60_000);
  expect(frames.at(-1)! - before).toBeLessThanOrEqual(1);
});

it('a frame that is chosen stays, inside the recording, and nothing is painted at rest', async () => {
  const { frames, showFrame, usePlayer } = await start();
  showFrame(4);
  tick(16);
  expect(frames.at(-1)).toBe(4);
  expect(usePlayer.getState().playing).toBe(false);
  tick(16);
  expect(due).toBeUndefined();
  showFrame(99);
  tick(16);
  expect(frames.at(-1)).toBe(5);
  showFrame(-1);
  tick(16);
  expect(frames.at(-1)).toBe(0);
});

it('play and pause take turns; playing goes on from the frame that is shown', async () => {
  const { frames, showFrame, togglePlaying, usePlayer } = await start();
  showFrame(3);
  tick(16);
  togglePlaying();
  usePlayer.setState({ speed: 1 });
  tick(0);
  tick(100);
  expect(frames.at(-1)).toBe(4);
  togglePlaying();
  tick(100);
  expect(due).toBeUndefined();
});
