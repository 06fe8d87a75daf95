/** Depthwise filters of any shape, point by point. */
import { CHANNEL_WIDTHS, PIXELS, TAPS, type ChannelWidth } from '../depthwiseLoops.ts';
import { FLOAT } from '../kernels.ts';
import type { FastLoops } from '../loops.ts';
import type { Box, DepthwiseConvolution, DepthwiseGradient } from './depthwiseStage.ts';
import type { Three } from './plan.ts';
import { at, type Signal } from './signal.ts';

/** Calls for groups of channels from the first on: from the widest that fit to single ones. */
function overChannels(
  first: number,
  channels: number,
  call: (width: ChannelWidth, blocks: number, offset: number) => void,
): void {
  let channel = first;
  for (const width of CHANNEL_WIDTHS) {
    const blocks = Math.floor((channels - channel) / width);
    if (blocks > 0) call(width, blocks, channel * FLOAT);
    channel += blocks * width;
  }
}

/** Lines of a box: of 2-way signals all at once, otherwise slice by slice. */
function overLines(
  [[first, end], [line, lines]]: Box,
  oneLine: boolean,
  call: (slice: number, line: number, count: number, step: (signal: Signal) => number) => void,
): void {
  if (oneLine) return call(first, 0, end - first, ({ slice }) => slice);
  for (let slice = first; slice < end; slice++) {
    call(slice, line, lines - line, (signal) => signal.line);
  }
}

/** Rows of taps: along slices or along lines, or those along lines again for every one along slices. */
function rowsOf([slices, lines]: Three, from: Signal) {
  if (slices > 1 && lines > 1) return { rows: lines, rowStep: from.line, times: slices };
  if (slices > 1) return { rows: slices, rowStep: from.slice, times: 1 };
  return { rows: lines, rowStep: from.line, times: 1 };
}

/** The m-th filters of all channels; the results are added to what is there if `adds`. */
export function convolvePoints(
  loops: FastLoops,
  stage: DepthwiseConvolution,
  box: Box,
  m: number,
  adds: boolean,
): void {
  const { size, inputs, from, filter, backward } = stage;
  const { times } = rowsOf(size, from);
  const weights = (size[0] * size[1] * size[2] * inputs * FLOAT) / times;
  const shift = (time: number) => time * from.slice;
  for (let time = 0; time < times; time++) {
    const place = filter + (m * times + time) * weights;
    const moved = { ...from, origin: from.origin + shift(time) };
    const [fromShift, toShift] = backward ? [m, 0] : [0, m];
    const part = { ...stage, from: moved, filter: place, fromShift, toShift };
    convolveRows(loops, part, box, adds || time > 0);
  }
}

/** The filters at `filter`, whose taps are rows one way; the shifts count groups of all input channels. */
function convolveRows(
  loops: FastLoops,
  stage: DepthwiseConvolution & { fromShift: number; toShift: number },
  box: Box,
  adds: boolean,
): void {
  const { size, inputs, points, before, from, to, filter } = stage;
  const tap = inputs * FLOAT;
  const { rows, rowStep } = rowsOf(size, from);
  const [fromShift, toShift] = [stage.fromShift * tap, stage.toShift * tap];
  const [, , [firstPixel, lastPixel]] = box;
  overLines(box, points[1] === 1, (slice, line, lines, step) => {
    overChannels(0, inputs, (width, blocks, offset) => {
      let pixel = firstPixel;
      for (const count of PIXELS) {
        const groups = Math.floor((lastPixel - pixel) / count);
        if (groups === 0) continue;
        loops.depthwise[`${count}x${width}`](
          lines,
          at(to, slice, line, pixel) + toShift + offset,
          step(to),
          at(from, slice - before[0], line - before[1], pixel - before[2]) + fromShift + offset,
          step(from),
          blocks,
          groups,
          to.pixel,
          from.pixel,
          rows,
          rowStep,
          size[2],
          from.pixel,
          filter + offset,
          tap,
          adds ? 1 : 0,
        );
        pixel += groups * count;
      }
    });
  });
}

/** Taps along the last axis that has several lie in registers together. */
function tapAxis([slices, lines, pixels]: Three, from: Signal) {
  if (pixels > 1) return { taps: pixels, step: from.pixel };
  if (lines > 1) return { taps: lines, step: from.line };
  return { taps: slices, step: from.slice };
}

/** The gradients of the m-th filters of all channels from `channel` on, added to the sums. */
export function addPoints(
  loops: FastLoops,
  stage: DepthwiseGradient,
  box: Box,
  m: number,
  channel: number,
): void {
  const { size, inputs, points, before, from, dy, out } = stage;
  const tap = inputs * FLOAT;
  const { taps, step: tapStep } = tapAxis(size, from);
  const count = size[0] * size[1] * size[2];
  const { rows, rowStep } = rowsOf(size, from);
  const [, , [firstPixel, lastPixel]] = box;
  for (let first = 0; first < count;) {
    const left = taps - (first % taps);
    const together = TAPS.find((n) => n <= left)!;
    const row = Math.floor(first / taps);
    const rowShift =
      size[2] > 1 ? Math.floor(row / rows) * from.slice + (row % rows) * rowStep : row * from.slice;
    const shift = rowShift + (first % taps) * tapStep;
    overLines(box, points[1] === 1, (slice, line, lines, step) => {
      const x = at(from, slice - before[0], line - before[1], firstPixel - before[2]) + shift;
      overChannels(channel, inputs, (width, blocks, offset) =>
        loops.depthwiseGradient[`${together}x${width}`](
          lines,
          out + (m * count + first) * tap + offset,
          tap,
          x + offset,
          step(from),
          tapStep,
          from.pixel,
          at(dy, slice, line, firstPixel) + m * tap + offset,
          step(dy),
          dy.pixel,
          blocks,
          lastPixel - firstPixel,
        ),
      );
    });
    first += together;
  }
}
