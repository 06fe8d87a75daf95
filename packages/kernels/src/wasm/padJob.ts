import { inOrder, share, type Job } from './job.ts';

const order = inOrder([
  // Addresses.
  'out',
  'input',
  // Images, and rows of zeros above and below the rows of each.
  'batch',
  'top',
  'height',
  'bottom',
  // Of a row: zeros, numbers, zeros (bytes).
  'left',
  'bytes',
  'right',
]);
export const padParameters = order.list;

/** Images with zeros around them; divided by rows of the result. */
export const pad: Job = ({ copyRows, zeroRows }, parameters, part, parts) => {
  const { out, input, batch, top, height, bottom, left, bytes, right } = order.named(parameters);
  const row = left + bytes + right;
  const rows = top + height + bottom;
  const [first, last] = share(batch * rows, part, parts);
  for (let image = Math.floor(first / rows); image * rows < last; image++) {
    const start = Math.max(0, first - image * rows);
    const end = Math.min(rows, last - image * rows);
    const imageOut = out + image * rows * row;
    const zeros = (above: number, below: number) => {
      if (below > above) zeroRows(imageOut + above * row, 1, 0, (below - above) * row);
    };
    zeros(start, Math.min(end, top));
    zeros(Math.max(start, top + height), end);
    const [a, b] = [Math.max(start, top), Math.min(end, top + height)];
    if (b <= a) continue;
    const inside = imageOut + a * row;
    copyRows(
      inside + left,
      input + (image * height + a - top) * bytes,
      ...(left + right === 0
        ? ([1, 0, 0, (b - a) * row] as const)
        : ([b - a, row, bytes, bytes] as const)),
    );
    if (left > 0) zeroRows(inside, b - a, row, left);
    if (right > 0) zeroRows(inside + left + bytes, b - a, row, right);
  }
};
