/**
 * The inner loops of a convolution as WebAssembly. One call computes `lines` · `groups` neighbouring pixels of
 * a row of the output and a few neighbouring channels; the sums of a group stay in registers:
 *
 *   out[p, c] = start[c] + Σ_row Σ_column a[p, row, column] · b[row, column, c]
 *
 * with a the input, where the taps along the width and the channels lie side by side, and b the filter.
 */
import type { WasmFunction } from '../../wasm/assembler.ts';
import { I32 } from '../../wasm/encoding.ts';
import { advance, get, i32, repeat, set } from '../../wasm/instructions.ts';
import type { Numbers } from './numbers.ts';

/** Pixels by output channels. */
export const CONVOLUTIONS = ['4x8', '8x4', '1x8', '1x4'] as const;
export type ConvolutionTile = (typeof CONVOLUTIONS)[number];

export const tileSize = (tile: ConvolutionTile): [pixels: number, channels: number] => {
  const [pixels, channels] = tile.split('x').map(Number);
  return [pixels, channels];
};

/**
 * Byte addresses, and strides in bytes: from pixel to pixel in `out` and `a`, from row to row in `a`, from
 * column to column in `b`, whose rows follow each other. Columns of `a` are neighbouring numbers.
 */
export type ConvolutionLoop = (
  groups: number,
  out: number,
  outPixel: number,
  a: number,
  aPixel: number,
  aRow: number,
  b: number,
  bColumn: number,
  start: number,
  rows: number,
  columns: number,
) => void;

const PARAMETERS = 11;
const [GROUPS, OUT, OUT_PIXEL, A, A_PIXEL, A_ROW, B, B_COLUMN, START, ROWS, COLUMNS] = Array.from(
  { length: PARAMETERS },
  (_, i) => i,
);

function convolution(tile: ConvolutionTile, vector: Numbers): WasmFunction {
  const [pixels, channels] = tileSize(tile);
  const lines = Array.from({ length: pixels }, (_, r) => r);
  const parts = Array.from({ length: channels / vector.lanes }, (_, k) => k);
  const [A_AT, B_AT, ROWS_LEFT, COLUMNS_LEFT, ROW] = [11, 12, 13, 14, 15];
  const address = (r: number) => 16 + r;
  const addresses = 5 + pixels;
  const value = (k: number) => PARAMETERS + addresses + k;
  const FACTOR = value(parts.length);
  const sum = (r: number, k: number) => FACTOR + 1 + r * parts.length + k;
  const { load, loadSplat, store, fused } = vector;
  const line = (r: number) => [
    ...set(FACTOR, loadSplat(i32.add(get(address(r)), get(A_AT)))),
    ...parts.flatMap((k) => set(sum(r, k), fused(get(sum(r, k)), get(FACTOR), get(value(k))))),
  ];
  const columns = [
    ...parts.flatMap((k) => set(value(k), load(get(B_AT), k))),
    ...lines.flatMap(line),
    ...advance(A_AT, i32.constant(4)),
    ...advance(B_AT, get(B_COLUMN)),
  ];
  const row = [
    ...set(A_AT, get(ROW)),
    ...set(COLUMNS_LEFT, get(COLUMNS)),
    ...repeat(COLUMNS_LEFT, columns),
    ...advance(ROW, get(A_ROW)),
  ];
  const group = [
    ...lines.flatMap((r) => [...set(address(r), get(A)), ...advance(A, get(A_PIXEL))]),
    ...parts.flatMap((k) => set(value(k), load(get(START), k))),
    ...lines.flatMap((r) => parts.flatMap((k) => set(sum(r, k), get(value(k))))),
    ...set(B_AT, get(B)),
    ...set(ROW, i32.constant(0)),
    ...set(ROWS_LEFT, get(ROWS)),
    ...repeat(ROWS_LEFT, row),
    ...lines.flatMap((r) => [
      ...parts.flatMap((k) => store(get(OUT), k, get(sum(r, k)))),
      ...advance(OUT, get(OUT_PIXEL)),
    ]),
  ];
  return {
    name: `convolution${tile}`,
    parameters: Array.from({ length: PARAMETERS }, () => I32),
    locals: [
      [addresses, I32],
      [parts.length * (pixels + 1) + 1, vector.type],
    ],
    body: repeat(GROUPS, group),
  };
}

/** `convolution<tile>` for every tile. */
export const convolutionFunctions = (vector: Numbers): WasmFunction[] =>
  CONVOLUTIONS.map((tile) => convolution(tile, vector));
