/**
 * A factorised convolution is a chain of stages, each a small convolution along some of the axes. Everything
 * that can be counted before a tensor exists is counted here.
 */
import { product } from 'slimwave-base/math';

/** A convolution along `axes` (none: 1×1), or a sum over channels without weights. */
export type Stage = ConvolutionStage | SumStage;

export interface ConvolutionStage {
  /**
   * full: every output channel sees all input channels, filter [...size, inputs, outputs];
   * depthwise: every input channel has outputs/inputs filters of its own, [...size, inputs, multiplier],
   * and output channel c·multiplier + m belongs to input channel c.
   */
  kind: 'full' | 'depthwise';
  name: string;
  /** The spatial axes (0-based) on which it acts, ascending; a stride is taken on these. */
  axes: readonly number[];
  /** Kernel points along these axes. */
  size: readonly number[];
  inputs: number;
  outputs: number;
}

/** Input channel c is added to output channel c mod `outputs`. */
export interface SumStage {
  kind: 'sum';
  inputs: number;
  outputs: number;
}

export const isWeighted = (stage: Stage): stage is ConvolutionStage => stage.kind !== 'sum';

/** Shape of a stage's filter. */
export const filterShape = ({ kind, size, inputs, outputs }: ConvolutionStage): number[] => [
  ...size,
  inputs,
  kind === 'depthwise' ? outputs / inputs : outputs,
];

/** Inputs of one output value: the fan-in. */
export const fanIn = ({ kind, size, inputs }: ConvolutionStage): number =>
  product(size) * (kind === 'depthwise' ? 1 : inputs);

export const parametersOf = (stages: readonly Stage[]): number =>
  stages.filter(isWeighted).reduce((total, stage) => total + product(filterShape(stage)), 0);

/** The grid after a convolution with a stride along some axes. */
export const stridedGrid = (
  grid: readonly number[],
  stride: number,
  axes: readonly number[] = grid.map((_, axis) => axis),
): number[] => grid.map((n, axis) => (axes.includes(axis) ? Math.ceil(n / stride) : n));

export interface ChainCounts {
  /** Multiply-accumulates of one sample. */
  macs: number;
  /** Values between the stages of one sample. */
  intermediates: number;
}

/** What the stages cost, one after the other, on an input grid. */
export function chainCounts(
  stages: readonly Stage[],
  grid: readonly number[],
  stride: number,
): ChainCounts {
  let [positions, macs, intermediates] = [[...grid], 0, 0];
  stages.forEach((stage, i) => {
    if (isWeighted(stage)) {
      positions = stridedGrid(positions, stride, stage.axes);
      macs += product(positions) * stage.outputs * fanIn(stage);
    }
    if (i < stages.length - 1) intermediates += product(positions) * stage.outputs;
  });
  return { macs, intermediates };
}

/** Multiply-accumulates of rebuilding the dense kernel (`compose.ts` does exactly these). */
export function rebuildMacs(stages: readonly Stage[], inputs: number): number {
  let [entries, macs] = [1, 0];
  /** The product so far; while it is depthwise, every channel belongs to one input channel. */
  let grown: ConvolutionStage['kind'] | undefined;
  for (const stage of stages) {
    if (!isWeighted(stage)) continue;
    const { kind, outputs } = stage;
    entries *= product(stage.size);
    const perInput = grown === 'full' ? inputs : 1;
    // The first stage is taken as it is.
    if (grown) macs += entries * perInput * outputs * (kind === 'full' ? stage.inputs : 1);
    grown = grown === 'full' ? grown : kind;
  }
  return macs;
}
