import type { ConvolutionTile, TileChannels } from './convolutionLoops.ts';
import { inOrder, share, type Job } from './job.ts';
import { FLOAT } from './kernels.ts';
import type { FastLoops } from './loops.ts';

/** The job's parameters, in their order; distances in bytes. */
const order = inOrder([
  // Addresses of the input, the filter, what the sums start with and the output.
  'x',
  'filter',
  'start',
  'y',
  // Images: as many as samples, or as their slices together, of which a 3-way filter sees several.
  'images',
  'depth',
  // Slices before the first one that only the filter sees, and slices of the filter.
  'front',
  'filterDepth',
  // Rows of an image, and rows and columns of the output.
  'height',
  'outHeight',
  'outWidth',
  // Rows above the image that only the filter sees, and between two rows of the output.
  'top',
  'stride',
  // From row to row of the input, and between the pixels that neighbours in the output see.
  'xRow',
  'xPixel',
  'outChannels',
  'filterHeight',
  // Numbers of a row of the input that the filter sees: its width times the input channels.
  'window',
  // 1 where rows that follow each other are one long row, otherwise 0.
  'whole',
]);
export const convolveParameters = order.list;
type Convolution = ReturnType<typeof order.named>;

/** What the pixels of a strip have in common. */
export type StripKernel = Pick<
  Convolution,
  'filter' | 'start' | 'xRow' | 'xPixel' | 'outChannels' | 'filterHeight' | 'window'
> &
  Partial<Pick<Convolution, 'filterDepth'>>;

/** The first row, or slice, of the filter that lies inside the image, and how many do. */
interface FilterRows {
  first: number;
  taps: number;
}

/** Rows of the output that follow each other and see the same rows of the filter. */
interface Rows extends FilterRows {
  row: number;
  count: number;
}

/** What a strip sees of the input should stay in the first-level cache while the filter's channels pass over it. */
const STRIP_BYTES = 32768;
/** Strips for every part at least, where there are as many rows. */
const STRIPS_EACH = 4;

/**
 * All rows of an image: strips of those that see all of the filter, and the others one by one. In a `whole` image the
 * former are one strip, without listing them: a 1×1 convolution may see a whole batch as one image of thousands of rows.
 */
function rowsOf(c: Convolution, parts: number): Rows[] {
  const { height, outHeight, top, stride, filterHeight } = c;
  const one = (row: number): Rows => {
    const start = row * stride - top;
    const first = Math.max(0, -start);
    return { row, count: 1, first, taps: Math.min(filterHeight, height - start) - first };
  };
  const each = (from: number, end: number) =>
    Array.from({ length: Math.max(0, end - from) }, (_, i) => one(from + i));
  const first = Math.ceil(top / stride);
  const end = Math.min(outHeight, Math.floor((height - filterHeight + top) / stride) + 1);
  if (first >= end) return each(0, outHeight);
  const most = c.whole === 1 ? end - first : stripRows(c, parts);
  const full = Array.from({ length: Math.ceil((end - first) / most) }, (_, i) => {
    const row = first + i * most;
    return { row, count: Math.min(most, end - row), first: 0, taps: filterHeight };
  });
  return [...full, ...each(0, first), ...each(end, outHeight)];
}

function stripRows({ images, outHeight, xRow, stride }: Convolution, parts: number): number {
  const shared = Math.floor((images * outHeight) / (STRIPS_EACH * parts));
  return Math.max(1, Math.min(shared, Math.floor(STRIP_BYTES / (xRow * stride))));
}

/** Pixels side by side in the output: how many, where the first one lies, and where what it sees begins. */
export interface Strip {
  pixels: number;
  out: number;
  x: number;
  rows: FilterRows;
  /** Lines of pixels, and bytes from one to the next in the output and in the input. */
  lines: number;
  outLine: number;
  xLine: number;
  /** Of a 3-way filter, and how far apart they are in the input. */
  slices?: FilterRows & { distance: number };
}

/** The pixels from `from` to before `end` of some rows of an image. */
function stripOf(c: Convolution, image: number, rows: Rows, from: number, end: number): Strip {
  const slices = slicesOf(c, image % c.depth);
  const first = image - c.front + slices.first;
  const xStart = c.x + (first * c.height + rows.row * c.stride - c.top + rows.first) * c.xRow;
  const outStart = c.y + (image * c.outHeight + rows.row) * c.outWidth * c.outChannels * FLOAT;
  return {
    pixels: end - from,
    out: outStart + from * c.outChannels * FLOAT,
    x: xStart + from * c.xPixel,
    rows,
    lines: c.whole === 1 ? 1 : rows.count,
    outLine: c.outWidth * c.outChannels * FLOAT,
    xLine: c.stride * c.xRow,
    slices,
  };
}

/** What a slice of the output sees. */
function slicesOf({ depth, front, filterDepth, height, xRow }: Convolution, slice: number) {
  const first = Math.max(0, front - slice);
  const taps = Math.min(filterDepth, depth + front - slice) - first;
  return { first, taps, distance: height * xRow };
}

const ONE_SLICE = { first: 0, taps: 1, distance: 0 };

/** Where the filter is as wide as the image, its rows are one long row. */
const isLong = (c: StripKernel): boolean => c.xRow === c.window * FLOAT;

