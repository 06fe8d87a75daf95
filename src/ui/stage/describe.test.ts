import { expect, it } from 'vitest';
import { describeMoving, describePicture, describeStill, type Clock } from './describe.ts';
import type { Picture } from './paint.ts';

/** Two frames of two by two points (m). */
const values = new Float32Array([0, 1e-3, 2e-3, -1e-3, 5e-3, 0, 0, -4e-3]);
const picture: Picture = { values, shape: [2, 2], table: new Uint32Array(256), low: -1, high: 1 };
const clock: Clock = { interval: 0.2, frames: 4, timed: true, unit: 'm' };
const shown = { label: 'Forecast of network B', picture, frame: 2, own: 0, clock };

it('says what a picture shows, when, how strong and how wrong', () => {
  expect(describePicture({ ...shown, note: 'relative error 7.20 %' })).toBe(
    'Forecast of network B, t = 0.40 s: from −1\u202fmm to 2\u202fmm, relative error 7.20 %',
  );
  expect(describePicture({ ...shown, frame: 3, own: 1 })).toBe(
    'Forecast of network B, t = 0.60 s: from −4\u202fmm to 5\u202fmm',
  );
});

it('says that a picture has not begun yet', () => {
  expect(describePicture({ ...shown, frame: 1, own: -1 })).toBe(
    'Forecast of network B, t = 0.20 s: begins later',
  );
});

it('says the largest error of a difference', () => {
  const minus = new Float32Array(8);
  expect(
    describePicture({ ...shown, label: 'Error of network B', picture: { ...picture, minus } }),
  ).toBe('Error of network B, t = 0.40 s: at most 2\u202fmm');
});

it('counts the frames of a file and keeps its unit to itself', () => {
  expect(describePicture({ ...shown, clock: { ...clock, timed: false, unit: undefined } })).toBe(
    'Forecast of network B, frame 3 of 4: from −0.001 to 0.002',
  );
});

it('names no moment of what has none', () => {
  const format = (value: number) => `${value} m/s`;
  expect(describeStill('Medium c', picture, format)).toBe(
    `Medium c: from −${format(Math.fround(1e-3))} to ${format(Math.fround(2e-3))}`,
  );
});

it('names no moment while the picture moves', () => {
  expect(describeMoving('Truth', 'relative error 5 %')).toBe('Truth, playing, relative error 5 %');
});
