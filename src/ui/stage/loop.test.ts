import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasBefore, loopStart, paceOf, waveFrame } from './loop.ts';

const times = [0.4, 0.5, 0.6];
/** Three frames of two values. */
const zone = (...values: number[]) => ({ zone: Float32Array.from(values), times });

it('loops through what the networks forecast, or the whole', () => {
  expect(loopStart({ skipped: 6, times }, false)).toBe(6);
  expect(loopStart({ skipped: 6, times }, true)).toBe(0);
  expect(hasBefore({ skipped: 0, times })).toBe(false);
  expect(loopStart({ skipped: 0, times }, false)).toBe(0);
});

it('plays in seconds what takes seconds, and everything else in its own decade', () => {
  const clock = (last: number) => ({ interval: last / 10, frames: 11, timed: true });
  expect(paceOf(clock(1.4))).toBe(1);
  expect(paceOf(clock(5))).toBe(1);
  expect(paceOf(clock(1.1e-4))).toBeCloseTo(1e-4, 12);
  expect(paceOf(clock(240))).toBe(100);
  expect(paceOf({ ...clock(240), timed: false })).toBe(1);
});

it('a single forecast frame is no loop', () => {
  expect(hasBefore({ skipped: 6, times: [1.4] })).toBe(false);
  expect(loopStart({ skipped: 6, times: [1.4] }, false)).toBe(0);
});

it('opens on the first frame that is at least half as loud as the loudest', () => {
  expect(waveFrame(zone(0, 0.1, -1, 1, 2, -2))).toBe(1);
  expect(waveFrame(zone(0, 0.1, 0.5, 1, 2, -2))).toBe(2);
  expect(waveFrame(zone(3, 3, 1, 1, 2, -2))).toBe(0);
});

it('opens on the first frame of silence, and of what is no number', () => {
  expect(waveFrame(zone(0, 0, 0, 0, 0, 0))).toBe(0);
  expect(waveFrame(zone(NaN, 0, 0, 0, 0, 0))).toBe(0);
});

it('the frame is one of the forecast ones, whatever the wave', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true }), { minLength: 6, maxLength: 6 }), (values) => {
      expect([0, 1, 2]).toContain(waveFrame(zone(...values)));
    }),
  );
});
