import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { paintFrame, type Picture } from './paint.ts';

/** The image that was painted last: rows from the top. */
let image: { data: Uint8ClampedArray; width: number };

const context = {
  putImageData: (put: typeof image) => void (image = put),
  drawImage: vi.fn<(...placing: unknown[]) => void>(),
};
const canvas = () =>
  ({ width: 90, height: 60, getContext: () => context }) as unknown as HTMLCanvasElement;

beforeEach(() => {
  vi.stubGlobal('document', { createElement: canvas });
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray;
      readonly width: number;
      constructor(width: number, height: number) {
        this.width = width;
        this.data = new Uint8ClampedArray(4 * width * height);
      }
    },
  );
});
afterEach(() => void vi.unstubAllGlobals());

/** A colour is its own number. */
const table = Uint32Array.from({ length: 256 }, (_, i) => i);

function painted(picture: Partial<Picture>, frame = 0): number[] {
  const values = new Float32Array(4);
  paintFrame(canvas(), { values, shape: [2, 2], table, low: 0, high: 255, ...picture }, frame);
  return Array.from(new Uint32Array(image.data.buffer));
}

it('y goes up, x to the right', () => {
  // [x, y]: (0, 0), (0, 1), (1, 0), (1, 1).
  expect(painted({ values: Float32Array.of(10, 20, 30, 40) })).toEqual([20, 40, 10, 30]);
});

it('a frame is a part of the field', () => {
  const values = Float32Array.from({ length: 12 }, (_, i) => i);
  expect(painted({ values }, 2)).toEqual([9, 11, 8, 10]);
});

it('a rectangle has its points along x in a row, y upwards', () => {
  // [x, y] of 3 × 2 points.
  const values = Float32Array.of(1, 2, 3, 4, 5, 6);
  expect(painted({ values, shape: [3, 2] })).toEqual([2, 4, 6, 1, 3, 5]);
  expect(image.width).toBe(3);
  expect(context.drawImage.mock.lastCall?.slice(1)).toEqual([0.5, 0.5, 2, 1, 0, 0, 90, 60]);
});

it('a transposed field is the same picture, turned over', () => {
  const values = Float32Array.from({ length: 35 }, (_, i) => (7 * i) % 256);
  const turned = Float32Array.from(
    { length: 35 },
    (_, i) => values[(i % 5) * 7 + Math.floor(i / 5)],
  );
  const [one, other] = [
    painted({ values, shape: [5, 7] }),
    painted({ values: turned, shape: [7, 5] }),
  ];
  // Both are rows from the top, which is the highest y.
  const at = (rows: number[], width: number, height: number, x: number, y: number) =>
    rows[(height - 1 - y) * width + x];
  for (let x = 0; x < 5; x++) {
    for (let y = 0; y < 7; y++) expect(at(other, 7, 5, y, x)).toBe(at(one, 5, 7, x, y));
  }
});

it('what is beyond the ends of the table has their colours', () => {
  const values = Float32Array.of(-5, 5, 0, 1);
  expect(painted({ values, low: -1, high: 1 })).toEqual([255, 255, 0, 128]);
});

it('a difference is painted by its modulus', () => {
  const [values, minus] = [Float32Array.of(1, 2, 3, 4), Float32Array.of(11, 2, 0, 104)];
  expect(painted({ values, minus })).toEqual([0, 100, 10, 3]);
});

it('grid points at the edges of the field are at those of the canvas', () => {
  painted({ values: new Float32Array(25), shape: [5, 5] });
  expect(context.drawImage.mock.lastCall?.slice(1)).toEqual([0.5, 0.5, 4, 4, 0, 0, 90, 60]);
});
