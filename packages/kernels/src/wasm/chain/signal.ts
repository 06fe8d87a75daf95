/** Where the points of a signal lie: in a tensor, or in the room of a strip. */
import { FLOAT } from '../kernels.ts';
import type { Range, Room, Three } from './plan.ts';

export interface Signal {
  /** Address of the first pixel of the first line of slice 0, which may lie outside of a strip. */
  origin: number;
  /** Bytes from pixel to pixel, line to line and slice to slice. */
  pixel: number;
  line: number;
  slice: number;
}

/** The address of a pixel. */
export const at = (
  { origin, slice, line, pixel }: Signal,
  s: number,
  l: number,
  p: number,
): number => origin + s * slice + l * line + p * pixel;

/** An image that begins at an address. */
export function imageOf(address: number, channels: number, [, lines, pixels]: Three): Signal {
  const pixel = channels * FLOAT;
  const line = pixels * pixel;
  return { origin: address, pixel, line, slice: lines * line };
}

/** The slices of a range, zeros included, in a room that starts with the first of them. */
export function inRoom(memory: number, room: Room, [first]: Range): Signal {
  const { start, frame, pixel, line, slice } = room;
  const [, lines, pixels] = frame.before;
  const origin = memory + start - first * slice + lines * line + pixels * pixel;
  return { origin, pixel, line, slice };
}

/** 2: all pixels follow each other; 1: those of a slice; 0: those of a line. */
export function isWhole({ pixel, line, slice }: Signal, [, lines, pixels]: Three): 0 | 1 | 2 {
  if (line !== pixels * pixel) return 0;
  return slice === lines * line ? 2 : 1;
}
