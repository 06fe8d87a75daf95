import { inOrder, share, type Job } from './job.ts';
import { GRADIENT_WIDTHS } from './gradientLoops.ts';
import { FLOAT } from './kernels.ts';
import type { Loops } from './loops.ts';

const order = inOrder([
  // Addresses: of the rows, of the sums [blocks, columns], to which they are added, and of the number 1.
  'rows',
  'sums',
  'one',
  'columns',
  // Rows in all, and in a block.
  'count',
  'block',
]);
export const sumRowsParameters = order.list;

/** Adds up `count` rows of numbers side by side; addresses and the distance of two rows in bytes, `one` that of the number 1. */
export function addRows(
  tiles: Loops['gradient'][1],
  {
    sums,
    rows,
    one,
    columns,
    count,
    distance,
  }: Record<'sums' | 'rows' | 'one' | 'columns' | 'count' | 'distance', number>,
): void {
  let at = 0;
  for (const width of GRADIENT_WIDTHS) {
    const blocks = Math.floor((columns - at) / width);
    if (blocks === 0) continue;
    const [to, from] = [sums + at * FLOAT, rows + at * FLOAT];
    tiles[width](to, 0, one, from, 1, blocks, 1, 0, 0, 1, 0, 0, count, 0, distance);
    at += blocks * width;
  }
}

/** Sums of rows, block by block; divided by blocks. */
export const sumRows: Job<Loops> = ({ gradient }, parameters, part, parts) => {
  const { rows, sums, one, columns, count, block } = order.named(parameters);
  const row = columns * FLOAT;
  const [first, end] = share(Math.ceil(count / block), part, parts);
  for (let i = first; i < end; i++) {
    const here = Math.min(block, count - i * block);
    const [to, from] = [sums + i * row, rows + i * block * row];
    addRows(gradient[1], { sums: to, rows: from, one, columns, count: here, distance: row });
  }
};
