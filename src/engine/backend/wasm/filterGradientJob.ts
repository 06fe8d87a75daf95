import { inOrder, share, type Job } from './job.ts';
import { FLOAT } from './kernels.ts';
import type { Loops } from './loops.ts';
import type { Tile } from './loopsModule.ts';

/** What is passed over again and again, of x and dy together, should stay in the second-level cache. */
const CACHE_BYTES = 131072;

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

/** Consecutive pieces of a length: as many of the first size as fit, then of the next. */
function pieces(length: number, sizes: readonly number[]): [at: number, size: number][] {
  const result: [number, number][] = [];
  for (let at = 0; at < length;) {
    const size = sizes.find((candidate) => at + candidate <= length) ?? 1;
    result.push([at, size]);
    at += size;
  }
  return result;
}

/**
 * Vectors hold neighbouring output channels, the lines of a tile are taps and input channels: dW
 * [lines, outChannels].
 */
function byOutput(g: FilterGradient, { outer }: Loops, part: number, parts: number): void {
  const window = g.filterWidth * g.inChannels;
  const dyColumn = g.outChannels * FLOAT;
  const offset = (line: number) => Math.floor(line / window) * g.xLine + (line % window) * FLOAT;
  const all = pieces(g.outChannels, [8, 4, 1]).flatMap(([channel, channels]) =>
    pieces(g.filterHeight * window, [4, 1]).map(([line, lines]) => ({
      line,
      lines,
      channel,
      channels,
    })),
  );
  const own = all.slice(...share(all.length, part, parts));
  overBlocks(g, (x, dy, images, rows, columns) => {
    for (const { line, lines, channel, channels } of own) {
      const next = lines === 4 ? 1 : 0;
      outer[`${lines}x${channels}` as Tile](
        g.out + (line * g.outChannels + channel) * FLOAT,
        dyColumn,
        x + offset(line),
        x + offset(line + next),
        x + offset(line + 2 * next),
        x + offset(line + 3 * next),
        dy + channel * FLOAT,
        images,
        g.xImage,
        g.dyImage,
        rows,
        g.xRow,
        g.dyRow,
        columns,
        g.xColumn,
        dyColumn,
      );
    }
  });
}

/**
 * For few output channels: vectors hold what lies side by side in x, the taps along the width and the input
 * channels, the lines of a tile are output channels: dW [outChannels, lines].
 */
function byInput(g: FilterGradient, { outer }: Loops, part: number, parts: number): void {
  const window = g.filterWidth * g.inChannels;
  const dyColumn = g.outChannels * FLOAT;
  const filter = g.filterHeight * window * FLOAT;
  const all = pieces(g.outChannels, [4, 1]).flatMap(([channel, channels]) =>
    Array.from({ length: g.filterHeight }, (_, i) => i).flatMap((i) =>
      pieces(window, channels === 4 ? [8, 4, 1] : [16, 8, 4, 1]).map(([at, lines]) => ({
        channel,
        channels,
        lines,
        out: g.out + channel * filter + (i * window + at) * FLOAT,
        x: i * g.xLine + at * FLOAT,
      })),
    ),
  );
  const own = all.slice(...share(all.length, part, parts));
  overBlocks(g, (x, dy, images, rows, columns) => {
    for (const piece of own) {
      const a = dy + piece.channel * FLOAT;
      const next = piece.channels === 4 ? FLOAT : 0;
      outer[`${piece.channels}x${piece.lines}` as Tile](
        piece.out,
        filter,
        a,
        a + next,
        a + 2 * next,
        a + 3 * next,
        x + piece.x,
        images,
        g.dyImage,
        g.xImage,
        rows,
        g.dyRow,
        g.xRow,
        columns,
        dyColumn,
        g.xColumn,
      );
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
