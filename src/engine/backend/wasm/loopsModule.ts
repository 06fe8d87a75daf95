/**
 * The loops of `loops.ts` as WebAssembly: one function for each loop and number of neighbouring float32
 * numbers. Wider functions keep more sums in flight.
 */
import { assemble, type WasmFunction } from '../../wasm/assembler.ts';
import { I32, type ValueType } from '../../wasm/encoding.ts';
import { advance, get, i32, repeat, set } from '../../wasm/instructions.ts';
import { blendFunctions } from './blendLoops.ts';
import { convolutionFunctions } from './convolutionLoops.ts';
import { dotFunctions } from './dotLoops.ts';
import { elementwiseFunctions } from './elementwise.ts';
import { copyRowsFunction, zeroRowsFunction } from './copyRows.ts';
import { depthwiseFunctions } from './depthwiseLoops.ts';
import { f32, vectors, type Numbers } from './numbers.ts';
import { runFunctions } from './runLoops.ts';

export type LoopName = 'correlate' | 'spread';

/** Numbers side by side: four vectors (a cache line), one vector, one number. */
export const WIDTHS = [16, 4, 1] as const;
export type Width = (typeof WIDTHS)[number];

/** Sizes of the tiles of `outer`: rows by neighbouring numbers. The sums of a tile stay in registers. */
export const TILES = ['4x8', '4x4', '4x1', '1x16', '1x8', '1x4', '1x1'] as const;
export type Tile = (typeof TILES)[number];

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

function tileFunction(tile: Tile, vector: Numbers): WasmFunction {
  const [OUT, OUT_ROW, A, B] = [0, 1, 2, 6];
  const [IMAGES, A_IMAGE, B_IMAGE, ROWS, A_ROW, B_ROW, COLUMNS, A_COLUMN, B_COLUMN] = [
    7, 8, 9, 10, 11, 12, 13, 14, 15,
  ];
  const [A_START, A_OFFSET, A_AT, B_OFFSET, B_AT] = [16, 17, 18, 19, 20];
  const [ROWS_LEFT, LEFT, VALUE] = [21, 22, 23];
  const [height, width] = tile.split('x').map(Number);
  const numbers = width === 1 ? f32 : vector;
  const parts = Array.from({ length: (4 * width) / numbers.bytes }, (_, k) => k);
  const lines = Array.from({ length: height }, (_, r) => r);
  const SUM = VALUE + parts.length + 1;
  const sum = (r: number, k: number) => SUM + r * parts.length + k;
  const FACTOR = VALUE + parts.length;
  const line = (r: number) => [
    ...set(FACTOR, numbers.loadSplat(i32.add(get(A + r), get(A_AT)))),
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
    ...set(A_AT, get(A_OFFSET)),
    ...set(B_AT, get(B_OFFSET)),
    ...set(LEFT, get(COLUMNS)),
    ...repeat(LEFT, columns),
    ...advance(A_OFFSET, get(A_ROW)),
    ...advance(B_OFFSET, get(B_ROW)),
  ];
  const images = [
    ...set(A_OFFSET, get(A_START)),
    ...set(B_OFFSET, get(B)),
    ...set(ROWS_LEFT, get(ROWS)),
    ...repeat(ROWS_LEFT, rows),
    ...advance(A_START, get(A_IMAGE)),
    ...advance(B, get(B_IMAGE)),
  ];
  const addLine = (r: number) => [
    ...parts.flatMap((k) => {
      const value = numbers.add(numbers.load(get(OUT), k), get(sum(r, k)));
      return numbers.store(get(OUT), k, value);
    }),
    ...advance(OUT, get(OUT_ROW)),
  ];
  return {
    name: `outer${tile}`,
    parameters: addresses(16),
    locals: [
      [7, I32],
      [(height + 1) * parts.length + 1, numbers.type],
    ],
    body: [...repeat(IMAGES, images), ...lines.flatMap(addLine)],
  };
}

/**
 * The bytes of a module with `correlate<width>`, `spread<width>` and `outer<tile>` for every size, and the
 * elementwise loops. `fused`: whether sums of products use fused multiply-adds.
 */
export function loopsModule({ shared = false, fused = false } = {}): Uint8Array<ArrayBuffer> {
  const vector = vectors(fused);
  return assemble(
    [
      ...WIDTHS.map((width) => loopFunction('correlate', width, vector)),
      ...WIDTHS.map((width) => loopFunction('spread', width, vector)),
      ...TILES.map((tile) => tileFunction(tile, vector)),
      ...convolutionFunctions(vector),
      ...dotFunctions(vector),
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
