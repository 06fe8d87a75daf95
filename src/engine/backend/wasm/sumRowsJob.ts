import { inOrder, share, type Job } from './job.ts';
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

/** Sums of rows, block by block; divided by blocks. */
export const sumRows: Job<Loops> = ({ outer }, parameters, part, parts) => {
  const { rows, sums, one, columns, count, block } = order.named(parameters);
  const row = columns * FLOAT;
  const [first, end] = share(Math.ceil(count / block), part, parts);
  for (let i = first; i < end; i++) {
    const here = Math.min(block, count - i * block);
    for (let k = 0; k < columns;) {
      const width = ([16, 8, 4, 1] as const).find((w) => k + w <= columns) ?? 1;
      const at = k * FLOAT;
      const [to, from] = [sums + i * row + at, rows + i * block * row + at];
      outer[`1x${width}`](to, 0, one, one, one, one, from, 1, 0, 0, 1, 0, 0, here, 0, row);
      k += width;
    }
  }
};
