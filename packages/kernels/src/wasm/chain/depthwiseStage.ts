/** What the two ways to compute a depthwise stage get. */
import type { Range, Three } from './plan.ts';
import type { Signal } from './signal.ts';

/** Slices, lines and pixels of a strip. */
export type Box = readonly [slices: Range, lines: Range, pixels: Range];

export interface DepthwiseStage {
  size: Three;
  inputs: number;
  multiplier: number;
  points: Three;
  /** Zeros in front of the points of `from`. */
  before: Three;
}

export interface DepthwiseConvolution extends DepthwiseStage {
  /** Address of the filter; backward, of the filter turned. */
  filter: number;
  from: Signal;
  to: Signal;
  /** Forward, every input channel goes to several output channels; backward, the other way. */
  backward: boolean;
}

export interface DepthwiseGradient extends DepthwiseStage {
  from: Signal;
  dy: Signal;
  /** Address of the sums, [multiplier, ...taps, inputs]. */
  out: number;
}
