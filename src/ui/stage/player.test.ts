import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ShownRecording } from '../state.ts';

/** Frames of 0.1 s, the first two of them before the recording begins. */
const recording = {
  experiment: { task: { kind: 'zone-frames' } },
  skipped: 2,
  interval: 0.1,
  times: [0.2, 0.3, 0.4, 0.5],
  // Nothing, then a wave that grows: the fourth frame of the stage has more than half of it.
  zone: Float32Array.of(0, 0.6, 0.8, 1),
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
  // A chosen frame is painted once more a while later, which no test waits for.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('window', {});
  vi.stubGlobal('requestAnimationFrame', (callback: typeof due) => (due = callback));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('opens on a frame with a wave, and loops through the frames that the networks forecast', async () => {
  const { frames, usePlayer } = await start();
  expect(frames).toEqual([3]);
  usePlayer.setState({ speed: 1 });
  // 8 half frames.
  for (let i = 0; i < 9; i++) tick(50);
  expect(frames.slice(-5)).toEqual([3, 4, 5, 2, 3]);
});

it('loops through the whole on request', async () => {
  const { frames, usePlayer } = await start();
  usePlayer.setState({ speed: 1, whole: true });
  for (let i = 0; i < 13; i++) tick(50);
  expect([...new Set(frames)]).toEqual([3, 4, 5, 0, 1, 2]);
  expect(frames.at(-1)).toBe(3);
});

it('plays on from an earlier frame that was chosen', async () => {
  const { frames, showFrame, togglePlaying, usePlayer } = await start();
  showFrame(0);
  togglePlaying();
  usePlayer.setState({ speed: 1 });
  tick(0);
  for (let i = 0; i < 14; i++) tick(50);
  expect(frames.slice(-8)).toEqual([0, 1, 2, 3, 4, 5, 2, 3]);
});

it('does not wait where another scene begins later', async () => {
  const { frames, useLab } = { ...(await start()), ...(await import('../state.ts')) };
  useLab.setState({ recording: { ...recording, skipped: 4 } });
  tick(0);
  expect(frames.at(-1)).toBe(4);
});

it('shows a still frame with a wave where less motion is asked for', async () => {
  vi.stubGlobal('window', { matchMedia: () => ({ matches: true, addEventListener: () => {} }) });
  const { frames, usePlayer } = await start();
  expect(usePlayer.getState().playing).toBe(false);
  expect(frames).toEqual([3]);
  tick(500);
  expect(frames.at(-1)).toBe(3);
});

it('half the speed needs twice the time, to the frame', async () => {
  const { frames } = await start();
  for (let i = 0; i < 9; i++) tick(50);
  expect(frames.at(-1)).toBe(5);
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
