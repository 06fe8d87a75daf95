/**
 * A network's layers with exact counts, known before any tensor exists. The page, the runner and the builder
 * all read this plan, so that they cannot disagree.
 */
import {
  type Budget,
  denseParameters,
  formatParameters,
  resolveRank,
  type Execution,
  type KernelShape,
} from '../formats/format.ts';
import { product } from '../math.ts';
import type { Experiment, NetworkId, NetworkSpec } from '../experiment/schema.ts';
import { findFormat, type FormatId } from '../formats/index.ts';
import type { Padding } from '../formats/paddings.ts';
import { chainCounts, rebuildMacs } from '../formats/stage.ts';
import { taskIo, type TaskIo } from '../tasks/io.ts';
import { architectures } from './architectures/index.ts';
import { channelsOf, gridOf, type GraphNode, type NodeId, type NodeOf } from './graph.ts';

export const BYTES_PER_WEIGHT = 4;

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

export interface NetworkPlan {
  format: NetworkSpec['format'];
  nodes: readonly GraphNode[];
  layers: LayerPlan[];
  /** One per spatial axis. */
  padding: readonly Padding[];
  /** Factor by which the channels differ from the architecture's; 1 unless they are matched. */
  widthFactor: number;
  /** That matching the channels does not bring the parameters near the other network's. */
  note?: string;
  totals: {
    parameters: number;
    convolutionParameters: number;
    denseConvolutionParameters: number;
    macs: number;
    weightBytes: number;
    /** Adam: first and second moment of every weight. */
    optimizerBytes: number;
    /** Estimate of what one sample's activations and their gradients take during a training step. */
    activationBytes: number;
    /** Estimate of what rebuilding dense kernels takes during a training step, gradients included. */
    rebuildBytes: number;
  };
}

export type PlannedExperiment = Pick<Experiment, 'scene' | 'source' | 'task' | 'net' | 'a' | 'b'>;
type Spec = Pick<NetworkSpec, 'format' | 'rank' | 'layers' | 'execution'>;

/** The padding of every axis: the task's own, or the one that the settings name. */
export const paddingOf = ({ net }: Pick<Experiment, 'net'>, io: TaskIo): readonly Padding[] => {
  const { padding } = net;
  return padding === 'task' ? io.padding : io.padding.map(() => padding);
};

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
  { format, rank, layers }: Spec,
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
  spec: Spec,
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
  { execution: wanted }: Spec,
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
function activations({ kind, shape, positions, intermediates }: LayerPlan): number {
  if (kind === 'dense') return ACTIVATIONS_PER_OUTPUT * shape.outputs;
  // The input is upsampled, copied for its gradient, and for 3-way kernels once per shift along time.
  const copies = shape.size.length === 3 ? 2 + 2 * shape.size[0] : 2;
  return (
    positions * (ACTIVATIONS_PER_OUTPUT * shape.outputs + copies * shape.inputs) + 2 * intermediates
  );
}

function planLayers(nodes: readonly GraphNode[], spec: Spec, bias: boolean): LayerPlan[] {
  let convolutions = 0;
  return nodes.flatMap((node, id): LayerPlan[] => {
    if (node.op === 'dense') return [dense(node, id, channelsOf(nodes[node.from]))];
    if (node.op !== 'convolution') return [];
    convolutions++;
    const input = nodes[node.from];
    return [convolution(node, id, input, spec, stored(node, input, convolutions, spec, bias))];
  });
}

const total = (
  layers: readonly LayerPlan[],
  count: (layer: LayerPlan) => number,
  only?: LayerPlan['kind'],
): number => layers.reduce((t, layer) => t + (only && layer.kind !== only ? 0 : count(layer)), 0);

