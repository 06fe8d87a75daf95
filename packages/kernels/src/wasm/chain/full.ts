/** A full stage of a chain on the slices of a strip: forward, backward to its input, and to its filter. */
import { convolveStrip } from '../convolveJob.ts';
import { addFilterGradient } from '../filterGradientJob.ts';
import { FLOAT } from '../kernels.ts';
import type { FastLoops } from '../loops.ts';
import type { Range, Three } from './plan.ts';
import { at, isWhole, type Signal } from './signal.ts';

interface FullStage {
  size: Three;
  inputs: number;
  outputs: number;
  /** Points along slices, lines and pixels. */
  points: Three;
  /** Zeros in front of the points of `from`. */
  before: Three;
}

interface Convolve extends FullStage {
  /** Addresses. */
  filter: number;
  start: number;
  from: Signal;
  to: Signal;
}

/** Rows of the filter, which act along slices or along lines, and their distance in the input. */
const rowsOf = ([slices, lines]: Three, { slice, line }: Signal): [count: number, bytes: number] =>
  slices > 1 ? [slices, slice] : [lines, line];

/** `to` from `from` on these slices. Backward, `from` is the gradient of the output and the filter is turned. */
export function convolveSlices(loops: FastLoops, stage: Convolve, [first, end]: Range): void {
  const { size, inputs, outputs, points, before, from, to } = stage;
  const [filterHeight, xRow] = rowsOf(size, from);
  const kernel = {
    filter: stage.filter,
    start: stage.start,
    xRow,
    xPixel: from.pixel,
    outChannels: outputs,
    filterHeight,
    window: size[2] * inputs,
  };
  const [, lines, pixels] = points;
  const strip = (slice: number, count: number, long: number, outLine: number, xLine: number) =>
    convolveStrip(loops, kernel, {
      pixels: long,
      out: at(to, slice, 0, 0),
      x: at(from, slice - before[0], -before[1], -before[2]),
      rows: { first: 0, taps: filterHeight },
      lines: count,
      outLine,
      xLine,
    });
  const whole = Math.min(isWhole(from, points), isWhole(to, points));
  const slices = end - first;
  if (whole === 2) strip(first, 1, slices * lines * pixels, 0, 0);
  else if (whole === 1) strip(first, slices, lines * pixels, to.slice, from.slice);
  else if (lines === 1) strip(first, slices, pixels, to.slice, from.slice);
  else
    for (let slice = first; slice < end; slice++) strip(slice, lines, pixels, to.line, from.line);
}

interface FilterGradient extends FullStage {
  /** The input, and the gradient of the output. */
  from: Signal;
  dy: Signal;
  /** Address of the sums, [...taps, inputs, outputs] or with the outputs first (`outputsFirst`). */
  out: number;
}

export function addSlices(loops: FastLoops, stage: FilterGradient, [first, end]: Range): void {
  const { size, inputs, outputs, points, before, from, dy, out } = stage;
  const [filterHeight, xLine] = rowsOf(size, from);
  const [, lines, pixels] = points;
  // Of 2-way signals a slice is a line.
  const flat = lines === 1;
  const images = flat ? end - first : 1;
  addFilterGradient(
    loops,
    {
      x: at(from, first - before[0], -before[1], -before[2]),
      dy: at(dy, first, 0, 0),
      out,
      batch: flat ? 1 : end - first,
      rows: flat ? end - first : lines,
      columns: pixels,
      xImage: images * from.slice,
      dyImage: images * dy.slice,
      xRow: flat ? from.slice : from.line,
      dyRow: flat ? dy.slice : dy.line,
      xColumn: inputs * FLOAT,
      xLine,
      inChannels: inputs,
      outChannels: outputs,
      filterHeight,
      filterWidth: size[2],
    },
    0,
    1,
  );
}
