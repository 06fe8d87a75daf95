/**
 * How a chain of convolution stages is computed: image by image, in strips of slices whose signals between the
 * stages stay in the cache. All that can be known before there are addresses.
 *
 * A signal has slices, lines in a slice and pixels in a line; of 2-way convolutions, a slice is one line. All
 * stages have stride 1 and zero padding, as TensorFlow's 'same' puts it.
 */
import type { ChainStage } from '../../chain.ts';
import { FLOAT } from '../kernels.ts';

/** Bytes of all signals of a strip together, both ways: about the second-level cache of a small core. */
const STRIP_BYTES = 1_048_576;
/** A strip has at least so many slices for every one that it computes a second time for a neighbour. */
const LEAST_OWN = 8;
/** A strip takes no more for that. */
const MOST_BYTES = 67_108_864;
/** Parts of the batch whose filter gradients are summed apart, whatever the number of threads, so that all give the same sum. */
export const MOST_SUMS = 8;

/** Points along slices, lines and pixels. */
export type Three = readonly [slices: number, lines: number, pixels: number];

export interface Grid {
  batch: number;
  points: Three;
}

/** The grid of [batch, …spatial, channels] of two or three spatial axes. */
export function gridOf(shape: readonly number[]): Grid {
  const [batch, ...rest] = shape.slice(0, -1);
  return { batch, points: rest.length === 2 ? [rest[0], 1, rest[1]] : (rest as unknown as Three) };
}

export const sizeOfStage = ({ size }: Pick<ChainStage, 'size'>): Three =>
  size.length === 2 ? [size[0], 1, size[1]] : (size as unknown as Three);

/** Zeros before and after the points along every axis. */
export interface Frame {
  before: Three;
  after: Three;
}

const mapThree = (size: Three, of: (k: number) => number): Three => [
  of(size[0]),
  of(size[1]),
  of(size[2]),
];

/** What a stage sees around the points of its input. */
export function frameOf(size: Three): Frame {
  const before = mapThree(size, (k) => Math.floor((k - 1) / 2));
  return { before, after: mapThree(size, (k) => k - 1 - Math.floor((k - 1) / 2)) };
}

/** What its transpose sees around the points of the gradient of its output. */
export const transposedFrame = (size: Three): Frame => {
  const { before, after } = frameOf(size);
  return { before: after, after: before };
};

export const NO_FRAME: Frame = { before: [0, 0, 0], after: [0, 0, 0] };

/** From the first slice to before the last. */
export type Range = readonly [first: number, end: number];

const grown = ([first, end]: Range, { before, after }: Frame): Range => [
  first - before[0],
  end + after[0],
];

/** A place for the slices of a strip of a signal in the memory of a thread, with zeros around. */
export interface Room {
  /** Bytes from the beginning of the thread's memory. */
  start: number;
  bytes: number;
  channels: number;
  frame: Frame;
  /** Bytes from pixel to pixel, line to line and slice to slice. */
  pixel: number;
  line: number;
  slice: number;
}

/** Parts' memory and sums begin at whole vectors. */
export const wholeVectors = (bytes: number): number => Math.ceil(bytes / 16) * 16;

function roomOf(
  start: number,
  channels: number,
  frame: Frame,
  slices: number,
  [, lines, pixels]: Three,
): Room {
  const pixel = channels * FLOAT;
  const line = (frame.before[2] + pixels + frame.after[2]) * pixel;
  const slice = (frame.before[1] + lines + frame.after[1]) * line;
  return { start, bytes: wholeVectors(slices * slice), channels, frame, pixel, line, slice };
}

const product = ([a, b, c]: Three): number => a * b * c;

const isPoint = (size: Three): boolean => size.every((k) => k === 1);

/** The strips of an image: how many, and of how many slices. */
export interface Strips {
  count: number;
  slices: number;
}

export const stripRange = ({ slices }: Strips, strip: number, [depth]: Three): Range => [
  strip * slices,
  Math.min(depth, (strip + 1) * slices),
];

function stripsOf(depth: number, halo: number, sliceBytes: number): Strips {
  const fitting = Math.floor(STRIP_BYTES / sliceBytes) - halo;
  const affordable = Math.floor(MOST_BYTES / sliceBytes) - halo;
  const wanted = Math.max(fitting, Math.min(LEAST_OWN * halo, affordable), 1);
  const count = Math.ceil(depth / wanted);
  return { count, slices: Math.ceil(depth / count) };
}

