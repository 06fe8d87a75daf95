/**
 * The inner loops of depthwise filters along one axis as WebAssembly, for four outputs that follow each other along it:
 * what they see overlaps, so that every number is loaded once. Taps, or their gradients, stay in registers.
 *
 *   run:         out[p] = Σ_tap a[p + tap] · b[tap],   p = 0 … 3
 *   runGradient: out[tap] += Σ_p a[p + tap] · b[p]
 */
import type { WasmFunction } from 'slimwave-base/wasm/assembler';
import { I32 } from 'slimwave-base/wasm/encoding';
import { advance, get, i32, repeat, set, numbered } from 'slimwave-base/wasm/instructions';
import type { Numbers } from './numbers.ts';

/** Numbers of taps that there are loops for. */
export const RUN_TAPS = [2, 3, 4, 5, 6, 7] as const;
export type RunTaps = (typeof RUN_TAPS)[number];

/** Outputs of a run. */
export const RUN = 4;

/**
 * Byte addresses, and strides in bytes. For every line, every block of four channels and every item of a line there is a
 * run; its points follow each other at `outTap` and `aTap`. All counts are at least 1.
 */
export type RunLoop = (
  lines: number,
  out: number,
  outLine: number,
  a: number,
  aLine: number,
  blocks: number,
  items: number,
  outItem: number,
  aItem: number,
  outTap: number,
  aTap: number,
  b: number,
  bTap: number,
) => void;

/** As above; the gradients of the taps follow each other at `outTap`. */
export type RunGradientLoop = (
  lines: number,
  out: number,
  outTap: number,
  a: number,
  aLine: number,
  aItem: number,
  aTap: number,
  b: number,
  bLine: number,
  bItem: number,
  bTap: number,
  blocks: number,
  items: number,
) => void;

/** Code for each of some numbers that follow each other in memory, with `at` going from one to the next. */
const along = (
  at: number,
  from: number,
  step: number,
  count: number,
  code: (i: number) => number[],
): number[] => [
  ...set(at, get(from)),
  ...numbered(count).flatMap((i) => [...code(i), ...(i < count - 1 ? advance(at, get(step)) : [])]),
];

/** Taps and outputs that meet at a point of the input. */
const meetings = (point: number, taps: number): { tap: number; p: number }[] =>
  numbered(RUN)
    .map((p) => ({ tap: point - p, p }))
    .filter(({ tap }) => tap >= 0 && tap < taps);

function run(taps: RunTaps, vector: Numbers): WasmFunction {
  const [LINES, OUT, OUT_LINE, A, A_LINE, BLOCKS, ITEMS, OUT_ITEM, A_ITEM, OUT_TAP, A_TAP] =
    numbered(11);
  const [B, B_TAP, OUT_BLOCK, A_BLOCK, B_BLOCK, OUT_AT, A_AT, AT] = numbered(8, 11);
  const [BLOCKS_LEFT, LEFT, VALUE] = numbered(3, 19);
  const weight = (tap: number) => 22 + tap;
  const sum = (p: number) => 22 + taps + p;
  const { load, store, zero, fused } = vector;
  const item = [
    ...numbered(RUN).flatMap((p) => set(sum(p), zero)),
    ...along(AT, A_AT, A_TAP, RUN + taps - 1, (point) => [
      ...set(VALUE, load(get(AT))),
      ...meetings(point, taps).flatMap(({ tap, p }) =>
        set(sum(p), fused(get(sum(p)), get(VALUE), get(weight(tap)))),
      ),
    ]),
    ...along(AT, OUT_AT, OUT_TAP, RUN, (p) => store(get(AT), 0, get(sum(p)))),
    ...advance(OUT_AT, get(OUT_ITEM)),
    ...advance(A_AT, get(A_ITEM)),
  ];
  const block = [
    ...along(AT, B_BLOCK, B_TAP, taps, (tap) => set(weight(tap), load(get(AT)))),
    ...set(OUT_AT, get(OUT_BLOCK)),
    ...set(A_AT, get(A_BLOCK)),
    ...set(LEFT, get(ITEMS)),
    ...repeat(LEFT, item),
    ...[OUT_BLOCK, A_BLOCK, B_BLOCK].flatMap((at) => advance(at, i32.constant(vector.bytes))),
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
    name: `run${taps}`,
    parameters: numbered(13).map(() => I32),
    locals: [
      [8, I32],
      [1 + taps + RUN, vector.type],
    ],
    body: repeat(LINES, line),
  };
}

function runGradient(taps: RunTaps, vector: Numbers): WasmFunction {
  const [LINES, OUT, OUT_TAP, A, A_LINE, A_ITEM, A_TAP, B, B_LINE, B_ITEM, B_TAP] = numbered(11);
  const [BLOCKS, ITEMS, OUT_BLOCK, A_BLOCK, B_BLOCK, A_AT, B_AT, AT] = numbered(8, 11);
  const [BLOCKS_LEFT, LEFT, VALUE] = [19, 20, 21];
  const dy = (p: number) => 22 + p;
  const sum = (tap: number) => 22 + RUN + tap;
  const { load, store, fused } = vector;
  const item = [
    ...along(AT, B_AT, B_TAP, RUN, (p) => set(dy(p), load(get(AT)))),
    ...along(AT, A_AT, A_TAP, RUN + taps - 1, (point) => [
      ...set(VALUE, load(get(AT))),
      ...meetings(point, taps).flatMap(({ tap, p }) =>
        set(sum(tap), fused(get(sum(tap)), get(VALUE), get(dy(p)))),
      ),
    ]),
    ...advance(A_AT, get(A_ITEM)),
    ...advance(B_AT, get(B_ITEM)),
  ];
  const block = [
    ...along(AT, OUT_BLOCK, OUT_TAP, taps, (tap) => set(sum(tap), load(get(AT)))),
    ...set(A_AT, get(A_BLOCK)),
    ...set(B_AT, get(B_BLOCK)),
    ...set(LEFT, get(ITEMS)),
    ...repeat(LEFT, item),
    ...along(AT, OUT_BLOCK, OUT_TAP, taps, (tap) => store(get(AT), 0, get(sum(tap)))),
    ...[OUT_BLOCK, A_BLOCK, B_BLOCK].flatMap((at) => advance(at, i32.constant(vector.bytes))),
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
    name: `runGradient${taps}`,
    parameters: numbered(13).map(() => I32),
    locals: [
      [8, I32],
      [1 + RUN + taps, vector.type],
    ],
    body: repeat(LINES, line),
  };
}

/** `run<taps>` and `runGradient<taps>`, on vectors. */
export const runFunctions = (vector: Numbers): WasmFunction[] =>
  RUN_TAPS.flatMap((taps) => [run(taps, vector), runGradient(taps, vector)]);
