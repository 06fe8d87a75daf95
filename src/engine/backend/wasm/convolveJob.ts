import type { ConvolutionTile } from './convolutionLoops.ts';
import { share, type Job } from './job.ts';
import { FLOAT } from './kernels.ts';

/**
 * A convolution; `convForward.ts` says with which parameters. Divided by rows of the output, or by pixels
 * if there are few rows. Fewer than four output channels have their filters one after the other.
 */
export const convolve: Job = (loops, parameters, part, parts) => {
  const [x, filter, start, y, batch, rows, pixels, image, rowStep] = parameters;
  const [aRow, aPixel, outChannels, filterHeight, columns] = parameters.subarray(9);
  const outPixel = outChannels * FLOAT;
  const run = (tile: ConvolutionTile, groups: number, a: number, out: number, channel: number) =>
    loops.convolution[tile](
      groups,
      out + channel * FLOAT,
      outPixel,
      a,
      aPixel,
      aRow,
      filter + channel * FLOAT,
      outPixel,
      start + channel * FLOAT,
      filterHeight,
      columns,
    );
  /** Pixels of a run in groups, then one by one. */
  const channels = (a: number, out: number, count: number, channel: number, width: 8 | 4) => {
    const group = width === 8 ? 4 : 8;
    const groups = Math.floor(count / group);
    const done = groups * group;
    if (groups > 0) run(width === 8 ? '4x8' : '8x4', groups, a, out, channel);
    if (done === count) return;
    const [from, to] = [a + done * aPixel, out + done * outPixel];
    run(width === 8 ? '1x8' : '1x4', count - done, from, to, channel);
  };
  const taps = filterHeight * columns;
  /** The same for one channel, whose taps lie side by side. */
  const dots = (a: number, out: number, count: number, channel: number) => {
    const done = count - (count % 4);
    const some = (size: 4 | 1, groups: number, first: number) =>
      loops.dots[size](
        groups,
        out + first * outPixel + channel * FLOAT,
        outPixel,
        a + first * aPixel,
        aPixel,
        aRow,
        filter + channel * taps * FLOAT,
        start + channel * FLOAT,
        filterHeight,
        Math.floor(columns / 4),
        columns % 4,
      );
    if (done > 0) some(4, done / 4, 0);
    if (done < count) some(1, count - done, done);
  };
  const all = (row: number, from: number, end: number) => {
    if (end <= from) return;
    const a = x + Math.floor(row / rows) * image + (row % rows) * rowStep + from * aPixel;
    const out = y + (row * pixels + from) * outPixel;
    let channel = 0;
    if (outChannels < 4) {
      for (; channel < outChannels; channel++) dots(a, out, end - from, channel);
      return;
    }
    for (; channel + 8 <= outChannels; channel += 8) channels(a, out, end - from, channel, 8);
    if (channel < outChannels) channels(a, out, end - from, channel, 4);
  };
  if (batch * rows < parts) {
    const [from, end] = share(pixels, part, parts, 8);
    for (let row = 0; row < batch * rows; row++) all(row, from, end);
    return;
  }
  const [from, end] = share(batch * rows, part, parts);
  for (let row = from; row < end; row++) all(row, 0, pixels);
};