/** Slices of every signal that a strip needs, for what follows: signal i is the input of stage i. */
export function neededSlices(frames: readonly Frame[], own: Range): Range[] {
  const ranges: Range[] = [own];
  for (let i = frames.length - 1; i >= 0; i--) ranges.unshift(grown(ranges[0], frames[i]));
  return ranges;
}

/** Slices of the gradient of every signal that a strip needs, if it owns these of the first. */
export function neededGradients(sizes: readonly Three[], own: Range, wantsX: boolean): Range[] {
  const ranges: Range[] = [own];
  sizes.forEach((size, i) => {
    const more = i === 0 && !wantsX ? NO_FRAME : transposedFrame(size);
    ranges.push(grown(ranges[i], more));
  });
  return ranges;
}

/** Of training, the forward pass keeps signals for the backward pass. */
export type Pass = 'forward' | 'forward for training' | 'backward' | 'backward without x';

/** A stage as it is planned. */
export interface StageShape {
  depthwise: boolean;
  size: Three;
  inputs: number;
  outputs: number;
}

/** Signals that are kept: where they lie in an image of them, and the length of such an image (bytes). */
export interface Kept {
  /** Of signal i, the input of stage i. */
  offsets: readonly (number | undefined)[];
  bytes: number;
}

/** What full stages give is kept for the backward pass; what depthwise ones give is computed faster than it is read. */
export function keptSignals(stages: readonly StageShape[], points: Three): Kept {
  let bytes = 0;
  const offsets = stages.map((_, i) => {
    if (i === 0 || stages[i - 1].depthwise) return undefined;
    const offset = bytes;
    bytes += product(points) * stages[i].inputs * FLOAT;
    return offset;
  });
  return { offsets, bytes };
}

export interface ChainPlan {
  strips: Strips;
  kept: Kept;
  /** Of signal i, the input of stage i; undefined where it is used where it lies. */
  signals: (Room | undefined)[];
  /** Of the gradient of signal i; the last is that of the output. Undefined where it is used where it lies, or not needed. */
  gradients: (Room | undefined)[];
  /** Memory of a thread. */
  bytes: number;
}

/** Where the gradients of the filters lie among a part's sums, then that of the bias, and the length of all (bytes). */
export function sumsOf(stages: readonly StageShape[]): {
  offsets: number[];
  bias: number;
  bytes: number;
} {
  const offsets: number[] = [];
  let at = 0;
  for (const { depthwise, size, inputs, outputs } of stages) {
    offsets.push(at);
    at += product(size) * (depthwise ? 1 : inputs) * outputs * FLOAT;
  }
  const bias = stages[stages.length - 1].outputs * FLOAT;
  return { offsets, bias: at, bytes: wholeVectors(at + bias) };
}

/** The plan of the forward pass, or of the backward pass with or without the gradient of the input. */
export function planChain(stages: readonly StageShape[], points: Three, pass: Pass): ChainPlan {
  const sizes = stages.map(({ size }) => size);
  const halo = sizes.reduce((total, [k]) => total + k - 1, 0);
  const backward = pass === 'backward' || pass === 'backward without x';
  const kept = keptSignals(stages, points);
  const lies = (i: number) => i === 0 || (pass !== 'forward' && kept.offsets[i] !== undefined);
  const last = stages.length;
  const signalFrames = sizes.map((size, i) =>
    lies(i) && isPoint(size) ? undefined : frameOf(size),
  );
  const gradientFrames = [undefined, ...sizes].map((size, i) => {
    if (!backward || !size) return undefined;
    const framed = i === 1 && pass === 'backward without x' ? NO_FRAME : transposedFrame(size);
    const asItLies = i === last && (isPoint(size) || framed === NO_FRAME);
    return asItLies ? undefined : framed;
  });
  const channels = [stages[0].inputs, ...stages.map(({ outputs }) => outputs)];
  const all = [...signalFrames, ...gradientFrames].map((frame, i) => ({
    frame,
    channels: channels[i < last ? i : i - last],
  }));
  const sliceBytes = all.reduce(
    (total, { frame, channels: c }) =>
      frame ? total + roomOf(0, c, frame, 1, points).slice : total,
    0,
  );
  const strips = stripsOf(points[0], halo, Math.max(1, sliceBytes));
  let bytes = 0;
  const rooms = all.map(({ frame, channels: c }) => {
    if (!frame) return undefined;
    const room = roomOf(bytes, c, frame, strips.slices + halo, points);
    bytes += room.bytes;
    return room;
  });
  return { strips, kept, signals: rooms.slice(0, last), gradients: rooms.slice(last), bytes };
}
