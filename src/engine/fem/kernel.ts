/**
 * The inner loop of the time integration as WebAssembly: for every row r of a
 * list,
 *
 *   previous[r] ← back_r · previous[r] + Σ_k value_rk · u[column_rk]
 *
 * One function per row width, with the sum written out: an inner loop over five to nine entries would take
 * twice as long. With four lanes, u and `previous` hold four vectors side by side, [nodes, 4], so that the
 * matrix is read once for four simulations (128-bit SIMD). Every lane adds in the same order as one lane
 * does: the bits are the same.
 */
import { compile, isValid } from '../wasm/support.ts';
import {
  advance,
  assemble,
  constant,
  F64,
  get,
  I32,
  repeatWhile,
  set,
  simd,
  unsigned,
  V128,
  type WasmFunction,
} from '../wasm/assembler.ts';

export type Lanes = 1 | 4;

/** All arguments are byte addresses in the memory. */
export type RowsKernel = (
  /** Byte offsets of the rows in u and `previous`: from `rows` to `rowsEnd`, 4 bytes each. */
  rows: number,
  rowsEnd: number,
  /** width · 8 bytes per row. */
  values: number,
  /** Byte offsets in u, width · 4 bytes per row. */
  columns: number,
  /** 8 bytes per row. */
  back: number,
  u: number,
  previous: number,
) => void;

const PARAMETERS = 7;

/** The last argument of a memory instruction is alignment (as a power of two), then offset. */
const at = (align: number, offset: number): number[] => [align, ...unsigned(offset)];
const i32 = {
  load: (address: number[], offset = 0) => [...address, 0x28, ...at(2, offset)],
  add: (a: number[], b: number[]) => [...a, ...b, 0x6a],
  lessThan: (a: number[], b: number[]) => [...a, ...b, 0x49],
};
const f64 = {
  load: (address: number[], offset = 0) => [...address, 0x2b, ...at(3, offset)],
  store: (address: number[], value: number[]) => [...address, ...value, 0x39, ...at(3, 0)],
  add: (a: number[], b: number[]) => [...a, ...b, 0xa0],
  multiply: (a: number[], b: number[]) => [...a, ...b, 0xa2],
};
const f64x2 = {
  load: (address: number[], offset = 0) => [...address, ...simd(0), ...at(3, offset)],
  splat: (address: number[], offset = 0) => [...address, ...simd(10), ...at(3, offset)],
  store: (address: number[], value: number[], offset: number) => [
    ...address,
    ...value,
    ...simd(11),
    ...at(3, offset),
  ],
  add: (a: number[], b: number[]) => [...a, ...b, ...simd(0xf0)],
  multiply: (a: number[], b: number[]) => [...a, ...b, ...simd(0xf2)],
};

// Locals: the parameters, then these.
const [ROWS, ROWS_END, VALUES, COLUMNS, BACK, U, PREVIOUS] = [0, 1, 2, 3, 4, 5, 6];
const ADDRESS = 7;
const NEIGHBOUR = 8;
const SUM = 9;

/** One row with one lane: the sum stays in an f64 local. */
function scalarRow(width: number): number[] {
  const code = set(SUM, f64.multiply(f64.load(get(BACK)), f64.load(get(ADDRESS))));
  for (let k = 0; k < width; k++) {
    const neighbour = i32.add(get(U), i32.load(get(COLUMNS), 4 * k));
    const term = f64.multiply(f64.load(get(VALUES), 8 * k), f64.load(neighbour));
    code.push(...set(SUM, f64.add(get(SUM), term)));
  }
  return [...code, ...f64.store(get(ADDRESS), get(SUM))];
}

/** One row with four lanes: two sums of two lanes each, and the matrix entry in both lanes of a third. */
function fourLaneRow(width: number): number[] {
  const halves = [0, 1];
  const FACTOR = SUM + halves.length;
  const code = set(FACTOR, f64x2.splat(get(BACK)));
  for (const half of halves) {
    code.push(...set(SUM + half, f64x2.multiply(get(FACTOR), f64x2.load(get(ADDRESS), 16 * half))));
  }
  for (let k = 0; k < width; k++) {
    code.push(...set(NEIGHBOUR, i32.add(get(U), i32.load(get(COLUMNS), 4 * k))));
    code.push(...set(FACTOR, f64x2.splat(get(VALUES), 8 * k)));
    for (const half of halves) {
      const term = f64x2.multiply(get(FACTOR), f64x2.load(get(NEIGHBOUR), 16 * half));
      code.push(...set(SUM + half, f64x2.add(get(SUM + half), term)));
    }
  }
  for (const half of halves) code.push(...f64x2.store(get(ADDRESS), get(SUM + half), 16 * half));
  return code;
}

function rowsFunction(width: number, lanes: Lanes): WasmFunction {
  const row = [
    ...set(ADDRESS, i32.add(get(PREVIOUS), i32.load(get(ROWS)))),
    ...(lanes === 1 ? scalarRow(width) : fourLaneRow(width)),
    ...advance(VALUES, constant(8 * width)),
    ...advance(COLUMNS, constant(4 * width)),
    ...advance(BACK, constant(8)),
    ...advance(ROWS, constant(4)),
  ];
  return {
    name: `rows${width}`,
    parameters: Array.from({ length: PARAMETERS }, () => I32),
    locals: [
      [2, I32],
      [lanes === 1 ? 1 : 3, lanes === 1 ? F64 : V128],
    ],
    body: repeatWhile(i32.lessThan(get(ROWS), get(ROWS_END)), row),
  };
}

/** The bytes of a module with the function `rows<width>` for every width of the list. */
export const kernelModule = (widths: readonly number[], lanes: Lanes): Uint8Array<ArrayBuffer> =>
  assemble(widths.map((width) => rowsFunction(width, lanes)));

const modules = new Map<string, WebAssembly.Module>();

/** The functions for rows of these widths, working on `memory`. */
export function rowsKernels(
  widths: readonly number[],
  lanes: Lanes,
  memory: WebAssembly.Memory,
): RowsKernel[] {
  const key = `${lanes}:${widths.join()}`;
  const module = modules.get(key) ?? compile(kernelModule(widths, lanes));
  modules.set(key, module);
  const { exports } = new WebAssembly.Instance(module, { host: { memory } });
  return widths.map((width) => exports[`rows${width}`] as RowsKernel);
}

/** Lanes that this engine runs side by side: four where WebAssembly has 128-bit SIMD. */
export const LANES: Lanes = isValid(kernelModule([1], 4)) ? 4 : 1;
