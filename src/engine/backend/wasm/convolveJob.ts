import type { ConvolutionTile } from './convolutionLoops.ts';
import { share, type Job } from './job.ts';
import { FLOAT } from './kernels.ts';

/** Rows of the output that follow each other and see the same rows of the filter. */
interface Rows {
  row: number;
  count: number;
  /** The first row of the filter that lies inside the image, and how many do. */
  first: number;
  taps: number;
}

/** All rows of an image: one by one, but for `whole` images those that see all of the filter together. */
function rowsOf(
  height: number,
  outHeight: number,
  top: number,
  stride: number,
  filterHeight: number,
  whole: boolean,
): Rows[] {
  const one = (row: number): Rows => {
    const start = row * stride - top;
    const first = Math.max(0, -start);
    return { row, count: 1, first, taps: Math.min(filterHeight, height - start) - first };
  };
  const all = Array.from({ length: outHeight }, (_, row) => one(row));
  if (!whole) return all;
  const full = all.filter(({ taps }) => taps === filterHeight);
  const rest = all.filter(({ taps }) => taps !== filterHeight);
  return full.length > 0 ? [{ ...full[0], count: full.length }, ...rest] : rest;
}

/**
 * A convolution; `convForward.ts` says with which parameters. Divided by rows of the output, or by pixels
 * if there are few rows. Fewer than four output channels have their filters one after the other.
 */
export const convolve: Job = (loops, parameters, part, parts) => {
  const [x, filter, start, y, batch, height, outHeight, outWidth, top, stride] = parameters;
  const [aRow, aPixel, outChannels, filterHeight, window, whole] = parameters.subarray(10);
  const outPixel = outChannels * FLOAT;
  // Where the filter is as wide as the image, its rows are one long row.
  const long = aRow === window * FLOAT;
  // No function is made anew for a row: there are thousands.
  const tile = (
    size: ConvolutionTile,
    groups: number,
    from: number,
    a: number,
    out: number,
    channel: number,
    at: Rows,
  ) =>
    loops.convolution[size](
      groups,
      out + from * outPixel + channel * FLOAT,
      outPixel,
      a + from * aPixel,
      aPixel,
      aRow,
      filter + at.first * window * outPixel + channel * FLOAT,
      outPixel,
      start + channel * FLOAT,
      long ? 1 : at.taps,
      long ? at.taps * window : window,
    );
  const tiles = (
    a: number,
    out: number,
    count: number,
    channel: number,
    width: 8 | 4,
    at: Rows,
  ) => {
    const group = width === 8 ? 4 : 8;
    const groups = Math.floor(count / group);
    const done = groups * group;
    if (groups > 0) tile(width === 8 ? '4x8' : '8x4', groups, 0, a, out, channel, at);
    if (done === count) return;
    tile(width === 8 ? '1x8' : '1x4', count - done, done, a, out, channel, at);
  };
  const dot = (
    size: 4 | 1,
    groups: number,
    from: number,
    a: number,
    out: number,
    channel: number,
    at: Rows,
  ) => {
    const columns = long ? at.taps * window : window;
    loops.dots[size](
      groups,
      out + from * outPixel + channel * FLOAT,
      outPixel,
      a + from * aPixel,
      aPixel,
      aRow,
      filter + (channel * filterHeight + at.first) * window * FLOAT,
      start + channel * FLOAT,
      long ? 1 : at.taps,
      Math.floor(columns / 4),
      columns % 4,
    );
  };
  /** The same for one channel, whose taps lie side by side. */
  const dots = (a: number, out: number, count: number, channel: number, at: Rows) => {
    const done = count - (count % 4);
    if (done > 0) dot(4, done / 4, 0, a, out, channel, at);
    if (done < count) dot(1, count - done, done, a, out, channel, at);
  };
  const some = (image: number, at: Rows, from: number, end: number) => {
    if (end <= from) return;
    const aStart = x + (image * height + at.row * stride - top + at.first) * aRow;
    const [a, count] = [aStart + from * aPixel, end - from];
    const out = y + ((image * outHeight + at.row) * outWidth + from) * outPixel;
    let channel = 0;
    if (outChannels < 4) {
      for (; channel < outChannels; channel++) dots(a, out, count, channel, at);
      return;
    }
    for (; channel + 8 <= outChannels; channel += 8) tiles(a, out, count, channel, 8, at);
    const rest = outChannels - channel;
    if (rest === 0) return;
    // A tile that is wider than the rest computes some channels a second time: the same numbers.
    if (rest > 4 && channel > 0) return tiles(a, out, count, outChannels - 8, 8, at);
    if (rest > 4) tiles(a, out, count, 0, 4, at);
    tiles(a, out, count, outChannels - 4, 4, at);
  };
  const rows = rowsOf(height, outHeight, top, stride, filterHeight, whole === 1);
  if (whole === 1 && batch < parts) {
    for (let image = 0; image < batch; image++) {
      for (const at of rows) some(image, at, ...share(at.count * outWidth, part, parts, 8));
    }
    return;
  }
  const [from, end] = share(batch * rows.length, part, parts);
  for (let unit = from; unit < end; unit++) {
    const at = rows[unit % rows.length];
    some(Math.floor(unit / rows.length), at, 0, at.count * outWidth);
  }
};
