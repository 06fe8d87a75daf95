/**
 * The inner loops of a convolution as WebAssembly. One call computes lines of neighbouring pixels of the output, so
 * many groups of them, and a few neighbouring channels; the sums of a group stay in registers:
 *
 *   out[p, c] = start[c] + Σ_slice Σ_row Σ_column a[p, slice, row, column] · b[slice, row, column, c]
 *
 * with a the input, where the taps along the width and the channels lie side by side, and b the filter. There is one
 * slice but in 3-way convolutions.
 */
import type { WasmFunction } from 'slimwave-base/wasm/assembler';
import { I32 } from 'slimwave-base/wasm/encoding';
import { advance, get, i32, repeat, set, numbered } from 'slimwave-base/wasm/instructions';
import type { Numbers } from './numbers.ts';

/** Channels of a tile: one to three vectors, the last two of which overlap where their numbers do not fill all. */
const TWO_VECTORS = [8, 7, 6, 5] as const;
const THREE_VECTORS = [12, 11, 10, 9] as const;
export type TileChannels = 4 | (typeof TWO_VECTORS)[number] | (typeof THREE_VECTORS)[number];

/** Pixels by output channels: as many as the registers have room for, and fewer for the end of a line. */
export const CONVOLUTIONS = [
  ...(['8x4', '1x4'] as const),
  ...TWO_VECTORS.flatMap((channels) => [`4x${channels}`, `1x${channels}`] as const),
  ...THREE_VECTORS.flatMap((channels) =>
    ([3, 2, 1] as const).map((n) => `${n}x${channels}` as const),
  ),
];
export type ConvolutionTile = (typeof CONVOLUTIONS)[number];

export const tileSize = (tile: ConvolutionTile): [pixels: number, channels: number] => {
  const [pixels, channels] = tile.split('x').map(Number);
  return [pixels, channels];
};

/**
 * Byte addresses, and strides in bytes: from pixel to pixel in `out` and `a`, from slice to slice in `a` and `b`, from
 * row to row in `a`, from column to column in `b`, whose rows follow each other. Columns of `a` are neighbouring
 * numbers. All counts are at least 1.
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
  lines: number,
  outLine: number,
  aLine: number,
  slices: number,
  aSlice: number,
  bSlice: number,
) => void;

const PARAMETERS = 17;
const [GROUPS, OUT, OUT_PIXEL, A, A_PIXEL, A_ROW, B, B_COLUMN, START, ROWS, COLUMNS] = numbered(11);
const [LINES, OUT_LINE, A_LINE, SLICES, A_SLICE, B_SLICE] = numbered(6, 11);

function convolution(tile: ConvolutionTile, vector: Numbers): WasmFunction {
  const [pixels, channels] = tileSize(tile);
  const lines = Array.from({ length: pixels }, (_, r) => r);
  const parts = Array.from({ length: Math.ceil(channels / vector.lanes) }, (_, k) => k);
  /** Where a vector begins, in vectors from the first one. */
  const at = (k: number) => Math.min(k, channels / vector.lanes - 1);
  const [A_AT, B_AT, ROWS_LEFT, COLUMNS_LEFT, ROW] = numbered(5, PARAMETERS);
  const [GROUPS_LEFT, OUT_NOW, A_NOW] = numbered(3, PARAMETERS + 5);
  const [SLICES_LEFT, SLICE, SLICE_B] = numbered(3, PARAMETERS + 8);
  const address = (r: number) => PARAMETERS + 11 + r;
  const addresses = 11 + pixels;
  const value = (k: number) => PARAMETERS + addresses + k;
  const FACTOR = value(parts.length);
  const sum = (r: number, k: number) => FACTOR + 1 + r * parts.length + k;
  const { load, loadSplat, store, fused } = vector;
  const line = (r: number) => [
    ...set(FACTOR, loadSplat(i32.add(get(address(r)), get(A_AT)))),
    ...parts.flatMap((k) => set(sum(r, k), fused(get(sum(r, k)), get(FACTOR), get(value(k))))),
  ];
  const columns = [
    ...parts.flatMap((k) => set(value(k), load(get(B_AT), at(k)))),
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
  const slice = [
    ...set(ROW, get(SLICE)),
    ...set(B_AT, get(SLICE_B)),
    ...set(ROWS_LEFT, get(ROWS)),
    ...repeat(ROWS_LEFT, row),
    ...advance(SLICE, get(A_SLICE)),
    ...advance(SLICE_B, get(B_SLICE)),
  ];
  const group = [
    ...lines.flatMap((r) => [...set(address(r), get(A_NOW)), ...advance(A_NOW, get(A_PIXEL))]),
    ...parts.flatMap((k) => set(value(k), load(get(START), at(k)))),
    ...lines.flatMap((r) => parts.flatMap((k) => set(sum(r, k), get(value(k))))),
    ...set(SLICE, i32.constant(0)),
    ...set(SLICE_B, get(B)),
    ...set(SLICES_LEFT, get(SLICES)),
    ...repeat(SLICES_LEFT, slice),
    ...lines.flatMap((r) => [
      ...parts.flatMap((k) => store(get(OUT_NOW), at(k), get(sum(r, k)))),
      ...advance(OUT_NOW, get(OUT_PIXEL)),
    ]),
  ];
  const lineOfGroups = [
    ...set(OUT_NOW, get(OUT)),
    ...set(A_NOW, get(A)),
    ...set(GROUPS_LEFT, get(GROUPS)),
    ...repeat(GROUPS_LEFT, group),
    ...advance(OUT, get(OUT_LINE)),
    ...advance(A, get(A_LINE)),
  ];
  return {
    name: `convolution${tile}`,
    parameters: numbered(PARAMETERS).map(() => I32),
    locals: [
      [addresses, I32],
      [parts.length * (pixels + 1) + 1, vector.type],
    ],
    body: repeat(LINES, lineOfGroups),
  };
}

/** `convolution<tile>` for every tile. */
export const convolutionFunctions = (vector: Numbers): WasmFunction[] =>
  CONVOLUTIONS.map((tile) => convolution(tile, vector));
