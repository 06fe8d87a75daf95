/**
 * A network's layers with exact counts, known before any tensor exists. The page, the runner and the builder
 * all read this plan, so that they cannot disagree.
 */
import type { Experiment } from '../experiment/schema.ts';
import {
  type NetworkId,
  type NetworkSpec,
  specOf,
  idsOf,
  modelFor,
} from '../experiment/network.ts';
import type { Padding } from 'slimwave-formats/paddings';
import { taskIo, type TaskIo } from '../experiment/taskIo.ts';
import type { GraphNode } from './graph.ts';
import { activations, planLayers, type KernelSpec, type LayerPlan } from './layerPlan.ts';
import { matchedFactor, mismatch, narrowedGraph, type Matching } from './matching.ts';

export const BYTES_PER_WEIGHT = 4;

export interface NetworkPlan {
  format: NetworkSpec['format'];
  nodes: readonly GraphNode[];
  layers: LayerPlan[];
  /** One per spatial axis. */
  padding: readonly Padding[];
  /** Factor by which the channels, or those of the convolutions, differ from the architecture's; 1 unless they are matched. */
  widthFactor: number;
  /** That matching the channels does not bring the parameters near those of the network they are matched to. */
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

export type PlannedExperiment = Pick<Experiment, 'scene' | 'source' | 'task' | 'net' | 'networks'>;

/** The padding of every axis: the task's own, or the one that the settings name. */
export const paddingOf = ({ net }: Pick<Experiment, 'net'>, io: TaskIo): readonly Padding[] => {
  const { padding } = net;
  return padding === 'task' ? io.padding : io.padding.map(() => padding);
};

const total = (
  layers: readonly LayerPlan[],
  count: (layer: LayerPlan) => number,
  only?: LayerPlan['kind'],
): number => layers.reduce((t, layer) => t + (only && layer.kind !== only ? 0 : count(layer)), 0);

/** What the layers of a network store, compute and keep, together. */
export function totalsOf(layers: readonly LayerPlan[]): NetworkPlan['totals'] {
  const parameters = total(layers, (layer) => layer.parameters);
  return {
    parameters,
    convolutionParameters: total(layers, (layer) => layer.parameters, 'convolution'),
    denseConvolutionParameters: total(layers, (layer) => layer.denseParameters, 'convolution'),
    macs: total(layers, (layer) => layer.macs),
    weightBytes: parameters * BYTES_PER_WEIGHT,
    optimizerBytes: 2 * parameters * BYTES_PER_WEIGHT,
    activationBytes: BYTES_PER_WEIGHT * total(layers, activations),
    rebuildBytes: 3 * BYTES_PER_WEIGHT * total(layers, (layer) => layer.rebuilt),
  };
}

function planWith(
  experiment: PlannedExperiment,
  spec: KernelSpec,
  widthFactor = 1,
  matching?: Matching,
): NetworkPlan {
  const nodes = narrowedGraph(experiment, widthFactor, matching);
  const layers = planLayers(nodes, spec, experiment.net.bias === 'on');
  return {
    format: spec.format,
    nodes,
    layers,
    padding: paddingOf(experiment, taskIo(experiment)),
    widthFactor,
    totals: totalsOf(layers),
  };
}

/**
 * The plan of one of the experiment's networks. The experiment must have been validated. The plan of the network that
 * this one is matched to saves work where it is known.
 */
export function planNetwork(
  experiment: PlannedExperiment,
  id: NetworkId,
  model?: NetworkPlan,
): NetworkPlan {
  const spec = specOf(experiment, id);
  const matching = spec.width;
  const like = matching === 'full' ? undefined : modelFor(experiment, id);
  if (matching === 'full' || !like) return planWith(experiment, spec);
  const { totals } = model ?? planWith(experiment, specOf(experiment, like));
  const factor = matchedFactor(experiment, spec, matching, totals);
  const plan = planWith(experiment, spec, factor, matching);
  return { ...plan, note: mismatch(plan.nodes, plan.totals, matching, totals) };
}

/** The plans of all networks, in order. */
export function planNetworks(experiment: PlannedExperiment): ReadonlyMap<NetworkId, NetworkPlan> {
  const full = new Map(
    idsOf(experiment)
      .filter((id) => specOf(experiment, id).width === 'full')
      .map((id) => [id, planNetwork(experiment, id)]),
  );
  return new Map(
    idsOf(experiment).map((id) => {
      const like = modelFor(experiment, id);
      return [id, full.get(id) ?? planNetwork(experiment, id, like && full.get(like))];
    }),
  );
}

/**
 * The same network with dense kernels throughout, as it is trained before a decomposition: where channels are matched,
 * with as many of them as the compressed network.
 */
export function classicalTwin(experiment: PlannedExperiment, id: NetworkId): NetworkPlan {
  const spec = specOf(experiment, id);
  const dense: NetworkSpec = { ...spec, format: 'classical', layers: [] };
  if (spec.width === 'full') return planWith(experiment, dense);
  const { widthFactor } = planNetwork(experiment, id);
  return planWith(experiment, dense, widthFactor, spec.width);
}
