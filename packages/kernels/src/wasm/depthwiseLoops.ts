/**
 * The inner loops of depthwise convolutions at stride 1 as WebAssembly, over lines of pixels whose surroundings
 * lie in memory, zeros included:
 *
 *   depthwise:         out[p, c] = (out[p, c] or 0) + Σ_row Σ_column a[p, row, column, c] · b[row, column, c]
 *   depthwiseGradient: out[tap, c] += Σ_p a[p + tap, c] · b[p, c]
 *
 * Several pixels, or taps, and neighbouring channels at a time: their sums stay in registers.
 */
import type { WasmFunction } from 'slimwave-base/wasm/assembler';
import { I32 } from 'slimwave-base/wasm/encoding';
import { advance, get, i32, repeat, set, when, numbered } from 'slimwave-base/wasm/instructions';
import { f32, type Numbers } from './numbers.ts';

/** Channels at a time. */
export const CHANNEL_WIDTHS = [8, 4, 1] as const;
export type ChannelWidth = (typeof CHANNEL_WIDTHS)[number];
/** Pixels at a time. */
export const PIXELS = [4, 1] as const;
export type Pixels = (typeof PIXELS)[number];
/** Taps at a time. */
export const TAPS = [4, 3, 2, 1] as const;
export type Taps = (typeof TAPS)[number];

/**
 * Byte addresses, and strides in bytes. `blocks`: groups of neighbouring channels, one after the other; `groups`: of
 * pixels in a line. The taps of b follow each other at `bTap`. The sums start with what is in `out` if `add` is not 0. All
 * counts are at least 1.
 */
export type DepthwiseLoop = (
  lines: number,
  out: number,
  outLine: number,
  a: number,
  aLine: number,
  blocks: number,
  groups: number,
  outPixel: number,
  aPixel: number,
  rows: number,
  aRow: number,
  columns: number,
  aColumn: number,
  b: number,
  bTap: number,
  add: number,
) => void;

/** As above; a is where the first tap of the first pixel lies. */
export type DepthwiseGradientLoop = (
  lines: number,
  out: number,
  outTap: number,
  a: number,
  aLine: number,
  aTap: number,
  aPixel: number,
  b: number,
  bLine: number,
  bPixel: number,
  blocks: number,
  pixels: number,
) => void;

function depthwise(pixels: Pixels, width: ChannelWidth, vector: Numbers): WasmFunction {
  const [LINES, OUT, OUT_LINE, A, A_LINE, BLOCKS, GROUPS, OUT_PIXEL] = numbered(8);
  const [A_PIXEL, ROWS, A_ROW, COLUMNS, A_COLUMN, B, B_TAP, ADD] = numbered(8, 8);
  const [OUT_BLOCK, A_BLOCK, B_BLOCK, OUT_AT, A_AT, B_AT, ROW, TAP] = numbered(8, 16);
  const [BLOCKS_LEFT, GROUPS_LEFT, ROWS_LEFT, COLUMNS_LEFT] = numbered(4, 24);
  const numbers = width === 1 ? f32 : vector;
  const parts = numbered(width / numbers.lanes);
  const lines = numbered(pixels);
  const address = (r: number) => 28 + r;
  const value = (k: number) => 28 + pixels + k;
  const sum = (r: number, k: number) => 28 + pixels + parts.length * (r + 1) + k;
  const eachSum = (code: (r: number, k: number) => number[]) =>
    lines.flatMap((r) => parts.flatMap((k) => code(r, k)));
  const columns = [
    ...parts.flatMap((k) => set(value(k), numbers.load(get(B_AT), k))),
    ...eachSum((r, k) => {
      const from = numbers.load(i32.add(get(address(r)), get(TAP)), k);
      return set(sum(r, k), numbers.fused(get(sum(r, k)), from, get(value(k))));
    }),
    ...advance(TAP, get(A_COLUMN)),
    ...advance(B_AT, get(B_TAP)),
  ];
  const rows = [
    ...set(TAP, get(ROW)),
    ...set(COLUMNS_LEFT, get(COLUMNS)),
    ...repeat(COLUMNS_LEFT, columns),
    ...advance(ROW, get(A_ROW)),
  ];
  const outAt = (r: number, code: number[]) => [
    ...code,
    ...(r < pixels - 1 ? advance(OUT_AT, get(OUT_PIXEL)) : []),
  ];
  const start = lines.flatMap((r) =>
    outAt(
      r,
      parts.flatMap((k) => set(sum(r, k), numbers.load(get(OUT_AT), k))),
    ),
  );
  const group = [
    ...lines.flatMap((r) => [...set(address(r), get(A_AT)), ...advance(A_AT, get(A_PIXEL))]),
    ...eachSum((r, k) => set(sum(r, k), numbers.zero)),
    ...when(get(ADD), [...set(ROW, get(OUT_AT)), ...start, ...set(OUT_AT, get(ROW))]),
    ...set(B_AT, get(B_BLOCK)),
    ...set(ROW, i32.constant(0)),
    ...set(ROWS_LEFT, get(ROWS)),
    ...repeat(ROWS_LEFT, rows),
    ...lines.flatMap((r) => [
      ...parts.flatMap((k) => numbers.store(get(OUT_AT), k, get(sum(r, k)))),
      ...advance(OUT_AT, get(OUT_PIXEL)),
    ]),
  ];
  const block = [
    ...set(OUT_AT, get(OUT_BLOCK)),
    ...set(A_AT, get(A_BLOCK)),
    ...set(GROUPS_LEFT, get(GROUPS)),
    ...repeat(GROUPS_LEFT, group),
    ...[OUT_BLOCK, A_BLOCK, B_BLOCK].flatMap((at) => advance(at, i32.constant(4 * width))),
  ];
  const line = [
    ...set(OUT_BLOCK, get(OUT)),
    ...set(A_BLOCK, get(A)),
    ...set(B_BLOCK, get(B)),
    ...set(BLOCKS_LEFT, get(BLOCKS)),
    ...repeat(BLOCKS_LEFT, block),
    ...advance(OUT, get(OUT_LINE)),
    ...advance(A, get(A_LINE)),
  ];
  return {
    name: `depthwise${pixels}x${width}`,
    parameters: numbered(16).map(() => I32),
    locals: [
      [12 + pixels, I32],
      [parts.length * (pixels + 1), numbers.type],
    ],
    body: repeat(LINES, line),
  };
}

