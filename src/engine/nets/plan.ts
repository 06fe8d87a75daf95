/**
 * The generator network as a list of layers with exact counts, known before any tensor exists.
 *
 * Generator: µ → dense → dense → coarse grid → blocks of (nearest upsampling ×2, convolution, swish)
 * → output convolution. Both the page and the builder read this plan, so that they cannot disagree.
 */
import type { Budget } from '../experiment/fields.ts';
import type { Experiment, NetworkSpec } from '../experiment/schema.ts';
import { freeParameters } from '../experiment/parameters.ts';
import { findFormat } from '../formats/index.ts';
import { denseParameters, product, resolveRank, type KernelShape } from '../formats/format.ts';

/** Width of the hidden dense layer that spreads µ before the coarse grid. */
const HIDDEN = 32;
export const BYTES_PER_WEIGHT = 4;

export interface LayerPlan {
  name: string;
  kind: 'dense' | 'convolution';
  /** Kernel of a convolution; empty `size` for a dense layer. */
  shape: KernelShape;
  /** Output positions per sample. */
  positions: number;
  /** Output grid of a convolution, [x, y] or [t, x, y]. */
  grid: number[];
  rank: number;
  /** Why the rank differs from the one asked for. */
  note?: string;
  /** Stored parameters with bias. */
  parameters: number;
  /** The same layer in the classical format. */
  denseParameters: number;
  /** Multiply-accumulates of one forecast. */
  macs: number;
  denseMacs: number;
  /** Values that are computed once per call, whatever the grid, to rebuild a dense kernel. */
  rebuilt: number;
}

export interface NetworkPlan {
  format: NetworkSpec['format'];
  layers: LayerPlan[];
  /** Grid on which the dense part ends, [x, y] or [t, x, y]. */
  coarse: number[];
  /** Channels per position of the coarse grid. */
  coarseChannels: number;
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

/** Output grid of the task, [x, y] or [t, x, y], and the channels of the output. */
export function outputShape({ task }: Pick<Experiment, 'task'>): {
  grid: number[];
  channels: number;
} {
  return task.kind === 'zone-frames'
    ? { grid: [task.grid, task.grid], channels: task.frames }
    : { grid: [task.frames, task.grid, task.grid], channels: 1 };
}

function dense(name: string, inputs: number, outputs: number): LayerPlan {
  const parameters = inputs * outputs + outputs;
  return {
    name,
    kind: 'dense',
    shape: { size: [], inputs, outputs },
    positions: 1,
    grid: [],
    rank: 1,
    parameters,
    denseParameters: parameters,
    macs: inputs * outputs,
    denseMacs: inputs * outputs,
    rebuilt: 0,
  };
}

function convolution(
  name: string,
  shape: KernelShape,
  grid: number[],
  { format: id, rank: budget }: { format: NetworkSpec['format']; rank: Budget },
): LayerPlan {
  const format = findFormat(id);
  const { rank, note } = resolveRank(format, shape, budget);
  const positions = product(grid);
  return {
    name,
    kind: 'convolution',
    shape,
    positions,
    grid,
    rank,
    note,
    parameters: format.parameters(shape, rank) + shape.outputs,
    denseParameters: denseParameters(shape) + shape.outputs,
    macs: format.macsPerPosition(shape, rank) * positions + format.macsPerCall(shape, rank),
    denseMacs: denseParameters(shape) * positions,
    rebuilt: format.macsPerCall(shape, rank),
  };
}

/** Values that the layer keeps or makes per output: sum, sigmoid, product, and the gradients of these. */
const ACTIVATIONS_PER_OUTPUT = 6;

/** Values alive at once because of one layer and one sample, roughly. */
function activations({ kind, shape, positions }: LayerPlan): number {
  if (kind === 'dense') return ACTIVATIONS_PER_OUTPUT * shape.outputs;
  // The input is upsampled, copied for its gradient, and for 3-way kernels once per shift along time.
  const copies = shape.size.length === 3 ? 2 + 2 * shape.size[0] : 2;
  return positions * (ACTIVATIONS_PER_OUTPUT * shape.outputs + copies * shape.inputs);
}

/** The plan of one of the experiment's networks. The experiment must have been validated. */
export function planNetwork(
  experiment: Pick<Experiment, 'scene' | 'source' | 'task' | 'net'>,
  network: Pick<NetworkSpec, 'format' | 'rank'>,
): NetworkPlan {
  const { blocks, width, taper, kernel } = experiment.net;
  const output = outputShape(experiment);
  const coarse = output.grid.map((points) => points / 2 ** blocks);
  const size = output.grid.map(() => kernel);
  const channels = Array.from({ length: blocks + 1 }, (_, i) =>
    Math.max(1, Math.round(width * taper ** i)),
  );
  const layers = [
    dense('dense 1', freeParameters(experiment).length, HIDDEN),
    dense('dense 2', HIDDEN, product(coarse) * channels[0]),
    ...Array.from({ length: blocks }, (_, i) =>
      convolution(
        `block ${i + 1}`,
        { size, inputs: channels[i], outputs: channels[i + 1] },
        coarse.map((points) => points * 2 ** (i + 1)),
        network,
      ),
    ),
    convolution(
      'output',
      { size, inputs: channels[blocks], outputs: output.channels },
      output.grid,
      network,
    ),
  ];
  const total = (count: (layer: LayerPlan) => number, only?: LayerPlan['kind']) =>
    layers.reduce((t, layer) => t + (only && layer.kind !== only ? 0 : count(layer)), 0);
  const parameters = total((layer) => layer.parameters);
  return {
    format: network.format,
    layers,
    coarse,
    coarseChannels: channels[0],
    totals: {
      parameters,
      convolutionParameters: total((layer) => layer.parameters, 'convolution'),
      denseConvolutionParameters: total((layer) => layer.denseParameters, 'convolution'),
      macs: total((layer) => layer.macs),
      weightBytes: parameters * BYTES_PER_WEIGHT,
      optimizerBytes: 2 * parameters * BYTES_PER_WEIGHT,
      activationBytes: BYTES_PER_WEIGHT * total(activations),
      rebuildBytes: 3 * BYTES_PER_WEIGHT * total((layer) => layer.rebuilt),
    },
  };
}
