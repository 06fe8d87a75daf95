/**
 * A depthwise stage of a chain on the slices of a strip: forward, backward to its input, and to its filter. Inside of a
 * chain, output channel m·inputs + c belongs to input channel c, and the filter is [multiplier, ...taps, inputs]:
 * what lies side by side has the same tap.
 */
import { CHANNEL_WIDTHS, PIXELS, TAPS, type ChannelWidth } from '../depthwiseLoops.ts';
import { FLOAT } from '../kernels.ts';
import type { FastLoops } from '../loops.ts';
import type { Range, Three } from './plan.ts';
import { at, type Signal } from './signal.ts';

interface DepthwiseStage {
  size: Three;
  inputs: number;
  multiplier: number;
  points: Three;
  /** Zeros in front of the points of `from`. */
  before: Three;
}

/** Calls for groups of channels: from the widest that fit to single ones. */
function overChannels(
  channels: number,
  call: (width: ChannelWidth, blocks: number, offset: number) => void,
): void {
  let channel = 0;
  for (const width of CHANNEL_WIDTHS) {
    const blocks = Math.floor((channels - channel) / width);
    if (blocks > 0) call(width, blocks, channel * FLOAT);
    channel += blocks * width;
  }
}

/** Lines of a strip: of 2-way signals all at once, otherwise slice by slice. */
function overLines(
  [first, end]: Range,
  [, lines]: Three,
  call: (slice: number, count: number, step: (signal: Signal) => number) => void,
): void {
  if (lines === 1) return call(first, end - first, ({ slice }) => slice);
  for (let slice = first; slice < end; slice++) call(slice, lines, ({ line }) => line);
}

interface Convolve extends DepthwiseStage {
  /** Address of the filter; backward, of the filter turned. */
  filter: number;
  from: Signal;
  to: Signal;
  /** Forward, every input channel goes to several output channels; backward, the other way. */
  backward: boolean;
}

export function convolveChannels(loops: FastLoops, stage: Convolve, range: Range): void {
  const { size, inputs, multiplier, points, before, from, to, backward, filter } = stage;
  const tap = inputs * FLOAT;
  // Taps along slices or lines are rows; there are none along both.
  const [rows, rowStep] = size[0] > 1 ? [size[0], from.slice] : [size[1], from.line];
  const weights = rows * size[2] * tap;
  const [, , pixels] = points;
  for (let m = 0; m < multiplier; m++) {
    const [fromShift, toShift] = backward ? [m * tap, 0] : [0, m * tap];
    overLines(range, points, (slice, lines, step) => {
      overChannels(inputs, (width, blocks, offset) => {
        let pixel = 0;
        for (const count of PIXELS) {
          const groups = Math.floor((pixels - pixel) / count);
          if (groups === 0) continue;
          loops.depthwise[`${count}x${width}`](
            lines,
            at(to, slice, 0, pixel) + toShift + offset,
            step(to),
            at(from, slice - before[0], -before[1], pixel - before[2]) + fromShift + offset,
            step(from),
            blocks,
            groups,
            to.pixel,
            from.pixel,
            rows,
            rowStep,
            size[2],
            from.pixel,
            filter + m * weights + offset,
            tap,
            backward && m > 0 ? 1 : 0,
          );
          pixel += groups * count;
        }
      });
    });
  }
}

interface FilterGradient extends DepthwiseStage {
  from: Signal;
  dy: Signal;
  /** Address of the sums, [multiplier, ...taps, inputs]. */
  out: number;
}

/** Taps along the longest axis lie in registers together. */
function tapAxis([slices, lines, pixels]: Three, from: Signal) {
  if (pixels > 1) return { taps: pixels, step: from.pixel };
  if (lines > 1) return { taps: lines, step: from.line };
  return { taps: slices, step: from.slice };
}

export function addChannels(loops: FastLoops, stage: FilterGradient, range: Range): void {
  const { size, inputs, multiplier, points, before, from, dy, out } = stage;
  const tap = inputs * FLOAT;
  const { taps, step: tapStep } = tapAxis(size, from);
  const count = size[0] * size[1] * size[2];
  const rowStep = size[0] > 1 ? from.slice : from.line;
  for (let m = 0; m < multiplier; m++) {
    for (let first = 0; first < count;) {
      const left = taps - (first % taps);
      const together = TAPS.find((n) => n <= left)!;
      const shift = Math.floor(first / taps) * rowStep + (first % taps) * tapStep;
      overLines(range, points, (slice, lines, step) => {
        overChannels(inputs, (width, blocks, offset) =>
          loops.depthwiseGradient[`${together}x${width}`](
            lines,
            out + (m * count + first) * tap + offset,
            tap,
            at(from, slice - before[0], -before[1], -before[2]) + shift + offset,
            step(from),
            tapStep,
            from.pixel,
            at(dy, slice, 0, 0) + m * tap + offset,
            step(dy),
            dy.pixel,
            blocks,
            points[2],
          ),
        );
      });
      first += together;
    }
  }
}
