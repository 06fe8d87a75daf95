import { inOrder, share, type Job } from './job.ts';
import { FLOAT } from './kernels.ts';
import { GRADIENT_WIDTHS, isTile, type GradientWidth, type Height } from './gradientLoops.ts';
import type { Loops } from './loops.ts';

/** What is passed over again and again, of x and dy together, should stay in the first-level cache. */
const CACHE_BYTES = 32768;

/** The job's parameters; distances in bytes. */
export interface FilterGradient {
  x: number;
  dy: number;
  out: number;
  batch: number;
  /** Rows and columns of dy. */
  rows: number;
  columns: number;
  xImage: number;
  dyImage: number;
  xRow: number;
  dyRow: number;
  xColumn: number;
  /** Between two rows of x, whatever the stride. */
  xLine: number;
  inChannels: number;
  outChannels: number;
  filterHeight: number;
  filterWidth: number;
}

/** Of a 3-way filter: its slices, those before the first of a sample that only the filter sees, and those of a sample. */
interface Slices {
  filterDepth: number;
  front: number;
  depth: number;
}

/** Their order in the job's parameters. */
const order = inOrder<keyof FilterGradient | keyof Slices>([
  'x',
  'dy',
  'out',
  'batch',
  'rows',
  'columns',
  'xImage',
  'dyImage',
  'xRow',
  'dyRow',
  'xColumn',
  'xLine',
  'inChannels',
  'outChannels',
  'filterHeight',
  'filterWidth',
  'filterDepth',
  'front',
  'depth',
]);

export const filterGradientParameters = order.list;

/** Where a block starts in x and dy, and how many images, rows and columns it has. */
type Block = (x: number, dy: number, images: number, rows: number, columns: number) => void;

/** Blocks of several whole images, or of several rows of one. */
function overBlocks(g: FilterGradient, block: Block): void {
  const images = Math.max(1, Math.floor(CACHE_BYTES / (g.xImage + g.dyImage)));
  const height = Math.max(1, Math.floor(CACHE_BYTES / (g.xRow + g.dyRow)));
  const rowsAtOnce = images > 1 ? g.rows : height;
  for (let n = 0; n < g.batch; n += images) {
    for (let h = 0; h < g.rows; h += rowsAtOnce) {
      const [x, dy] = [g.x + n * g.xImage + h * g.xRow, g.dy + n * g.dyImage + h * g.dyRow];
      const [count, rows] = [Math.min(images, g.batch - n), Math.min(rowsAtOnce, g.rows - h)];
      // Rows that follow each other in both are one long row.
      if (g.xRow === g.columns * g.xColumn && g.dyRow === g.columns * g.outChannels * FLOAT)
        block(x, dy, count, 1, rows * g.columns);
      else block(x, dy, count, rows, g.columns);
    }
  }
}

/** Neighbouring tiles of one size. */
interface Run<Size> {
  at: number;
  size: Size;
  count: number;
}

/** Lines in tiles of four, the last one higher or lower: five or six lines take less time than four and one or two. */
function inLines(length: number): Run<Height>[] {
  const rest = length % 4;
  const last = rest === 0 ? 0 : rest < 3 && length > 4 ? 4 + rest : rest;
  const fours = length - last;
  const all: Run<Height>[] = [
    { at: 0, size: 4, count: fours / 4 },
    { at: fours, size: last as Height, count: 1 },
  ];
  return all.filter(({ size, count }) => size > 0 && count > 0);
}

/** Neighbouring numbers in tiles of some height, as wide as possible. */
function inVectors(length: number, height: Height): Run<GradientWidth>[] {
  const runs: Run<GradientWidth>[] = [];
  let at = 0;
  for (const size of GRADIENT_WIDTHS) {
    if (!isTile(height, size)) continue;
    const count = Math.floor((length - at) / size);
    if (count > 0) runs.push({ at, size, count });
    at += count * size;
  }
  return runs;
}

/** The tiles from `from` to before `end`, counted through all runs. */
function between<Size extends number>(runs: readonly Run<Size>[], from: number, end: number) {
  const result: Run<Size>[] = [];
  let before = 0;
  for (const { at, size, count } of runs) {
    const first = Math.max(0, from - before);
    const last = Math.min(count, end - before);
    if (last > first) result.push({ at: at + first * size, size, count: last - first });
    before += count;
  }
  return result;
}

