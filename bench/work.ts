/**
 * The networks that are timed, written down so that every library can build them: as a chain of plain
 * operations, and as the settings from which the engine builds its own.
 */
import { presets } from '../src/engine/experiment/presets.ts';
import { product, sum } from '../src/engine/math.ts';
import type { Budget } from 'slimwave-formats/format';
import { findFormat, type FormatId } from 'slimwave-formats/registry';
import { isWeighted, type Stage } from 'slimwave-formats/stage';
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
  /** Along every axis on which it acts; none is 1. */
  stride?: number;
  bias: boolean;
}

export type Op =
  | ConvolveOp
  | { op: 'dense'; inputs: number; outputs: number }
  | { op: 'reshape'; shape: number[] }
  /** Every point of the grid twice along every axis, or linearly between them. */
  | { op: 'upsample'; linear?: true }
  /** Joined along the channels with what an earlier operation gave, or with the input (−1). */
  | { op: 'concat'; with: number }
  | { op: 'relu' | 'swish' };

/** A stack of equal convolutions on a grid with as many points along every axis, 3 channels in and 1 out. */
export interface StackSource {
  kind: 'stack';
  grid: number;
  ways: 2 | 3;
  channels: number;
  kernel: number;
  format: FormatId;
  /** Without a meaning for formats without a rank. */
  budget: Budget;
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

/** The operations of a convolution. */
export function layerOps(layer: LayerPlan, bias: boolean): ConvolveOp[] {
  if (layer.execution === 'reconstructed') return [rebuilt(layer, bias)];
  const stages = findFormat(layer.format).stages(layer.shape, layer.rank);
  return convolveOps(stages, layer.shape.size.length, bias);
}

/** A stride belongs to the stages that act along axes. */
const strided = (ops: ConvolveOp[], stride: number): ConvolveOp[] =>
  stride === 1 ? ops : ops.map((op) => (Math.max(...op.size) === 1 ? op : { ...op, stride }));

export function presetWork(source: PresetSource): Work {
  const { experiment } = presets.find(({ id }) => id === source.preset)!;
  const { net, training } = experiment;
  const { nodes, layers, format } = planNetwork(experiment, source.id);
  const ops: Op[] = [];
  /** Of every node: the last one of its operations. */
  const places: number[] = [];
  const upsample: Op =
    net.upsampling === 'linear' ? { op: 'upsample', linear: true } : { op: 'upsample' };
  const opsOf = (node: (typeof nodes)[number], index: number): Op[] => {
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
        return [upsample];
      case 'activation':
        return [{ op: 'swish' }];
      case 'convolution':
        return strided(layerOps(layer, net.bias === 'on'), node.stride);
      case 'concat':
        return [{ op: 'concat', with: places[node.from[1]] }];
      case 'add':
        throw new Error('Sums of branches are not compared.');
      default:
        return node satisfies never;
    }
  };
  nodes.forEach((node, index) => {
    ops.push(...opsOf(node, index));
    places.push(ops.length - 1);
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
