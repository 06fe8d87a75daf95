import { share, type Job } from './job.ts';
import { FLOAT } from './kernels.ts';

/** Rows that are copied: byte addresses, and bytes. */
export interface RowsCopied {
  to: number;
  from: number;
  rows: number;
  /** From row to row. */
  toRow: number;
  fromRow: number;
  /** Of a row that are copied. */
  bytes: number;
}

const LENGTH = 6;
/** Numbers of a cache line. */
const GROUP = 16;

export const copyParameters = (copies: readonly RowsCopied[]): number[] => [
  copies.length,
  ...copies.flatMap(({ to, from, rows, toRow, fromRow, bytes }) => [
    to,
    from,
    rows,
    toRow,
    fromRow,
    bytes,
  ]),
];

/** How many copies a job of so many parameters can do. */
export const copiesIn = (parameters: number): number => Math.floor((parameters - 1) / LENGTH);

/** Copies rows; every copy is divided by rows, or each of its rows if there are few. */
export const copy: Job = ({ copyRows }, parameters, part, parts) => {
  for (let i = 0; i < parameters[0]; i++) {
    const [to, from, rows, toRow, fromRow, bytes] = parameters.subarray(
      1 + i * LENGTH,
      1 + (i + 1) * LENGTH,
    );
    if (rows >= parts) {
      const [first, end] = share(rows, part, parts);
      copyRows(to + first * toRow, from + first * fromRow, end - first, toRow, fromRow, bytes);
      continue;
    }
    const [first, end] = share(bytes / FLOAT, part, parts, GROUP);
    if (end === first) continue;
    const at = first * FLOAT;
    copyRows(to + at, from + at, rows, toRow, fromRow, (end - first) * FLOAT);
  }
};
