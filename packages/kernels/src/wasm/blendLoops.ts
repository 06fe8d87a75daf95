/** Weighted sums of arrays of rows, as WebAssembly, for linear upsampling and its gradient. */
import type { WasmFunction } from 'slimwave-base/wasm/assembler';
import { F32, I32 } from 'slimwave-base/wasm/encoding';
import { advance, get, i32, repeat, set, when, numbered } from 'slimwave-base/wasm/instructions';
import { f32, f32x4, type Numbers } from './numbers.ts';

/** Arrays that get a weight together. */
export const BLENDS = [1, 2] as const;
export type Blend = (typeof BLENDS)[number];

/**
 * `blend1`: out = p·a + q·c; `blend2`: out = p·(a + b) + q·(c + d), over lines of rows of neighbouring numbers. Byte
 * addresses; strides in bytes, those of all inputs alike; `vectors` times four and `rest` more numbers in a row. There must
 * be at least one line and row.
 */
export type BlendLoop = (
  out: number,
  a: number,
  b: number,
  c: number,
  d: number,
  lines: number,
  outLine: number,
  fromLine: number,
  rows: number,
  outRow: number,
  fromRow: number,
  vectors: number,
  rest: number,
  p: number,
  q: number,
) => void;

const [OUT, A, B, C, D, LINES, OUT_LINE, FROM_LINE, ROWS, OUT_ROW, FROM_ROW] = numbered(11);
const [VECTORS, REST, P, Q] = numbered(4, 11);
/** Offsets of a line and of a row, the place in it, and what is left. */
const [OUT_AT, FROM_AT, OUT_ROW_AT, FROM_ROW_AT, ROWS_LEFT, LEFT] = numbered(6, 15);
const [P_VECTOR, Q_VECTOR] = [21, 22];

function blend(terms: Blend): WasmFunction {
  const from = (address: number, { load }: Numbers) => load(i32.add(get(address), get(FROM_AT)));
  const pair = (first: number, second: number, numbers: Numbers) =>
    terms === 1 ? from(first, numbers) : numbers.add(from(first, numbers), from(second, numbers));
  const over = (count: number, numbers: Numbers, p: number, q: number) =>
    when(get(count), [
      ...set(LEFT, get(count)),
      ...repeat(LEFT, [
        ...numbers.store(
          get(OUT_AT),
          0,
          numbers.add(
            numbers.multiply(pair(A, B, numbers), get(p)),
            numbers.multiply(pair(C, D, numbers), get(q)),
          ),
        ),
        ...advance(OUT_AT, i32.constant(numbers.bytes)),
        ...advance(FROM_AT, i32.constant(numbers.bytes)),
      ]),
    ]);
  const row = [
    ...set(OUT_AT, get(OUT_ROW_AT)),
    ...set(FROM_AT, get(FROM_ROW_AT)),
    ...over(VECTORS, f32x4, P_VECTOR, Q_VECTOR),
    ...over(REST, f32, P, Q),
    ...advance(OUT_ROW_AT, get(OUT_ROW)),
    ...advance(FROM_ROW_AT, get(FROM_ROW)),
  ];
  const inputs = terms === 1 ? [A, C] : [A, B, C, D];
  return {
    name: `blend${terms}`,
    parameters: numbered(15).map((i) => (i < P ? I32 : F32)),
    locals: [
      [6, I32],
      [2, f32x4.type],
    ],
    body: [
      ...set(P_VECTOR, f32x4.splat(get(P))),
      ...set(Q_VECTOR, f32x4.splat(get(Q))),
      ...repeat(LINES, [
        ...set(OUT_ROW_AT, get(OUT)),
        ...set(FROM_ROW_AT, i32.constant(0)),
        ...set(ROWS_LEFT, get(ROWS)),
        ...repeat(ROWS_LEFT, row),
        ...advance(OUT, get(OUT_LINE)),
        ...inputs.flatMap((input) => advance(input, get(FROM_LINE))),
      ]),
    ],
  };
}

/** `blend1` and `blend2`. */
export const blendFunctions = (): WasmFunction[] => BLENDS.map(blend);

/** The same in JavaScript, on float32 numbers by index. */
export const scriptBlend =
  (heap: Float32Array, terms: Blend): BlendLoop =>
  (out, a, b, c, d, lines, outLine, fromLine, rows, outRow, fromRow, vectors, rest, p, q) => {
    const pair = (first: number, second: number, offset: number) =>
      heap[(first + offset) / 4] + (terms === 1 ? 0 : heap[(second + offset) / 4]);
    for (let line = 0; line < lines; line++) {
      for (let row = 0; row < rows; row++) {
        for (let k = 0; k < 4 * vectors + rest; k++) {
          const offset = line * fromLine + row * fromRow + 4 * k;
          heap[(out + line * outLine + row * outRow) / 4 + k] =
            p * pair(a, b, offset) + q * pair(c, d, offset);
        }
      }
    }
  };
