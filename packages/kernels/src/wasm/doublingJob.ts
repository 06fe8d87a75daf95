import type { Blend } from './blendLoops.ts';
import { inOrder, share, type Job } from './job.ts';
import type { Loops } from './loops.ts';

/** Shares of a point's own value and of its neighbour's. */
const [OWN, NEIGHBOUR] = [0.75, 0.25];

const order = inOrder([
  // Which loop, and how many runs of rows follow.
  'terms',
  'runs',
  // Lines, and bytes from one to the next in the result and in what it comes from.
  'lines',
  'outLine',
  'fromLine',
  // Bytes from row to row.
  'outRow',
  'fromRow',
  // Numbers of a row.
  'inner',
]);
type Doubling = ReturnType<typeof order.named>;

/** Rows that follow each other: how many, and the addresses of the first in the result and in what it comes from. */
export type Run = readonly [rows: number, out: number, a: number, b: number, c: number, d: number];

const [FIRST_RUN, RUN_LENGTH] = [8, 6];

export const doublingParameters = (
  doubling: Omit<Doubling, 'terms' | 'runs'> & { terms: Blend },
  runs: readonly Run[],
): number[] => [...order.list({ ...doubling, runs: runs.length }), ...runs.flat()];

/** Linear upsampling or its gradient: blends of rows, divided by lines, or by rows if there are few. */
export const double: Job<Loops> = (loops, parameters, part, parts) => {
  const { terms, runs, lines, outLine, fromLine, outRow, fromRow, inner } = order.named(parameters);
  const loop = loops[`blend${terms as Blend}`];
  const byLine = lines >= parts;
  const [firstLine, lastLine] = byLine ? share(lines, part, parts) : [0, lines];
  for (let i = 0; i < runs; i++) {
    const at = FIRST_RUN + i * RUN_LENGTH;
    const [rows, out, ...from] = parameters.subarray(at, at + RUN_LENGTH);
    const [first, end] = byLine ? [0, rows] : share(rows, part, parts);
    if (end === first) continue;
    const [a, b, c, d] = from.map((address) => address + firstLine * fromLine + first * fromRow);
    loop(
      out + firstLine * outLine + first * outRow,
      a,
      b,
      c,
      d,
      lastLine - firstLine,
      outLine,
      fromLine,
      end - first,
      outRow,
      fromRow,
      inner >>> 2,
      inner & 3,
      OWN,
      NEIGHBOUR,
    );
  }
};
