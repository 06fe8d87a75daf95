/**
 * The networks that are timed, written down so that every library can build them: as a chain of plain
 * operations, and as the settings from which the engine builds its own.
 *
 * Network A: a field of 32×32 points with 3 channels, four 3×3 convolutions with 16 channels (the last with 1), ReLU
 * between them, mean squared error, Adam, 8 samples a batch.
 */
import { presets } from '../src/engine/experiment/presets.ts';
import { product, sum } from '../src/engine/math.ts';
import { findFormat } from '../src/engine/formats/index.ts';
import { chainCounts, isWeighted, type Stage } from '../src/engine/formats/stage.ts';
import type { LayerPlan } from '../src/engine/nets/layerPlan.ts';
import { planNetwork } from '../src/engine/nets/plan.ts';

/** A convolution at stride 1 with zero padding that keeps the grid. */
export interface ConvolveOp {
  op: 'convolve';
  /** Points per axis; 1 along axes on which it does not act. */
  size: number[];
  inputs: number;
  outputs: number;
  /** Every input channel has outputs/inputs filters of its own. */
  depthwise: boolean;
  /** The kernel of every pair of channels is rebuilt at each step from so many products of one-way filters. */
  terms?: number;
  bias: boolean;
}

export type Op =
  | ConvolveOp
  | { op: 'dense'; inputs: number; outputs: number }
  | { op: 'reshape'; shape: number[] }
  /** Every point of the grid twice along every axis. */
  | { op: 'upsample' }
  | { op: 'relu' | 'swish' };

/** A stack of equal convolutions on a square grid, 3 channels in and 1 out. */
export interface StackSource {
  kind: 'stack';
  grid: number;
  channels: number;
  kernel: number;
  /** One-way filters with so many channels between them; classical without. */
  rank?: number;
}

/** One of the two networks of a preset. */
export interface PresetSource {
  kind: 'preset';
  preset: string;
  id: 'a' | 'b';
}

/** Goes to other processes as JSON. */
export interface Work {
  name: string;
  batch: number;
  /** Shapes of one sample. */
  input: number[];
  output: number[];
  ops: Op[];
  source: StackSource | PresetSource;
}

export const STACK_INPUTS = 3;
const STACK_LAYERS = 4;

/** Inputs and outputs of the convolutions of a stack. */
export const stackLayers = ({ channels }: StackSource): { inputs: number; outputs: number }[] =>
  Array.from({ length: STACK_LAYERS }, (_, i) => ({
    inputs: i === 0 ? STACK_INPUTS : channels,
    outputs: i === STACK_LAYERS - 1 ? 1 : channels,
  }));

export const stackFormat = ({ rank }: StackSource): 'classical' | 'one-way' =>
  rank === undefined ? 'classical' : 'one-way';

function convolveOps(stages: readonly Stage[], axes: number, bias: boolean): ConvolveOp[] {
  return stages.map((stage, i) => {
    if (!isWeighted(stage)) throw new Error('Sums over channels are not compared.');
    const size = Array.from({ length: axes }, (_, axis) => {
      const at = stage.axes.indexOf(axis);
      return at < 0 ? 1 : stage.size[at];
    });
    const { inputs, outputs, kind } = stage;
    const last = i === stages.length - 1;
    return {
      op: 'convolve',
      size,
      inputs,
      outputs,
      depthwise: kind === 'depthwise',
      bias: last && bias,
    };
  });
}

/** A layer of the format kernel-cp, the only one that is computed with a rebuilt kernel by itself. */
function rebuilt({ format, shape, rank }: LayerPlan, bias: boolean): ConvolveOp {
  if (format !== 'kernel-cp') throw new Error(`Rebuilt ${format} kernels are not compared.`);
  return { op: 'convolve', ...shape, size: [...shape.size], depthwise: false, terms: rank, bias };
}

/** The stages of a stack's layers; a rank beyond the full one is cut, as in the engine. */
const stackStages = (source: StackSource): (readonly Stage[])[] =>
  stackLayers(source).map((layer) => {
    const format = findFormat(stackFormat(source));
    return format.stages({ ...layer, size: [source.kernel, source.kernel] }, source.rank ?? 1);
  });

/** Multiply-accumulates of one forecast. */
export const stackMacs = (source: StackSource): number =>
  stackStages(source).reduce(
    (total, stages) => total + chainCounts(stages, [source.grid, source.grid], 1).macs,
    0,
  );

export function stackWork(source: StackSource, batch = 8): Work {
  const layers = stackStages(source).map((stages) => convolveOps(stages, 2, true));
  const { grid, channels, kernel } = source;
  return {
    name: `${stackFormat(source)}, ${channels} channels, ${kernel}×${kernel}, ${batch} × ${grid}×${grid}`,
    batch,
    input: [grid, grid, STACK_INPUTS],
    output: [grid, grid, 1],
    ops: layers.flatMap((ops, i): Op[] => (i === 0 ? ops : [{ op: 'relu' }, ...ops])),
    source,
  };
}

export const networkA = (format: 'classical' | 'one-way'): StackSource => ({
  kind: 'stack',
  grid: 32,
  channels: 16,
  kernel: 3,
  ...(format === 'one-way' && { rank: 4 }),
});

export function presetWork(source: PresetSource): Work {
  const { experiment } = presets.find(({ id }) => id === source.preset)!;
  const { net, training } = experiment;
  const { nodes, layers, format } = planNetwork(experiment, source.id);
  const ops = nodes.flatMap((node, index): Op[] => {
    const layer = layers.find((candidate) => candidate.node === index)!;
    switch (node.op) {
      case 'input':
        return [];
      case 'dense': {
        const { inputs, outputs } = layer.shape;
        const activation: Op[] = net.activation === 'swish' ? [{ op: 'swish' }] : [];
        return [{ op: 'dense', inputs, outputs }, ...activation];
      }
      case 'reshape':
        return [{ op: 'reshape', shape: [...node.shape] }];
      case 'upsample':
        return [{ op: 'upsample' }];
      case 'activation':
        return [{ op: 'swish' }];
      case 'convolution': {
        if (layer.execution === 'reconstructed') return [rebuilt(layer, net.bias === 'on')];
        const stages = findFormat(layer.format).stages(layer.shape, layer.rank);
        return convolveOps(stages, layer.shape.size.length, net.bias === 'on');
      }
      case 'add':
      case 'concat':
        throw new Error('Only chains of layers are compared.');
      default:
        return node satisfies never;
    }
  });
  const input = [...nodes[0].shape];
  const output = [...nodes.at(-1)!.shape];
  return { name: `${source.preset}, ${format}`, batch: training.batch, input, output, ops, source };
}

/** Parameters of all operations, to see that two descriptions are of one network. */
export const parametersOfOps = (ops: readonly Op[]): number =>
  ops.reduce((total, op) => {
    if (op.op === 'dense') return total + (op.inputs + 1) * op.outputs;
    if (op.op !== 'convolve') return total;
    const filter = op.terms ? op.terms * sum(op.size) : product(op.size);
    const perOutput = filter * (op.depthwise ? 1 : op.inputs);
    return total + op.outputs * (perOutput + (op.bias ? 1 : 0));
  }, 0);
