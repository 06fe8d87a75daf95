/** One strip of an image: its signals and gradients from stage to stage. */
import type { FastLoops } from '../loops.ts';
import { clearSlices, copySlices, keepSlices } from './copies.ts';
import { addChannels, convolveChannels } from './depthwise.ts';
import { addSlices, convolveSlices } from './full.ts';
import {
  frameOf,
  neededGradients,
  neededSlices,
  transposedFrame,
  type ChainPlan,
  type Range,
  type Room,
  type StageShape,
  type Three,
} from './plan.ts';
import { imageOf, inRoom, type Signal } from './signal.ts';
import { addRows } from '../sumRowsJob.ts';

/** A stage and the addresses of its filter, of the filter turned, of what its sums start with, and of its gradient. */
export interface StripStage extends StageShape {
  filter: number;
  turned: number;
  start: number;
  gradient: number;
}

export interface Strip {
  loops: FastLoops;
  plan: ChainPlan;
  points: Three;
  stages: readonly StripStage[];
  /** Addresses in the image: of the input, of the output or its gradient, and of the gradient of the input. */
  x: number;
  y: number;
  dx: number;
  /** Of the image's signals that are kept. */
  kept: number;
  /** Of the rooms. */
  memory: number;
  zeros: number;
  one: number;
  biasGradient: number;
  /** Slices of the image that no other strip has. */
  own: Range;
}

const inside = ([first, end]: Range, [slices]: Three): Range => [
  Math.max(0, first),
  Math.min(slices, end),
];

const lastOf = ({ stages }: Strip): StripStage => stages[stages.length - 1];

/** A room for these slices, zeros where they lie outside of the image. */
function opened({ loops, memory, plan, points }: Strip, room: Room, range: Range): Signal {
  const signal = inRoom(memory, room, range);
  // Of a single strip they are zeros from the beginning.
  if (plan.strips.count > 1) clearSlices(loops, signal, room, range, points);
  return signal;
}

function applyForward(
  strip: Strip,
  stage: StripStage,
  from: Signal,
  to: Signal,
  range: Range,
): void {
  const { loops, points } = strip;
  const { size, inputs, outputs, filter, start } = stage;
  const common = { size, inputs, points, before: frameOf(size).before, filter, from, to };
  if (stage.depthwise) {
    const multiplier = outputs / inputs;
    convolveChannels(loops, { ...common, multiplier, backward: false }, range);
  } else {
    convolveSlices(loops, { ...common, outputs, start }, range);
  }
}

/** A signal of the image in its room, if it has one. */
function copied(strip: Strip, whole: Signal, room: Room | undefined, needed: Range): Signal {
  if (!room) return whole;
  const { loops, points } = strip;
  const copy = opened(strip, room, needed);
  copySlices(loops, whole, copy, room, inside(needed, points), points);
  return copy;
}

/** Signal i where it is kept, if it is. */
function keptSignal({ plan, stages, points, kept }: Strip, i: number): Signal | undefined {
  const offset = plan.kept.offsets[i];
  return offset === undefined ? undefined : imageOf(kept + offset, stages[i].inputs, points);
}

/** What is done with signals that are kept. */
type Keeping = 'nothing' | 'write' | 'read';

/** The input of stage i, from that of the stage before. */
function nextSignal(
  strip: Strip,
  i: number,
  before: Signal,
  needed: Range,
  keeping: Keeping,
): Signal {
  const { stages, plan, points, own, loops } = strip;
  const room = plan.signals[i];
  const kept = keeping === 'nothing' ? undefined : keptSignal(strip, i);
  if (kept && keeping === 'read') return copied(strip, kept, room, needed);
  const signal = room ? opened(strip, room, needed) : kept!;
  applyForward(strip, stages[i - 1], before, signal, inside(needed, points));
  if (kept && room) keepSlices(loops, signal, kept, own, points);
  return signal;
}

/** The inputs of all stages; `needed` says on which slices. */
function signalsOf(strip: Strip, needed: readonly Range[], keeping: Keeping): Signal[] {
  const { stages, plan, points } = strip;
  const x = imageOf(strip.x, stages[0].inputs, points);
  const signals = [copied(strip, x, plan.signals[0], needed[0])];
  for (let i = 1; i < stages.length; i++) {
    signals.push(nextSignal(strip, i, signals[i - 1], needed[i], keeping));
  }
  return signals;
}

/** y on the strip's own slices; with signals for the backward pass, if it is for training. */
export function forwardStrip(strip: Strip, training: boolean): void {
  const { stages, points, own } = strip;
  const last = lastOf(strip);
  const needed = neededSlices(
    stages.map(({ size }) => frameOf(size)),
    own,
  );
  const y = imageOf(strip.y, last.outputs, points);
  const signals = signalsOf(strip, needed, training ? 'write' : 'nothing');
  applyForward(strip, last, signals[stages.length - 1], y, own);
}

function applyBackward(
  strip: Strip,
  stage: StripStage,
  from: Signal,
  to: Signal,
  range: Range,
): void {
  const { loops, points, zeros } = strip;
  const { size, inputs, outputs, turned } = stage;
  const { before } = transposedFrame(size);
  const common = { size, points, before, filter: turned, from, to };
  if (stage.depthwise) {
    const multiplier = outputs / inputs;
    convolveChannels(loops, { ...common, inputs, multiplier, backward: true }, range);
  } else {
    // What goes out is the gradient of what came in.
    convolveSlices(loops, { ...common, inputs: outputs, outputs: inputs, start: zeros }, range);
  }
}

function addGradient(strip: Strip, stage: StripStage, from: Signal, dy: Signal): void {
  const { loops, points, own } = strip;
  const { size, inputs, outputs, gradient: out } = stage;
  const common = { size, inputs, points, before: frameOf(size).before, from, dy, out };
  if (stage.depthwise) addChannels(loops, { ...common, multiplier: outputs / inputs }, own);
  else addSlices(loops, { ...common, outputs }, own);
}

/** The bias's gradient: the sum of dy. */
function addBias({ loops, points, own, one, biasGradient }: Strip, dy: Signal, outputs: number) {
  const start = dy.origin + own[0] * dy.slice;
  const count = (own[1] - own[0]) * points[1] * points[2];
  const sums = { sums: biasGradient, rows: start, one, columns: outputs, count };
  addRows(loops.gradient[1], { ...sums, distance: dy.pixel });
}

/** The gradients of the filters and of the bias, added to what is there, and dx on the strip's own slices if it is wanted. */
export function backwardStrip(strip: Strip, wantsX: boolean): void {
  const { stages, plan, points, own } = strip;
  const sizes = stages.map(({ size }) => size);
  const signals = signalsOf(strip, neededSlices(sizes.map(frameOf), own), 'read');
  const needed = neededGradients(sizes, own, wantsX);
  const { outputs } = lastOf(strip);
  const output = imageOf(strip.y, outputs, points);
  addBias(strip, output, outputs);
  let dy = copied(strip, output, plan.gradients[stages.length], needed[stages.length]);
  for (let i = stages.length - 1; i >= 0; i--) {
    addGradient(strip, stages[i], signals[i], dy);
    if (i === 0 && !wantsX) return;
    const to =
      i === 0
        ? imageOf(strip.dx, stages[0].inputs, points)
        : opened(strip, plan.gradients[i]!, needed[i]);
    applyBackward(strip, stages[i], dy, to, inside(needed[i], points));
    dy = to;
  }
}
