import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { experimentFrom } from '../../engine/experiment/presets.ts';
import { arrangement, fitted, ratioOf, stageRatio } from './arrangement.ts';

const points = fc.integer({ min: 2, max: 2048 });
const shape = fc.tuple(points, points);
const panels = fc.record({
  inputs: fc.integer({ min: 0, max: 2 }),
  networks: fc.integer({ min: 1, max: 4 }),
  large: fc.boolean(),
});

describe('the arrangement of the stage', () => {
  it('has a place for every panel, and frames that words fit into', () => {
    fc.assert(
      fc.property(shape, panels, (one, counts) => {
        const { aspect, columns, rows } = arrangement(ratioOf(one), counts);
        const { inputs, networks, large } = counts;
        // The enlarged one takes four places.
        const needed = large ? 2 : 2 + inputs + 2 * networks;
        expect(columns * rows).toBeGreaterThanOrEqual(needed);
        expect(aspect).toBeGreaterThanOrEqual(1 / 3);
        expect(aspect).toBeLessThanOrEqual(5);
      }),
    );
  });

  it.each([
    ['of squares is what it always was', [24, 24], 0, { aspect: 1, columns: 3, rows: 2 }],
    ['of 64 × 48 points is the same', [64, 48], 1, { aspect: 63 / 47, columns: 4, rows: 2 }],
    [
      'of wide pictures has a row for each network',
      [200, 20],
      2,
      { aspect: 5, columns: 2, rows: 4 },
    ],
    ['of high pictures is a single row', [20, 200], 0, { aspect: 1 / 3, columns: 6, rows: 1 }],
    ['of many high pictures is two', [20, 200], 1, { aspect: 1 / 2, columns: 4, rows: 2 }],
  ] as const)('%s', (_, one, inputs, expected) => {
    const found = arrangement(ratioOf(one), { inputs, networks: 2, large: false });
    expect(found).toMatchObject(expected);
    expect(found.byRows).toBe(one[0] > 2 * one[1]);
  });

  it('follows the shapes in the settings, which are known before there is a picture', () => {
    const task = { 'task.kind': 'own', 'task.inputs': '1x200x20' };
    expect(stageRatio(experimentFrom({ ...task, 'task.outputs': '3x200x20' }))).toBe(199 / 19);
    expect(stageRatio(experimentFrom({ 'task.kind': 'own' }))).toBe(1);
    expect(stageRatio(experimentFrom({ 'task.grid': '32' }))).toBe(1);
    const wide = { 'scene.width': '3', 'zone.x': '1..2' };
    expect(stageRatio(experimentFrom({ ...wide, 'zone.y': '0.1..0.9' }))).toBeCloseTo(1.25, 12);
    expect(stageRatio(experimentFrom({ ...wide, 'zone.y': '0.4..0.6' }))).toBe(1.5);
  });
});

describe('a picture in its frame', () => {
  const pixels = fc.record({
    width: fc.integer({ min: 1, max: 3000 }),
    height: fc.integer({ min: 1, max: 3000 }),
  });

  it('is inside, touches two sides, and is not stretched', () => {
    fc.assert(
      fc.property(pixels, shape, (frame, one) => {
        const { width, height } = fitted(frame, ratioOf(one));
        expect(width).toBeLessThanOrEqual(frame.width);
        expect(height).toBeLessThanOrEqual(frame.height);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(1);
        expect(width === frame.width || height === frame.height).toBe(true);
        // Up to whole pixels, of which there is at least one. A side that was rounded up to the frame's may not be the one
        // that limits the picture.
        const [tooHigh, tooWide] = [height - width / ratioOf(one), width - height * ratioOf(one)];
        const off = [
          ...(width === frame.width ? [Math.abs(tooHigh)] : []),
          ...(height === frame.height ? [Math.abs(tooWide)] : []),
        ];
        expect(Math.min(...off)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('of a transposed shape is transposed', () => {
    fc.assert(
      fc.property(pixels, shape, ({ width, height }, [x, y]) => {
        const one = fitted({ width, height }, ratioOf([x, y]));
        const other = fitted({ width: height, height: width }, ratioOf([y, x]));
        // Halves of a pixel are rounded up or down by the last digit of the ratio.
        expect(Math.abs(other.height - one.width)).toBeLessThanOrEqual(1);
        expect(Math.abs(other.width - one.height)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
