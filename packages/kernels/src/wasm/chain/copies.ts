/** Copies into the rooms of a strip, and zeros in them. */
import type { FastLoops } from '../loops.ts';
import type { Range, Room, Three } from './plan.ts';
import { at, isWhole, type Signal } from './signal.ts';

/** Slices of a tensor to a room, whose zeros around them stay. */
export function copySlices(
  { copyRows }: FastLoops,
  from: Signal,
  to: Signal,
  { frame }: Room,
  [first, end]: Range,
  points: Three,
): void {
  const [, lines, pixels] = points;
  const bytes = pixels * from.pixel;
  const slices = end - first;
  if (frame.before[2] + frame.after[2] === 0 && isWhole(to, points) === 2) {
    const all = slices * from.slice;
    copyRows(at(to, first, 0, 0), at(from, first, 0, 0), 1, all, all, all);
  } else if (lines === 1) {
    copyRows(at(to, first, 0, 0), at(from, first, 0, 0), slices, to.slice, from.slice, bytes);
  } else {
    for (let slice = first; slice < end; slice++) {
      copyRows(at(to, slice, 0, 0), at(from, slice, 0, 0), lines, to.line, from.line, bytes);
    }
  }
}

/** Slices of a room to a tensor. */
export function keepSlices(
  { copyRows }: FastLoops,
  from: Signal,
  to: Signal,
  [first, end]: Range,
  points: Three,
): void {
  const [, lines, pixels] = points;
  const bytes = pixels * to.pixel;
  if (isWhole(from, points) > 0 || lines === 1) {
    const slice = lines * bytes;
    copyRows(at(to, first, 0, 0), at(from, first, 0, 0), end - first, slice, from.slice, slice);
    return;
  }
  for (let slice = first; slice < end; slice++) {
    copyRows(at(to, slice, 0, 0), at(from, slice, 0, 0), lines, bytes, from.line, bytes);
  }
}

/** Zeros in those slices of a range that lie outside of the image. */
export function clearSlices(
  { zeroRows }: FastLoops,
  signal: Signal,
  { frame }: Room,
  [first, end]: Range,
  [slices]: Three,
): void {
  const start = (slice: number) => at(signal, slice, -frame.before[1], -frame.before[2]);
  if (first < 0) zeroRows(start(first), 1, 0, -first * signal.slice);
  if (end > slices) zeroRows(start(slices), 1, 0, (end - slices) * signal.slice);
}