function planWith(experiment: PlannedExperiment, spec: Spec, widthFactor: number): NetworkPlan {
  const io = taskIo(experiment);
  const { net } = experiment;
  const nodes = architectures[net.kind]({ io, net, widthFactor });
  const layers = planLayers(nodes, spec, net.bias === 'on');
  const parameters = total(layers, (layer) => layer.parameters);
  return {
    format: spec.format,
    nodes,
    layers,
    padding: paddingOf(experiment, io),
    widthFactor,
    totals: {
      parameters,
      convolutionParameters: total(layers, (layer) => layer.parameters, 'convolution'),
      denseConvolutionParameters: total(layers, (layer) => layer.denseParameters, 'convolution'),
      macs: total(layers, (layer) => layer.macs),
      weightBytes: parameters * BYTES_PER_WEIGHT,
      optimizerBytes: 2 * parameters * BYTES_PER_WEIGHT,
      activationBytes: BYTES_PER_WEIGHT * total(layers, activations),
      rebuildBytes: 3 * BYTES_PER_WEIGHT * total(layers, (layer) => layer.rebuilt),
    },
  };
}

/** Parameters of a network whose kernels are stored as `spec` says, without the rest of its plan. */
function parametersOfGraph(nodes: readonly GraphNode[], spec: Spec, bias: boolean): number {
  let [convolutions, parameters] = [0, 0];
  for (const [id, node] of nodes.entries()) {
    if (node.op === 'dense') {
      parameters += dense(node, id, channelsOf(nodes[node.from])).parameters;
    } else if (node.op === 'convolution') {
      convolutions++;
      parameters += stored(node, nodes[node.from], convolutions, spec, bias).parameters;
    }
  }
  return parameters;
}

/** Parameters that differ by more than this share are not matched. */
const MATCHED = 0.1;

function mismatch({ nodes, totals }: NetworkPlan, goal: number): string | undefined {
  const { parameters } = totals;
  if (Math.abs(parameters - goal) <= MATCHED * goal) return undefined;
  const between = nodes.filter(({ op }) => op === 'convolution').length > 1;
  const why = between
    ? 'no whole number of channels brings it nearer'
    : 'it has a single layer and so no channels to choose';
  return `The channels can’t be matched: this network has ${parameters} parameters and the other one ${goal}, since ${why}.`;
}

/** Bisections of the width factor: finer than one channel in any network that fits into memory. */
const BISECTIONS = 24;

/** The factor of all channels that brings a network closest to a number of parameters. */
function matchedFactor(experiment: PlannedExperiment, spec: Spec, parameters: number): number {
  const { net } = experiment;
  const io = taskIo(experiment);
  // Channels are whole numbers: most of the factors tried last give a network that was counted before.
  const counted = new Map<string, number>();
  const of = (widthFactor: number): number => {
    const nodes = architectures[net.kind]({ io, net, widthFactor });
    const channels = nodes.map(channelsOf).join();
    const known = counted.get(channels) ?? parametersOfGraph(nodes, spec, net.bias === 'on');
    counted.set(channels, known);
    return known;
  };
  let [low, high] = [0, 1];
  while (of(high) < parameters && high < 64) high *= 2;
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    if (of(middle) < parameters) low = middle;
    else high = middle;
  }
  return parameters - of(low) <= of(high) - parameters ? low : high;
}

const other: Readonly<Record<NetworkId, NetworkId>> = { a: 'b', b: 'a' };

/**
 * The plan of one of the experiment's networks. The experiment must have been validated. The other network's plan
 * saves work where it is known and this one is matched to it.
 */
export function planNetwork(
  experiment: PlannedExperiment,
  id: NetworkId,
  rival?: NetworkPlan,
): NetworkPlan {
  const spec = experiment[id];
  if (spec.width === 'full') return planWith(experiment, spec, 1);
  const { parameters } = (rival ?? planWith(experiment, experiment[other[id]], 1)).totals;
  const plan = planWith(experiment, spec, matchedFactor(experiment, spec, parameters));
  return { ...plan, note: mismatch(plan, parameters) };
}

/** The same network with dense kernels throughout, as it is trained before a decomposition. */
export function classicalTwin(experiment: PlannedExperiment, id: NetworkId): PlannedExperiment {
  const own = { ...experiment[id], format: 'classical' as const, layers: [] };
  return { ...experiment, [id]: own };
}
