/**
 * Trained weights that came from a file, layer by layer and apart from any tensor library, and whether they fit a
 * network.
 */
import { freeParameters } from '../experiment/parameters.ts';
import { specOf, type NetworkId } from '../experiment/network.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { KernelShape } from 'slimwave-formats/format';
import type { FormatId } from 'slimwave-formats/registry';
import { originOf, taskOf } from '../tasks/index.ts';
import type { LayerPlan } from './layerPlan.ts';
import { classicalTwin, planNetwork, type NetworkPlan } from './plan.ts';

export interface LoadedLayer {
  /** As our networks call it, such as `block 1`. */
  name: string;
  kind: LayerPlan['kind'];
  /** Kernel of a convolution; empty `size` for a dense layer. */
  shape: KernelShape;
  format: FormatId;
  rank: number;
  /** The filters of the format’s weighted stages in their order, flat; of a dense layer its matrix [inputs, outputs]. */
  filters: readonly Float32Array[];
  /** None where the file has none. */
  bias?: Float32Array;
}

/** value = mean + unit · scaled: a pair for every channel, or a single one for all of them. */
export interface LoadedScale {
  mean: readonly number[];
  unit: readonly number[];
}

/** What the weights count in; values as in the samples, in SI units or those of a file. */
export interface LoadedScaling {
  input: LoadedScale;
  output: LoadedScale;
  /** Of inputs that are free parameters: their keys, such as `source.x`, in order. */
  parameters?: readonly string[];
}

export interface LoadedWeights {
  /** Tells these weights from others: what an experiment names them by. */
  fingerprint: string;
  layers: readonly LoadedLayer[];
  /** None where the file does not say it: then the weights count in what the samples are scaled to. */
  scaling?: LoadedScaling;
}

/** The kernel of a layer as a text, such as `7×7 from 24 to 14 channels`. */
export function kernelText({ kind, shape }: Pick<LoadedLayer, 'kind' | 'shape'>): string {
  const { size, inputs, outputs } = shape;
  return kind === 'dense'
    ? `dense from ${inputs} to ${outputs}`
    : `${size.join('×')} from ${inputs} to ${outputs} channels`;
}

const sameShape = (a: LoadedLayer, b: LayerPlan): boolean =>
  a.kind === b.kind && kernelText(a) === kernelText(b);

/** Why the layers of a file are not those of a network, as a sentence that names the first one that differs. */
export function layersMisfit(
  layers: readonly LoadedLayer[],
  { layers: wanted }: Pick<NetworkPlan, 'layers'>,
  bias: boolean,
): string | undefined {
  if (layers.length !== wanted.length) {
    return `The file has ${layers.length} layers with weights (${layers.map(({ name }) => name).join(', ')}), and the network of the settings has ${wanted.length} (${wanted.map(({ name }) => name).join(', ')}).`;
  }
  for (const [i, layer] of layers.entries()) {
    const plan = wanted[i];
    if (!sameShape(layer, plan)) {
      return `Layer “${plan.name}” does not fit: in the file it is ${kernelText(layer)}, in the settings ${kernelText(plan)}.`;
    }
    if (layer.bias && !bias && plan.kind === 'convolution' && layer.bias.some((b) => b !== 0)) {
      return `Layer “${plan.name}” has a bias in the file, and the network of the settings has none: switch Bias on.`;
    }
  }
  return undefined;
}

/** Why a network takes in something else than the samples of the experiment have, as a sentence. */
export function inputsMisfit(
  { scaling }: LoadedWeights,
  experiment: Pick<Experiment, 'scene' | 'source' | 'task'>,
): string | undefined {
  const given = scaling?.parameters;
  const numbers = !taskOf(experiment).beginsWithField(experiment.task);
  if (!given || !numbers || originOf(experiment).scaled) return undefined;
  const wanted = freeParameters(experiment).map(({ key }) => key);
  return given.join() === wanted.join()
    ? undefined
    : `The network of the file takes ${given.join(', ')}, and the samples of the settings have ${wanted.join(', ')}.`;
}

/** Why weights can't be those of network `id` of an experiment, as a sentence. The experiment is valid by itself. */
export function weightsMisfit(
  weights: LoadedWeights,
  experiment: Experiment,
  id: NetworkId,
): string | undefined {
  const plan = specOf(experiment, id).route === 'after' ? classicalTwin : planNetwork;
  return (
    layersMisfit(weights.layers, plan(experiment, id), experiment.net.bias === 'on') ??
    inputsMisfit(weights, experiment)
  );
}
