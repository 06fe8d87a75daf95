/** Depthwise filters along one axis, four points of it at a time. */
import { FLOAT } from '../kernels.ts';
import type { FastLoops } from '../loops.ts';
import { RUN, RUN_TAPS, type RunTaps } from '../runLoops.ts';
import type { Box, DepthwiseConvolution, DepthwiseGradient } from './depthwiseStage.ts';
import type { Range, Three } from './plan.ts';
import { at, type Signal } from './signal.ts';

export { RUN };

/** The axis of a filter along one of them, and its taps. */
export interface Runs {
  axis: 0 | 1 | 2;
  taps: RunTaps;
}

/** Undefined for filters along several axes, or with more taps than there are loops for. */
export function runTapsOf(size: Three): Runs | undefined {
  const axes = ([0, 1, 2] as const).filter((axis) => size[axis] > 1);
  const taps = RUN_TAPS.find((count) => count === size[axes[0]]);
  return axes.length === 1 && taps ? { axis: axes[0], taps } : undefined;
}

const stepOf = (signal: Signal, axis: 0 | 1 | 2): number =>
  [signal.slice, signal.line, signal.pixel][axis];

/** Where the runs of a call begin, how many lines and items it has, and along which axes and how far these follow each other. */
interface Lines {
  start: Three;
  lines: number;
  lineAxis: 0 | 1 | 2;
  lineStep: number;
  items: number;
  itemAxis: 0 | 1 | 2;
  itemStep: number;
}

const length = ([first, end]: Range): number => end - first;

/** Runs along pixels are items of a line; runs along slices and lines are as long as these are. */
function overRuns(box: Box, axis: 0 | 1 | 2, call: (lines: Lines) => void): void {
  const [slices, lines, pixels] = box;
  const runs = Math.floor(length(box[axis]) / RUN);
  const along = { lineAxis: axis, lineStep: RUN, itemAxis: 2, itemStep: 1 } as const;
  if (axis === 0) {
    for (let line = lines[0]; line < lines[1]; line++) {
      call({ start: [slices[0], line, pixels[0]], lines: runs, items: length(pixels), ...along });
    }
    return;
  }
  const oneLine = length(lines) === 1;
  if (axis === 2 && oneLine) {
    const start: Three = [slices[0], lines[0], pixels[0]];
    const across = { lineAxis: 0, lineStep: 1, itemAxis: 2, itemStep: RUN } as const;
    return call({ start, lines: length(slices), items: runs, ...across });
  }
  for (let slice = slices[0]; slice < slices[1]; slice++) {
    const start: Three = [slice, lines[0], pixels[0]];
    if (axis === 1) call({ start, lines: runs, items: length(pixels), ...along });
    else {
      const across = { lineAxis: 1, lineStep: 1, itemAxis: 2, itemStep: RUN } as const;
      call({ start, lines: length(lines), items: runs, ...across });
    }
  }
}

const pointOf = (signal: Signal, [slice, line, pixel]: Three, before: Three): number =>
  at(signal, slice - before[0], line - before[1], pixel - before[2]);

const NOWHERE: Three = [0, 0, 0];

/** A box and, where its length is no multiple of a run, its last run once more. */
function withLast(box: Box, axis: number): Box[] {
  const [first, end] = box[axis];
  if ((end - first) % RUN === 0) return [box];
  const last: Range = [end - RUN, end];
  return [box, box.map((own, i) => (i === axis ? last : own)) as unknown as Box];
}

/** Blocks of four channels; the last one may overlap the one before. */
const blocksOf = (channels: number): [channel: number, blocks: number][] => {
  const whole = Math.floor(channels / 4);
  const all: [number, number][] = [[0, whole]];
  return channels % 4 === 0 ? all : [...all, [channels - 4, 1]];
};

/** The m-th filters of all channels, of which there are at least four, as points along the axis. */
export function convolveRuns(
  loops: FastLoops,
  stage: DepthwiseConvolution,
  box: Box,
  m: number,
  { axis, taps }: Runs,
): void {
  const { inputs, before, from, to, backward, filter } = stage;
  const tap = inputs * FLOAT;
  const [fromShift, toShift] = backward ? [m * tap, 0] : [0, m * tap];
  for (const part of withLast(box, axis)) {
    overRuns(part, axis, ({ start, lines, lineAxis, lineStep, items, itemAxis, itemStep }) => {
      for (const [channel, blocks] of blocksOf(inputs)) {
        const offset = channel * FLOAT;
        loops.run[taps](
          lines,
          pointOf(to, start, NOWHERE) + toShift + offset,
          lineStep * stepOf(to, lineAxis),
          pointOf(from, start, before) + fromShift + offset,
          lineStep * stepOf(from, lineAxis),
          blocks,
          items,
          itemStep * stepOf(to, itemAxis),
          itemStep * stepOf(from, itemAxis),
          stepOf(to, axis),
          stepOf(from, axis),
          filter + m * taps * tap + offset,
          tap,
        );
      }
    });
  }
}

/** The gradients of the m-th filters, added to the sums: of whole runs and whole blocks of channels alone. */
export function addRuns(
  loops: FastLoops,
  stage: DepthwiseGradient,
  box: Box,
  m: number,
  { axis, taps }: Runs,
): void {
  const { inputs, before, from, dy, out } = stage;
  const tap = inputs * FLOAT;
  overRuns(box, axis, ({ start, lines, lineAxis, lineStep, items, itemAxis, itemStep }) =>
    loops.runGradient[taps](
      lines,
      out + m * taps * tap,
      tap,
      pointOf(from, start, before),
      lineStep * stepOf(from, lineAxis),
      itemStep * stepOf(from, itemAxis),
      stepOf(from, axis),
      pointOf(dy, start, NOWHERE) + m * tap,
      lineStep * stepOf(dy, lineAxis),
      itemStep * stepOf(dy, itemAxis),
      stepOf(dy, axis),
      Math.floor(inputs / 4),
      items,
    ),
  );
}
