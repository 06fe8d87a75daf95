/** Chains of convolution stages in float64, forward and backward: what our layers are judged by. */
import {
  referenceConvolution,
  type Axis,
  type Convolution,
} from 'slimwave-kernels/checks/reference';
import { extended } from 'slimwave-formats/convolveByMatrix';
import type { ConvolutionOptions } from 'slimwave-formats/convolve';
import { product } from '../../math.ts';
import { padWidths } from 'slimwave-formats/paddings';
import { isWeighted, stridedGrid, type ConvolutionStage, type Stage } from 'slimwave-formats/stage';

/** A stage on a grid as a convolution along all axes, with one tap along those on which it does not act. */
export function stageConvolution(
  { kind, axes, size, inputs, outputs }: ConvolutionStage,
  batch: number,
  grid: readonly number[],
  { stride, padding }: ConvolutionOptions,
): Convolution {
  const axisOf = (points: number, axis: number): Axis => {
    const at = axes.indexOf(axis);
    if (at < 0) return { points, size: 1, stride: 1, before: 0, out: points };
    return {
      points,
      size: size[at],
      stride,
      before: padWidths(size[at])[0],
      out: Math.ceil(points / stride),
      beyond: (i, n) => extended(i, n, padding[axis]),
    };
  };
  return { kind, batch, axes: grid.map(axisOf), inputs, outputs };
}

export interface Chain {
  stages: readonly Stage[];
  batch: number;
  grid: readonly number[];
  options: ConvolutionOptions;
}

/** y of a chain without bias, and the gradients of Σ y·dy; one filter for every stage with weights. */
export function referenceChain(
  { stages, batch, grid, options }: Chain,
  x: Float64Array,
  filters: readonly Float64Array[],
  dy: Float64Array,
): { y: Float64Array; dx: Float64Array; dFilters: Float64Array[] } {
  let [positions, weight, signal] = [[...grid], 0, x];
  /** From the gradient by a stage's output to the one by its input, the last stage first. */
  const back: ((gradient: Float64Array) => Float64Array)[] = [];
  const dFilters: Float64Array[] = [];
  for (const stage of stages) {
    const input = signal;
    if (!isWeighted(stage)) {
      const { inputs, outputs } = stage;
      // Input channel c is added to output channel c mod `outputs`.
      const place = (i: number) => Math.floor(i / inputs) * outputs + ((i % inputs) % outputs);
      signal = new Float64Array((input.length / inputs) * outputs);
      for (let i = 0; i < input.length; i++) signal[place(i)] += input[i];
      back.unshift((gradient) => input.map((_, i) => gradient[place(i)]));
      continue;
    }
    const at = weight++;
    const convolution = stageConvolution(stage, batch, positions, options);
    const apply = (gradient: ArrayLike<number>) =>
      referenceConvolution(convolution, input, filters[at], undefined, gradient);
    positions = stridedGrid(positions, options.stride, stage.axes);
    signal = apply(new Float64Array(batch * product(positions) * stage.outputs)).y;
    back.unshift((gradient) => {
      const { dx, dFilter } = apply(gradient);
      dFilters[at] = dFilter;
      return dx;
    });
  }
  const dx = back.reduce((gradient, step) => step(gradient), dy);
  return { y: signal, dx, dFilters };
}