/** The part's tiles along a row of the filter: its taps along the width and its input channels, for every row. */
function ownOf<Size extends number>(
  g: FilterGradient,
  runs: readonly Run<Size>[],
  part: number,
  parts: number,
): { row: number; own: Run<Size>[] }[] {
  const tiles = runs.reduce((total, { count }) => total + count, 0);
  const [first, end] = share(g.filterHeight * tiles, part, parts);
  return Array.from({ length: g.filterHeight }, (_, row) => ({
    row,
    own: between(runs, first - row * tiles, end - row * tiles),
  }));
}

/** Vectors hold neighbouring output channels, the lines of a tile are taps and input channels: dW [lines, outChannels]. */
function byOutput(g: FilterGradient, { gradient }: Loops, part: number, parts: number): void {
  const window = g.filterWidth * g.inChannels;
  const pixel = g.outChannels * FLOAT;
  const vectors = inVectors(g.outChannels, 6);
  const filterRows = ownOf(g, inLines(window), part, parts);
  overBlocks(g, (x, dy, images, rows, columns) => {
    for (const { row, own } of filterRows) {
      for (const lines of own) {
        const out = g.out + (row * window + lines.at) * pixel;
        const a = x + row * g.xLine + lines.at * FLOAT;
        for (const { at, size, count } of vectors) {
          gradient[lines.size][size](
            out + at * FLOAT,
            pixel,
            a,
            dy + at * FLOAT,
            lines.count,
            count,
            images,
            g.xImage,
            g.dyImage,
            rows,
            g.xRow,
            g.dyRow,
            columns,
            g.xColumn,
            pixel,
          );
        }
      }
    }
  });
}

/**
 * For few output channels: vectors hold what lies side by side in x, the taps along the width and the input
 * channels, the lines of a tile are output channels: dW [outChannels, lines].
 */
function byInput(g: FilterGradient, { gradient }: Loops, part: number, parts: number): void {
  const window = g.filterWidth * g.inChannels;
  const filter = g.filterHeight * window * FLOAT;
  const pixel = g.outChannels * FLOAT;
  const channels = inLines(g.outChannels);
  const highest = channels.reduce<Height>((most, { size }) => (size > most ? size : most), 1);
  const filterRows = ownOf(g, inVectors(window, highest), part, parts);
  overBlocks(g, (x, dy, images, rows, columns) => {
    for (const { row, own } of filterRows) {
      for (const { at, size, count } of own) {
        const out = g.out + (row * window + at) * FLOAT;
        const b = x + row * g.xLine + at * FLOAT;
        for (const lines of channels) {
          gradient[lines.size][size](
            out + lines.at * filter,
            filter,
            dy + lines.at * FLOAT,
            b,
            lines.count,
            count,
            images,
            g.dyImage,
            g.xImage,
            rows,
            g.dyRow,
            g.xRow,
            columns,
            pixel,
            g.xColumn,
          );
        }
      }
    }
  });
}

/** Whether dW comes out with the output channels first; `window`: what lies side by side in x. */
export const outputsFirst = (outChannels: number, window: number): boolean =>
  outChannels < 8 || (outChannels % 4 !== 0 && window >= 8);

/** The part's tiles of the filter gradient, added to what is there. */
export function addFilterGradient(
  loops: Loops,
  g: FilterGradient,
  part: number,
  parts: number,
): void {
  if (outputsFirst(g.outChannels, g.filterWidth * g.inChannels)) byInput(g, loops, part, parts);
  else byOutput(g, loops, part, parts);
}

/**
 * Divided by tiles of the filter. The slices of a 3-way filter follow each other in the result; each meets the slices of
 * the samples that it reaches.
 */
export const filterGradientJob: Job<Loops> = (loops, parameters, part, parts) => {
  const g = order.named(parameters);
  const { filterDepth, front, depth, batch } = g;
  if (filterDepth === 1) return addFilterGradient(loops, g, part, parts);
  const bytes = g.filterHeight * g.filterWidth * g.inChannels * g.outChannels * FLOAT;
  for (let first = 0; first < batch; first += depth) {
    for (let tap = 0; tap < filterDepth; tap++) {
      const from = Math.max(0, front - tap);
      const slices = Math.min(depth, depth + front - tap) - from;
      if (slices <= 0) continue;
      const x = g.x + (first + from + tap - front) * g.xImage;
      const dy = g.dy + (first + from) * g.dyImage;
      const own = { ...g, x, dy, out: g.out + tap * bytes, batch: slices };
      addFilterGradient(loops, own, part, parts);
    }
  }
};
