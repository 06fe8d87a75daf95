import type { Experiment } from '../../experiment/schema.ts';
import type { TaskIo } from '../../experiment/taskIo.ts';
import { halved, type GraphBuilder, type GraphNode, type NodeId } from '../graph.ts';
import { product } from '../../math.ts';

export interface ArchitectureOptions {
  io: TaskIo;
  net: Experiment['net'];
  /** Factor of the channels of all convolutions but the last: below 1 for a narrow network. */
  widthFactor: number;
  /** Factor of the channels in which dense layers end: the same, or 1 where only the convolutions are narrow. */
  liftFactor: number;
}

/** The last node is the output. Throws nothing that `architectureProblem` has not said before. */
export type Architecture = (options: ArchitectureOptions) => readonly GraphNode[];

export const scaled = (channels: number, factor: number): number =>
  Math.max(1, Math.round(channels * factor));

/** Convolution and, if the network has one, activation. */
export function convolutionBlock(
  graph: GraphBuilder,
  from: NodeId,
  name: string,
  channels: number,
  { kernel, activation }: Experiment['net'],
  stride = 1,
): NodeId {
  const rectified = activation === 'swish';
  const convolved = graph.convolution(from, { name, channels, kernel, stride, rectified });
  return rectified ? graph.activation(convolved) : convolved;
}

/** The output convolution, with nothing after it. */
export const outputConvolution = (
  graph: GraphBuilder,
  from: NodeId,
  { channels }: TaskIo,
  { kernel }: Experiment['net'],
): NodeId => graph.convolution(from, { name: 'output', channels, kernel, rectified: false });

/** Dense layers from the parameters to a coarse grid; a field as input stays as it is. */
export function lift(
  graph: GraphBuilder,
  coarse: readonly number[],
  channels: number,
  { hidden: width }: Experiment['net'],
): NodeId {
  if (graph.node(0).shape.length > 1) return 0;
  const hidden = graph.dense('dense 1', width, 0);
  const shape = [...coarse, channels];
  const spread = graph.dense('dense 2', product(shape), hidden);
  return graph.reshape(shape, spread);
}

/** The parameters as a few channels on the output grid, for networks that expect a field. */
export function liftToGrid(
  graph: GraphBuilder,
  { grid }: TaskIo,
  blocks: number,
  channels: number,
  net: Experiment['net'],
): NodeId {
  if (graph.node(0).shape.length > 1) return 0;
  let x = lift(graph, halved(grid, blocks), channels, net);
  for (let left = blocks - 1; left >= 0; left--) x = graph.upsample(x, halved(grid, left));
  return x;
}
