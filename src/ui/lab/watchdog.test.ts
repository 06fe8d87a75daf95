import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TICK, Watchdog } from './watchdog.ts';

const LIMIT = 60_000;

let now = 0;
beforeEach(() => {
  now = 0;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The clock and the timers go on together, as in a page that is awake. */
function live(ms: number): void {
  for (let t = 0; t < ms; t += TICK) {
    now += TICK;
    vi.advanceTimersByTime(TICK);
  }
}

function watched() {
  const onSilence = vi.fn<() => void>();
  const dog = new Watchdog(LIMIT, onSilence, () => now);
  dog.feed();
  return { dog, onSilence };
}

it('tells of silence once, when the limit is reached', () => {
  const { onSilence } = watched();
  live(LIMIT - TICK);
  expect(onSilence).not.toHaveBeenCalled();
  live(TICK);
  expect(onSilence).toHaveBeenCalledOnce();
  live(2 * LIMIT);
  expect(onSilence).toHaveBeenCalledOnce();
});

it('begins anew with every sign of life, and ends for good', () => {
  const { dog, onSilence } = watched();
  for (let i = 0; i < 5; i++) {
    live(LIMIT - TICK);
    dog.feed();
  }
  expect(onSilence).not.toHaveBeenCalled();
  dog.end();
  live(2 * LIMIT);
  expect(onSilence).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

it('does not count the hours of a sleeping machine', () => {
  const { onSilence } = watched();
  live(TICK);
  // The lid is closed: the clock goes on, no timer runs, and one comes late when it is opened.
  now += 8 * 3_600_000;
  vi.advanceTimersByTime(TICK);
  expect(onSilence).not.toHaveBeenCalled();
  // Whoever is still silent then is told of a little later.
  live(LIMIT);
  expect(onSilence).toHaveBeenCalledOnce();
});

it('does not count what a hidden tab’s timers come late', () => {
  const { dog, onSilence } = watched();
  for (let minute = 0; minute < 5; minute++) {
    now += 60_000;
    vi.advanceTimersByTime(TICK);
  }
  expect(onSilence).not.toHaveBeenCalled();
  dog.end();
});

it('bears a clock that jumps back', () => {
  const { onSilence } = watched();
  now -= 3_600_000;
  vi.advanceTimersByTime(TICK);
  live(LIMIT - TICK);
  expect(onSilence).not.toHaveBeenCalled();
  live(TICK);
  expect(onSilence).toHaveBeenCalledOnce();
});