function depthwiseGradient(taps: Taps, width: ChannelWidth, vector: Numbers): WasmFunction {
  const [LINES, OUT, OUT_TAP, A, A_LINE, A_TAP, A_PIXEL, B, B_LINE, B_PIXEL] = numbered(10);
  const [BLOCKS, PIXEL_COUNT, OUT_BLOCK, A_BLOCK, B_BLOCK, A_AT, B_AT, AT] = numbered(8, 10);
  const [BLOCKS_LEFT, LEFT] = numbered(2, 18);
  const numbers = width === 1 ? f32 : vector;
  const parts = numbered(width / numbers.lanes);
  const value = (k: number) => 20 + k;
  const sum = (tap: number, k: number) => 20 + parts.length * (tap + 1) + k;
  /** For every tap, with AT going from the given address on. */
  const eachTap = (from: number, step: number, code: (tap: number, k: number) => number[]) => [
    ...set(AT, get(from)),
    ...numbered(taps).flatMap((tap) => [
      ...parts.flatMap((k) => code(tap, k)),
      ...(tap < taps - 1 ? advance(AT, get(step)) : []),
    ]),
  ];
  const pixel = [
    ...parts.flatMap((k) => set(value(k), numbers.load(get(B_AT), k))),
    ...eachTap(A_AT, A_TAP, (tap, k) =>
      set(sum(tap, k), numbers.fused(get(sum(tap, k)), numbers.load(get(AT), k), get(value(k)))),
    ),
    ...advance(A_AT, get(A_PIXEL)),
    ...advance(B_AT, get(B_PIXEL)),
  ];
  const block = [
    ...eachTap(OUT_BLOCK, OUT_TAP, (tap, k) => set(sum(tap, k), numbers.load(get(AT), k))),
    ...set(A_AT, get(A_BLOCK)),
    ...set(B_AT, get(B_BLOCK)),
    ...set(LEFT, get(PIXEL_COUNT)),
    ...repeat(LEFT, pixel),
    ...eachTap(OUT_BLOCK, OUT_TAP, (tap, k) => numbers.store(get(AT), k, get(sum(tap, k)))),
    ...[OUT_BLOCK, A_BLOCK, B_BLOCK].flatMap((at) => advance(at, i32.constant(4 * width))),
  ];
  const line = [
    ...set(OUT_BLOCK, get(OUT)),
    ...set(A_BLOCK, get(A)),
    ...set(B_BLOCK, get(B)),
    ...set(BLOCKS_LEFT, get(BLOCKS)),
    ...repeat(BLOCKS_LEFT, block),
    ...advance(A, get(A_LINE)),
    ...advance(B, get(B_LINE)),
  ];
  return {
    name: `depthwiseGradient${taps}x${width}`,
    parameters: numbered(12).map(() => I32),
    locals: [
      [8, I32],
      [parts.length * (taps + 1), numbers.type],
    ],
    body: repeat(LINES, line),
  };
}

/** `depthwise<pixels>x<channels>` and `depthwiseGradient<taps>x<channels>` in all sizes. */
export const depthwiseFunctions = (vector: Numbers): WasmFunction[] =>
  CHANNEL_WIDTHS.flatMap((width) => [
    ...PIXELS.map((pixels) => depthwise(pixels, width, vector)),
    ...TAPS.map((taps) => depthwiseGradient(taps, width, vector)),
  ]);
