/** Copies rows of one length between arrays of rows, as WebAssembly. */
import { advance, get, I32, repeat, type WasmFunction } from './assembler.ts';

const [TO, FROM, ROWS, TO_ROW, FROM_ROW, BYTES] = [0, 1, 2, 3, 4, 5];
const MEMORY_COPY = [0xfc, 10, 0, 0];

/** Byte addresses, number of rows (at least 1), strides and length of a row in bytes. */
export type CopyRows = (
  to: number,
  from: number,
  rows: number,
  toRow: number,
  fromRow: number,
  bytes: number,
) => void;

export const copyRowsFunction = (): WasmFunction => ({
  name: 'copyRows',
  parameters: Array.from({ length: 6 }, () => I32),
  locals: [],
  body: repeat(ROWS, [
    ...get(TO),
    ...get(FROM),
    ...get(BYTES),
    ...MEMORY_COPY,
    ...advance(TO, get(TO_ROW)),
    ...advance(FROM, get(FROM_ROW)),
  ]),
});
