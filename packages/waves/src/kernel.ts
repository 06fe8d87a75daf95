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
import { compile, isValid } from 'slimwave-base/wasm/support';
import { assemble, type WasmFunction } from 'slimwave-base/wasm/assembler';
import { F64, I32, V128 } from 'slimwave-base/wasm/encoding';
import { advance, f64, f64x2, get, i32, repeatWhile, set } from 'slimwave-base/wasm/instructions';

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
  const code = set(FACTOR, f64x2.loadSplat(get(BACK)));
  for (const half of halves) {
    code.push(...set(SUM + half, f64x2.multiply(get(FACTOR), f64x2.load(get(ADDRESS), 16 * half))));
  }
  for (let k = 0; k < width; k++) {
    code.push(...set(NEIGHBOUR, i32.add(get(U), i32.load(get(COLUMNS), 4 * k))));
    code.push(...set(FACTOR, f64x2.loadSplat(get(VALUES), 8 * k)));
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
    ...advance(VALUES, i32.constant(8 * width)),
    ...advance(COLUMNS, i32.constant(4 * width)),
    ...advance(BACK, i32.constant(8)),
    ...advance(ROWS, i32.constant(4)),
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
