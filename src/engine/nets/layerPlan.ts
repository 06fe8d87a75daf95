/**
 * The layers of a network with exact counts: what each stores, computes and keeps while it is trained.
 */
import {
  type Budget,
  denseParameters,
  formatParameters,
  resolveRank,
  type Execution,
  type KernelShape,
} from 'slimwave-formats/format';
import { product } from '../math.ts';
import type { NetworkSpec } from '../experiment/network.ts';
import { findFormat, type FormatId } from 'slimwave-formats/registry';
import { chainCounts, rebuildMacs } from 'slimwave-formats/stage';
import { channelsOf, gridOf, type GraphNode, type NodeId, type NodeOf } from './graph.ts';

export interface LayerPlan {
  name: string;
  kind: 'dense' | 'convolution';
  /** The layer's node in the graph. */
  node: NodeId;
  /** Kernel of a convolution; empty `size` for a dense layer. */
  shape: KernelShape;
  /** Output positions per sample. */
  positions: number;
  /** Output grid of a convolution, [x, y] or [t, x, y]. */
  grid: number[];
  /** Of a convolution; dense layers are classical. */
  format: FormatId;
  execution: Execution;
  rank: number;
  /** What the user should know of the rank, or of a layer that costs more than dense. */
  note?: string;
  /** Stored parameters with bias. */
  parameters: number;
  /** The same layer in the classical format. */
  denseParameters: number;
  /** Multiply-accumulates of one forecast. */
  macs: number;
  denseMacs: number;
  /** Values between the factors of one sample. */
  intermediates: number;
  /** Multiply-accumulates once per call, whatever the grid, to rebuild a dense kernel. */
  rebuilt: number;
}

/** How the kernels of a network are stored and applied. */
export type KernelSpec = Pick<NetworkSpec, 'format' | 'rank' | 'layers' | 'execution'>;

function dense(node: NodeOf<'dense'>, id: NodeId, inputs: number): LayerPlan {
  const [outputs] = node.shape;
  const parameters = inputs * outputs + outputs;
  return {
    name: node.name,
    kind: 'dense',
    node: id,
    shape: { size: [], inputs, outputs },
    positions: 1,
    grid: [],
    format: 'classical',
    execution: 'factorised',
    rank: 1,
    parameters,
    denseParameters: parameters,
    macs: inputs * outputs,
    denseMacs: inputs * outputs,
    intermediates: 0,
    rebuilt: 0,
  };
}

/** The format and budget of the n-th convolution (from 1): the network's, or one of its own. */
function choiceFor(
  { format, rank, layers }: KernelSpec,
  number: number,
): { format: FormatId; rank: Budget } {
  const own = layers.find(({ numbers }) => numbers[0][0] === number);
  if (!own) return { format, rank };
  const ownRank = own.numbers[1][0];
  return { format: own.kind as FormatId, rank: ownRank > 0 ? { rank: ownRank } : rank };
}

/** What a convolution stores. */
type Stored = Pick<
  LayerPlan,
  'shape' | 'format' | 'rank' | 'note' | 'parameters' | 'denseParameters'
>;

function stored(
  node: NodeOf<'convolution'>,
  input: GraphNode,
  number: number,
  spec: KernelSpec,
  bias: boolean,
): Stored {
  const choice = choiceFor(spec, number);
  const format = findFormat(choice.format);
  const shape = { size: node.size, inputs: channelsOf(input), outputs: channelsOf(node) };
  const { rank, note } = resolveRank(format, shape, choice.rank);
  const biases = bias ? shape.outputs : 0;
  return {
    shape,
    format: choice.format,
    rank,
    note,
    parameters: formatParameters(format, shape, rank) + biases,
    denseParameters: denseParameters(shape) + biases,
  };
}

function convolution(
  node: NodeOf<'convolution'>,
  id: NodeId,
  input: GraphNode,
  { execution: wanted }: KernelSpec,
  kernel: Stored,
): LayerPlan {
  const format = findFormat(kernel.format);
  const execution = wanted === 'usual' ? format.execution : wanted;
  const grid = gridOf(node);
  const positions = product(grid);
  const denseMacs = denseParameters(kernel.shape) * positions;
  const stages = format.stages(kernel.shape, kernel.rank);
  const chain = chainCounts(stages, gridOf(input), node.stride);
  const rebuilds = execution === 'reconstructed';
  const rebuilt = rebuilds ? rebuildMacs(stages, kernel.shape.inputs) : 0;
  return {
    ...kernel,
    name: node.name,
    kind: 'convolution',
    node: id,
    positions,
    grid,
    execution,
    macs: rebuilds ? denseMacs + rebuilt : chain.macs,
    denseMacs,
    intermediates: rebuilds ? 0 : chain.intermediates,
    rebuilt,
  };
}

/** Values that the layer keeps or makes per output: sum, sigmoid, product, and the gradients of these. */
const ACTIVATIONS_PER_OUTPUT = 6;

/** Values alive at once because of one layer and one sample, roughly. */
export function activations({ kind, shape, positions, intermediates }: LayerPlan): number {
  if (kind === 'dense') return ACTIVATIONS_PER_OUTPUT * shape.outputs;
  // The input is upsampled, copied for its gradient, and for 3-way kernels once per shift along time.
  const copies = shape.size.length === 3 ? 2 + 2 * shape.size[0] : 2;
  return (
    positions * (ACTIVATIONS_PER_OUTPUT * shape.outputs + copies * shape.inputs) + 2 * intermediates
  );
}

export function planLayers(
  nodes: readonly GraphNode[],
  spec: KernelSpec,
  bias: boolean,
): LayerPlan[] {
  let convolutions = 0;
  return nodes.flatMap((node, id): LayerPlan[] => {
    if (node.op === 'dense') return [dense(node, id, channelsOf(nodes[node.from]))];
    if (node.op !== 'convolution') return [];
    convolutions++;
    const input = nodes[node.from];
    return [convolution(node, id, input, spec, stored(node, input, convolutions, spec, bias))];
  });
}

export interface ParameterCounts {
  parameters: number;
  /** Those of the convolutions among them. */
  convolutionParameters: number;
}

/** Parameters of a network whose kernels are stored as `spec` says, without the rest of its plan. */
export function countParameters(
  nodes: readonly GraphNode[],
  spec: KernelSpec,
  bias: boolean,
): ParameterCounts {
  let [convolutions, outside, inside] = [0, 0, 0];
  for (const [id, node] of nodes.entries()) {
    if (node.op === 'dense') {
      outside += dense(node, id, channelsOf(nodes[node.from])).parameters;
    } else if (node.op === 'convolution') {
      convolutions++;
      inside += stored(node, nodes[node.from], convolutions, spec, bias).parameters;
    }
  }
  return { parameters: outside + inside, convolutionParameters: inside };
}
