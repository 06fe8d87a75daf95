/**
 * The inner loops of a filter gradient as WebAssembly, a matrix product whose long dimension are the pixels. One call adds
 * a grid of tiles; the sums of a tile stay in registers:
 *
 *   out[r, k] += Σ_image Σ_row Σ_column a[image, row, column][r] · b[image, row, column][k]
 *
 * The numbers r of a and k of b lie side by side.
 */
import type { WasmFunction } from 'slimwave-base/wasm/assembler';
import { I32 } from 'slimwave-base/wasm/encoding';
import { advance, get, i32, repeat, set, numbered } from 'slimwave-base/wasm/instructions';
import { f32, type Numbers } from './numbers.ts';

/** Lines r of a tile. */
export const HEIGHTS = [1, 2, 3, 4, 5, 6] as const;
export type Height = (typeof HEIGHTS)[number];
/** Neighbouring numbers k of a tile. */
export const GRADIENT_WIDTHS = [16, 8, 4, 1] as const;
export type GradientWidth = (typeof GRADIENT_WIDTHS)[number];

/** Whether there is such a tile: whether the registers have room for its sums. */
export const isTile = (height: Height, width: GradientWidth): boolean => height * width <= 48;

/**
 * Byte addresses, and strides in bytes. There are `groups` tiles one after the other along r, and `blocks` along k. All
 * counts are at least 1.
 */
export type GradientLoop = (
  out: number,
  outRow: number,
  a: number,
  b: number,
  groups: number,
  blocks: number,
  images: number,
  aImage: number,
  bImage: number,
  rows: number,
  aRow: number,
  bRow: number,
  columns: number,
  aColumn: number,
  bColumn: number,
) => void;

const PARAMETERS = 15;
const [OUT, OUT_ROW, A, B, GROUPS, BLOCKS, IMAGES, A_IMAGE, B_IMAGE] = numbered(9);
const [ROWS, A_ROW, B_ROW, COLUMNS, A_COLUMN, B_COLUMN] = numbered(6, 9);
/** Places of the tile, and of its image, row and column; what is left of every loop. */
const [OUT_NOW, A_NOW, OUT_AT, A_OF_IMAGE, B_OF_IMAGE, A_OF_ROW, B_OF_ROW, A_AT, B_AT] = numbered(
  9,
  PARAMETERS,
);
const [GROUPS_LEFT, IMAGES_LEFT, ROWS_LEFT, LEFT] = numbered(4, PARAMETERS + 9);
const VALUE = PARAMETERS + 13;

function gradient(height: Height, width: GradientWidth, vector: Numbers): WasmFunction {
  const numbers = width === 1 ? f32 : vector;
  const parts = numbered(width / numbers.lanes);
  const lines = numbered(height);
  const FACTOR = VALUE + parts.length;
  const sum = (r: number, k: number) => FACTOR + 1 + r * parts.length + k;
  const line = (r: number) => [
    ...set(FACTOR, numbers.loadSplat(get(A_AT), r)),
    ...parts.flatMap((k) =>
      set(sum(r, k), numbers.fused(get(sum(r, k)), get(FACTOR), get(VALUE + k))),
    ),
  ];
  const columns = [
    ...parts.flatMap((k) => set(VALUE + k, numbers.load(get(B_AT), k))),
    ...lines.flatMap(line),
    ...advance(A_AT, get(A_COLUMN)),
    ...advance(B_AT, get(B_COLUMN)),
  ];
  const rows = [
    ...set(A_AT, get(A_OF_ROW)),
    ...set(B_AT, get(B_OF_ROW)),
    ...set(LEFT, get(COLUMNS)),
    ...repeat(LEFT, columns),
    ...advance(A_OF_ROW, get(A_ROW)),
    ...advance(B_OF_ROW, get(B_ROW)),
  ];
  const images = [
    ...set(A_OF_ROW, get(A_OF_IMAGE)),
    ...set(B_OF_ROW, get(B_OF_IMAGE)),
    ...set(ROWS_LEFT, get(ROWS)),
    ...repeat(ROWS_LEFT, rows),
    ...advance(A_OF_IMAGE, get(A_IMAGE)),
    ...advance(B_OF_IMAGE, get(B_IMAGE)),
  ];
  const addLine = (r: number) => [
    ...parts.flatMap((k) => {
      const value = numbers.add(numbers.load(get(OUT_AT), k), get(sum(r, k)));
      return numbers.store(get(OUT_AT), k, value);
    }),
    ...advance(OUT_AT, get(OUT_ROW)),
  ];
  const tile = [
    ...lines.flatMap((r) => parts.flatMap((k) => set(sum(r, k), numbers.zero))),
    ...set(A_OF_IMAGE, get(A_NOW)),
    ...set(B_OF_IMAGE, get(B)),
    ...set(IMAGES_LEFT, get(IMAGES)),
    ...repeat(IMAGES_LEFT, images),
    ...set(OUT_AT, get(OUT_NOW)),
    ...lines.flatMap(addLine),
    ...set(OUT_NOW, get(OUT_AT)),
    ...advance(A_NOW, i32.constant(4 * height)),
  ];
  const block = [
    ...set(OUT_NOW, get(OUT)),
    ...set(A_NOW, get(A)),
    ...set(GROUPS_LEFT, get(GROUPS)),
    ...repeat(GROUPS_LEFT, tile),
    ...advance(OUT, i32.constant(4 * width)),
    ...advance(B, i32.constant(4 * width)),
  ];
  return {
    name: `gradient${height}x${width}`,
    parameters: numbered(PARAMETERS).map(() => I32),
    locals: [
      [VALUE - PARAMETERS, I32],
      [(height + 1) * parts.length + 1, numbers.type],
    ],
    body: repeat(BLOCKS, block),
  };
}

/** `gradient<height>x<width>` of every size. */
export const gradientFunctions = (vector: Numbers): WasmFunction[] =>
  HEIGHTS.flatMap((height) =>
    GRADIENT_WIDTHS.filter((width) => isTile(height, width)).map((width) =>
      gradient(height, width, vector),
    ),
  );

/** The same in JavaScript, on float32 numbers by index. */
export const scriptGradient =
  (heap: Float32Array, height: Height, width: GradientWidth): GradientLoop =>
  (out, outRow, a, b, groups, blocks, images, aImage, bImage, ...inner) => {
    const [rows, aRow, bRow, columns, aColumn, bColumn] = inner;
    for (let i = 0; i < images * rows * columns; i++) {
      const column = i % columns;
      const row = Math.floor(i / columns) % rows;
      const image = Math.floor(i / (columns * rows));
      const from = (a + image * aImage + row * aRow + column * aColumn) / 4;
      const other = (b + image * bImage + row * bRow + column * bColumn) / 4;
      for (let r = 0; r < groups * height; r++) {
        const to = (out + r * outRow) / 4;
        for (let k = 0; k < blocks * width; k++) heap[to + k] += heap[from + r] * heap[other + k];
      }
    }
  };
