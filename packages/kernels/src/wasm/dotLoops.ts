/**
 * The inner loop of a convolution to a single channel as WebAssembly: the sums run over vectors of taps and input
 * channels that lie side by side, for four neighbouring pixels of a row at once, or one:
 *
 *   out[p] = start + Σ_slice Σ_row Σ_column a[p, slice, row, column] · b[slice, row, column]
 */
import type { WasmFunction } from 'slimwave-base/wasm/assembler';
import { F32, I32 } from 'slimwave-base/wasm/encoding';
import { advance, get, i32, repeat, set, when, numbered } from 'slimwave-base/wasm/instructions';
import { f32, laneSum, type Numbers } from './numbers.ts';

/**
 * Byte addresses, and strides in bytes: from pixel to pixel in `out` and `a`, from slice to slice in `a` and `b`, from row
 * to row in `a`. Rows of b follow each other; columns are neighbouring numbers, `vectors` times four and `rest` more.
 */
export type DotLoop = (
  groups: number,
  out: number,
  outPixel: number,
  a: number,
  aPixel: number,
  aRow: number,
  b: number,
  start: number,
  rows: number,
  vectors: number,
  rest: number,
  lines: number,
  outLine: number,
  aLine: number,
  slices: number,
  aSlice: number,
  bSlice: number,
) => void;

const PARAMETERS = 17;
const [GROUPS, OUT, OUT_PIXEL, A, A_PIXEL, A_ROW, B, START, ROWS, VECTORS, REST] = numbered(11);
const [LINES, OUT_LINE, A_LINE, SLICES, A_SLICE, B_SLICE] = numbered(6, 11);
const [A_AT, B_AT, ROWS_LEFT, LEFT, ROW, GROUPS_LEFT, OUT_NOW, A_NOW] = numbered(8, PARAMETERS);
const [SLICES_LEFT, SLICE, SLICE_B] = numbered(3, PARAMETERS + 8);
const ADDRESS = PARAMETERS + 11;

function dots(pixels: 4 | 1, vector: Numbers): WasmFunction {
  const lines = Array.from({ length: pixels }, (_, r) => r);
  const [VECTOR, NUMBER] = [ADDRESS + pixels, ADDRESS + 2 * pixels + 1];
  const [VECTOR_SUM, NUMBER_SUM] = [VECTOR + 1, NUMBER + 1];
  const at = (r: number) => i32.add(get(ADDRESS + r), get(A_AT));
  /** sum_r += a_r · b, then on to the next numbers. */
  const terms = ({ load, fused, bytes }: Numbers, value: number, sum: number) => [
    ...set(value, load(get(B_AT))),
    ...lines.flatMap((r) => set(sum + r, fused(get(sum + r), load(at(r)), get(value)))),
    ...advance(A_AT, i32.constant(bytes)),
    ...advance(B_AT, i32.constant(bytes)),
  ];
  const over = (count: number, body: number[]) =>
    when(get(count), [...set(LEFT, get(count)), ...repeat(LEFT, body)]);
  const row = [
    ...set(A_AT, get(ROW)),
    ...over(VECTORS, terms(vector, VECTOR, VECTOR_SUM)),
    ...over(REST, terms(f32, NUMBER, NUMBER_SUM)),
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
    ...lines.flatMap((r) => [
      ...set(ADDRESS + r, get(A_NOW)),
      ...advance(A_NOW, get(A_PIXEL)),
      ...set(NUMBER_SUM + r, f32.load(get(START))),
      ...set(VECTOR_SUM + r, vector.zero),
    ]),
    ...set(SLICE, i32.constant(0)),
    ...set(SLICE_B, get(B)),
    ...set(SLICES_LEFT, get(SLICES)),
    ...repeat(SLICES_LEFT, slice),
    ...lines.flatMap((r) => [
      ...f32.store(get(OUT_NOW), 0, f32.add(get(NUMBER_SUM + r), laneSum(get(VECTOR_SUM + r)))),
      ...advance(OUT_NOW, get(OUT_PIXEL)),
    ]),
  ];
  const line = [
    ...set(OUT_NOW, get(OUT)),
    ...set(A_NOW, get(A)),
    ...set(GROUPS_LEFT, get(GROUPS)),
    ...repeat(GROUPS_LEFT, group),
    ...advance(OUT, get(OUT_LINE)),
    ...advance(A, get(A_LINE)),
  ];
  return {
    name: `dots${pixels}`,
    parameters: numbered(PARAMETERS).map(() => I32),
    locals: [
      [11 + pixels, I32],
      [pixels + 1, vector.type],
      [pixels + 1, F32],
    ],
    body: repeat(LINES, line),
  };
}

/** `dots4` and `dots1`. */
export const dotFunctions = (vector: Numbers): WasmFunction[] => [dots(4, vector), dots(1, vector)];
