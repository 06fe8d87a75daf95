/**
 * A depthwise stage of a chain on the slices of a strip: forward, backward to its input, and to its filter. Inside of a
 * chain, output channel m·inputs + c belongs to input channel c, and the filter is [multiplier, ...taps, inputs]:
 * what lies side by side has the same tap.
 *
 * Filters along one axis run over four points at a time (`runLoops.ts`); the rest, and other filters, are computed
 * point by point (`depthwiseLoops.ts`).
 */
import type { FastLoops } from '../loops.ts';
import { addPoints, convolvePoints } from './depthwisePoints.ts';
import { addRuns, convolveRuns, RUN, runTapsOf } from './depthwiseRuns.ts';
import type { Box, DepthwiseConvolution, DepthwiseGradient } from './depthwiseStage.ts';
import type { Range, Three } from './plan.ts';

const boxOf = (slices: Range, [, lines, pixels]: Three): Box => [slices, [0, lines], [0, pixels]];

/** A box in two along an axis. */
function cut(box: Box, axis: number, at: number): [before: Box, after: Box] {
  const part = (range: Range) => box.map((own, i) => (i === axis ? range : own)) as unknown as Box;
  const [first, end] = box[axis];
  return [part([first, at]), part([at, end])];
}

const lengthOf = ([first, end]: Range): number => end - first;

export function convolveChannels(
  loops: FastLoops,
  stage: DepthwiseConvolution,
  range: Range,
): void {
  const box = boxOf(range, stage.points);
  const runs = runTapsOf(stage.size);
  for (let m = 0; m < stage.multiplier; m++) {
    const adds = stage.backward && m > 0;
    // A last run that overlaps the one before writes the same numbers again; it must not add them again.
    const fits = runs && !adds && lengthOf(box[runs.axis]) >= RUN && stage.inputs >= 4;
    if (fits) convolveRuns(loops, stage, box, m, runs);
    else convolvePoints(loops, stage, box, m, adds);
  }
}

export function addChannels(loops: FastLoops, stage: DepthwiseGradient, range: Range): void {
  const box = boxOf(range, stage.points);
  const runs = runTapsOf(stage.size);
  for (let m = 0; m < stage.multiplier; m++) {
    if (!runs) {
      addPoints(loops, stage, box, m, 0);
      continue;
    }
    const [first, end] = box[runs.axis];
    const [whole, rest] = cut(box, runs.axis, end - ((end - first) % RUN));
    const channels = stage.inputs - (stage.inputs % 4);
    if (lengthOf(whole[runs.axis]) > 0 && channels > 0) {
      addRuns(loops, stage, whole, m, runs);
      if (channels < stage.inputs) addPoints(loops, stage, whole, m, channels);
    } else if (lengthOf(whole[runs.axis]) > 0) addPoints(loops, stage, whole, m, 0);
    if (lengthOf(rest[runs.axis]) > 0) addPoints(loops, stage, rest, m, 0);
  }
}
