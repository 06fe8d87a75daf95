/**
 * The loops of `loops.ts` as WebAssembly: one function for each loop and number of neighbouring float32
 * numbers. Wider functions keep more sums in flight.
 */
import { assemble, type WasmFunction } from 'slimwave-base/wasm/assembler';
import { I32, type ValueType } from 'slimwave-base/wasm/encoding';
import { advance, get, repeat, set } from 'slimwave-base/wasm/instructions';
import { blendFunctions } from './blendLoops.ts';
import { convolutionFunctions } from './convolutionLoops.ts';
import { dotFunctions } from './dotLoops.ts';
import { gradientFunctions } from './gradientLoops.ts';
import { elementwiseFunctions } from './elementwise.ts';
import { copyRowsFunction, zeroRowsFunction } from './copyRows.ts';
import { depthwiseFunctions } from './depthwiseLoops.ts';
import { f32, vectors, type Numbers } from './numbers.ts';
import { runFunctions } from './runLoops.ts';

export type LoopName = 'correlate' | 'spread';

/** Numbers side by side: four vectors (a cache line), one vector, one number. */
export const WIDTHS = [16, 4, 1] as const;
export type Width = (typeof WIDTHS)[number];

const addresses = (count: number): ValueType[] => Array.from({ length: count }, () => I32);

function loopFunction(name: LoopName, width: Width, vector: Numbers): WasmFunction {
  const [V, A, B, ROWS, A_ROW, B_ROW, COLUMNS, A_COLUMN, B_COLUMN] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const [A_AT, B_AT, LEFT, VALUE] = [9, 10, 11, 12];
  const numbers = width === 1 ? f32 : vector;
  const parts = Array.from({ length: (4 * width) / numbers.bytes }, (_, k) => k);
  const term = (k: number) => {
    const [a, b] = [numbers.load(get(A_AT), k), numbers.load(get(B_AT), k)];
    const value = get(VALUE + k);
    return name === 'correlate'
      ? set(VALUE + k, numbers.fused(value, a, b))
      : numbers.store(get(A_AT), k, numbers.fused(a, b, value));
  };
  const columns = [
    ...parts.flatMap(term),
    ...advance(A_AT, get(A_COLUMN)),
    ...advance(B_AT, get(B_COLUMN)),
  ];
  const rows = [
    ...set(A_AT, get(A)),
    ...set(B_AT, get(B)),
    ...set(LEFT, get(COLUMNS)),
    ...repeat(LEFT, columns),
    ...advance(A, get(A_ROW)),
    ...advance(B, get(B_ROW)),
  ];
  const keep = (k: number) => numbers.store(get(V), k, get(VALUE + k));
  return {
    name: `${name}${width}`,
    parameters: addresses(9),
    locals: [
      [3, I32],
      [parts.length, numbers.type],
    ],
    body: [
      ...parts.flatMap((k) => set(VALUE + k, numbers.load(get(V), k))),
      ...repeat(ROWS, rows),
      ...(name === 'correlate' ? parts.flatMap(keep) : []),
    ],
  };
}

/**
 * The bytes of a module with `correlate<width>` and `spread<width>` for every size, and the other loops. `fused`: whether sums of products use fused multiply-adds.
 */
export function loopsModule({ shared = false, fused = false } = {}): Uint8Array<ArrayBuffer> {
  const vector = vectors(fused);
  return assemble(
    [
      ...WIDTHS.map((width) => loopFunction('correlate', width, vector)),
      ...WIDTHS.map((width) => loopFunction('spread', width, vector)),
      ...convolutionFunctions(vector),
      ...dotFunctions(vector),
      ...gradientFunctions(vector),
      ...elementwiseFunctions(),
      copyRowsFunction(),
      zeroRowsFunction(),
      ...depthwiseFunctions(vector),
      ...runFunctions(vector),
      ...blendFunctions(),
    ],
    { shared },
  );
}