/** Groups of pixels from `from` on, for as many channels from `channel` on as the tile is wide. */
function tile(
  loops: FastLoops,
  c: StripKernel,
  { out, x, rows, lines, outLine, xLine, slices = ONE_SLICE }: Strip,
  size: ConvolutionTile,
  channel: number,
  from: number,
  groups: number,
): void {
  const outPixel = c.outChannels * FLOAT;
  const long = isLong(c);
  const bSlice = c.filterHeight * c.window * outPixel;
  loops.convolution[size](
    groups,
    out + from * outPixel + channel * FLOAT,
    outPixel,
    x + from * c.xPixel,
    c.xPixel,
    c.xRow,
    c.filter + slices.first * bSlice + rows.first * c.window * outPixel + channel * FLOAT,
    outPixel,
    c.start + channel * FLOAT,
    long ? 1 : rows.taps,
    long ? rows.taps * c.window : c.window,
    lines,
    outLine,
    xLine,
    slices.taps,
    slices.distance,
    bSlice,
  );
}

/** All pixels of a strip, for 4 to 12 channels: groups of as many pixels as fit, then of fewer. */
function tiles(
  loops: FastLoops,
  c: StripKernel,
  strip: Strip,
  channel: number,
  channels: TileChannels,
): void {
  let done = 0;
  const groupsOf = (pixels: number, size: ConvolutionTile) => {
    const groups = Math.floor((strip.pixels - done) / pixels);
    if (groups > 0) tile(loops, c, strip, size, channel, done, groups);
    done += groups * pixels;
  };
  switch (channels) {
    case 4:
      groupsOf(8, '8x4');
      return groupsOf(1, '1x4');
    case 5:
    case 6:
    case 7:
    case 8:
      groupsOf(4, `4x${channels}`);
      return groupsOf(1, `1x${channels}`);
    case 9:
    case 10:
    case 11:
    case 12:
      groupsOf(3, `3x${channels}`);
      groupsOf(2, `2x${channels}`);
      return groupsOf(1, `1x${channels}`);
    default:
      return channels satisfies never;
  }
}

/** Groups of pixels from `from` on, for one channel whose taps lie side by side. */
function dot(
  loops: FastLoops,
  c: StripKernel,
  { out, x, rows, lines, outLine, xLine, slices = ONE_SLICE }: Strip,
  size: 4 | 1,
  channel: number,
  from: number,
  groups: number,
): void {
  const outPixel = c.outChannels * FLOAT;
  const long = isLong(c);
  const columns = long ? rows.taps * c.window : c.window;
  const bSlice = c.filterHeight * c.window * FLOAT;
  loops.dots[size](
    groups,
    out + from * outPixel + channel * FLOAT,
    outPixel,
    x + from * c.xPixel,
    c.xPixel,
    c.xRow,
    c.filter +
      (channel * (c.filterDepth ?? 1) + slices.first) * bSlice +
      rows.first * c.window * FLOAT,
    c.start + channel * FLOAT,
    long ? 1 : rows.taps,
    Math.floor(columns / 4),
    columns % 4,
    lines,
    outLine,
    xLine,
    slices.taps,
    slices.distance,
    bSlice,
  );
}

/** All pixels of a strip, for one channel whose taps lie side by side. */
function dots(loops: FastLoops, c: StripKernel, strip: Strip, channel: number): void {
  const rest = strip.pixels % 4;
  const done = strip.pixels - rest;
  if (done > 0) dot(loops, c, strip, 4, channel, 0, done / 4);
  if (rest > 0) dot(loops, c, strip, 1, channel, done, rest);
}

/** All channels of a strip. */
export function convolveStrip(loops: FastLoops, c: StripKernel, strip: Strip): void {
  const { outChannels } = c;
  let channel = 0;
  if (outChannels < 4) {
    for (; channel < outChannels; channel++) dots(loops, c, strip, channel);
    return;
  }
  // Pairs of vectors, and three at the end if there is an odd number.
  for (; outChannels - channel > 12; channel += 8) tiles(loops, c, strip, channel, 8);
  tiles(loops, c, strip, channel, (outChannels - channel) as TileChannels);
}

/**
 * A convolution; `convForward.ts` says with which parameters. Divided by rows of the output, or by pixels
 * if there are few rows. Fewer than four output channels have their filters one after the other.
 */
export const convolve: Job = (loops, parameters, part, parts) => {
  const c = order.named(parameters);
  const rows = rowsOf(c, parts);
  if (c.whole === 1 && c.images < parts) {
    for (let image = 0; image < c.images; image++) {
      for (const at of rows) {
        const [from, end] = share(at.count * c.outWidth, part, parts, 8);
        if (end > from) convolveStrip(loops, c, stripOf(c, image, at, from, end));
      }
    }
    return;
  }
  const [first, last] = share(c.images * rows.length, part, parts);
  for (let unit = first; unit < last; unit++) {
    const at = rows[unit % rows.length];
    const image = Math.floor(unit / rows.length);
    const pixels = c.whole === 1 ? at.count * c.outWidth : c.outWidth;
    convolveStrip(loops, c, stripOf(c, image, at, 0, pixels));
  }
};
