/**
 * A network as other libraries want it: channels first, [batch, channel, …grid], with all weights as plain arrays in
 * the layouts that ONNX and PyTorch share. Their writers only spell it out.
 */
import type { FormatId } from 'slimwave-formats/registry';
import type { Padding } from 'slimwave-formats/paddings';

/** The number of a node in the list. */
type NodeId = number;

/** A convolution along some axes, or a sum over channels without weights. */
export type PortableStage = PortableConvolution | PortableSum;

export interface PortableConvolution {
  kind: 'convolution';
  /** As in the format, such as `filter_1`. */
  name: string;
  /** Kernel points and stride along every axis; 1 along those on which the stage does not act. */
  size: readonly number[];
  strides: readonly number[];
  inputs: number;
  outputs: number;
  /** 1, or as many as there are inputs: every input then has filters of its own. */
  groups: number;
  /** [outputs, inputs / groups, ...size]. */
  weights: Float32Array;
}

/** Input channel c is added to output channel c mod `outputs`. */
export interface PortableSum {
  kind: 'sum';
  inputs: number;
  outputs: number;
}

/** Stages one after the other; or one dense kernel that is the sum of products of its factors. */
export type PortableKernel =
  | { kind: 'stages'; stages: readonly PortableStage[] }
  | { kind: 'products'; factors: readonly PortableFactor[]; rank: number };

/** One-way filters along an axis, [points, inputs, rank, outputs]. */
export interface PortableFactor {
  name: string;
  points: number;
  values: Float32Array;
}

export interface ConvolutionNode {
  op: 'convolution';
  from: NodeId;
  kernel: PortableKernel;
  format: FormatId;
  rank: number;
  inputs: number;
  outputs: number;
  /** Points of the whole kernel, stride and padding along every axis. */
  size: readonly number[];
  strides: readonly number[];
  padding: readonly Padding[];
  bias?: Float32Array;
}

export type PortableOperation =
  | { op: 'input' }
  | {
      op: 'dense';
      from: NodeId;
      inputs: number;
      outputs: number;
      /** [outputs, inputs]. */
      weights: Float32Array;
      bias: Float32Array;
      activated: boolean;
    }
  | { op: 'reshape'; from: NodeId }
  /** Twice as many points along every axis, or the first ones of these that the shape has room for. */
  | { op: 'upsample'; from: NodeId; method: 'nearest' | 'linear' }
  | ConvolutionNode
  | { op: 'swish'; from: NodeId }
  | { op: 'add' | 'concat'; from: readonly [NodeId, NodeId] };

/** `shape` is that of one sample: [units] or [channels, ...grid]. */
export type PortableNode = PortableOperation & { name: string; shape: readonly number[] };

/** In the order in which they are computed; the last one is the output. */
export type PortableNetwork = readonly PortableNode[];

/** Whether every convolution has its stages, or one dense kernel. */
export type Kernels = 'factorised' | 'dense';

/** The nodes that a node takes its input from. */
export const inputsOf = (node: PortableNode): readonly NodeId[] =>
  node.op === 'input' ? [] : [node.from].flat();

/** The nodes that take what a node gives. */
export const takersOf = (network: PortableNetwork, id: NodeId): NodeId[] =>
  network.flatMap((node, taker) => (inputsOf(node).includes(id) ? [taker] : []));
