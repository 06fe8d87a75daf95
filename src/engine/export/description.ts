/** What a saved model is, in words and numbers that another program can use. */
import type { layers, LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Scaling, SetScaling } from '../data/scaling.ts';
import { freeParameters, type FreeParameter } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { NetworkId } from '../experiment/network.ts';
import { FormatConvolution } from 'slimwave-formats/layer';
import { Swish } from 'slimwave-formats/activation';
import { originOf, taskOf } from '../tasks/index.ts';
import { shortestLink } from './shortestLink.ts';

/** value = mean + deviation · what the network has, per channel; a single pair holds for all channels. */
export interface Standardised {
  mean: readonly number[];
  deviation: readonly number[];
}

export interface LayerDescription {
  name: string;
  type: string;
  /** Names of the layers whose output it takes. */
  inputs: string[];
  activation?: string;
  format?: string;
  rank?: number;
  kernelSize?: readonly number[];
  filters?: number;
  stride?: number;
  padding?: readonly string[];
  execution?: string;
  /** Of a reshaping layer: [...grid, channels] of one sample. */
  targetShape?: readonly number[];
  /** Of an upsampling: points of every axis afterwards, where that is not twice as many as before. */
  grid?: readonly number[];
}

export interface ModelDescription {
  /** The hash of a link to the experiment. */
  link: string;
  network: NetworkId;
  /** `normalised`, `intervals`: each parameter goes from its interval to [−1, 1], a constant one to 0. */
  input:
    | { kind: 'parameters'; normalised: FreeParameter[] }
    | { kind: 'own numbers'; count: number; intervals: [low: number, high: number][] }
    | { kind: 'field'; axes: readonly string[]; metresPerUnit: number }
    | ({ kind: 'fields'; axes: readonly string[]; channels: readonly string[] } & Standardised)
    | ({ kind: 'own field'; axes: readonly string[] } & Standardised);
  output: { axes: readonly string[] } & ({ metresPerUnit: number } | Standardised);
  layers: LayerDescription[];
}

/** The axes of one sample of a network's output. */
function outputAxes(experiment: Experiment): readonly string[] {
  const { task } = experiment;
  const definition = taskOf(experiment);
  return [...definition.axes(task).map(({ name }) => name), definition.channels(task).name];
}

function inputNames({ input }: layers.Layer): string[] {
  const signals: SymbolicTensor[] = Array.isArray(input) ? input : [input];
  return signals.map(({ sourceLayer }) => sourceLayer.name);
}

function describeLayer(layer: layers.Layer): LayerDescription {
  const type = layer.getClassName();
  const common = { name: layer.name, type, inputs: type === 'InputLayer' ? [] : inputNames(layer) };
  if (layer instanceof FormatConvolution) {
    const { format, rank, kernelSize, filters, stride, padding, execution } = layer.settings;
    return { ...common, format, rank, kernelSize, filters, stride, padding, execution };
  }
  if (layer instanceof Swish) return { ...common, activation: 'swish' };
  const { activation, targetShape, grid } = layer.getConfig();
  if (Array.isArray(targetShape)) return { ...common, targetShape: targetShape.map(Number) };
  if (Array.isArray(grid)) return { ...common, grid: grid.map(Number) };
  return typeof activation === 'string' ? { ...common, activation } : common;
}

const standardised = ({ mean, unit }: Scaling): Standardised => ({ mean, deviation: unit });

function describeInput(experiment: Experiment, scaling: Scaling): ModelDescription['input'] {
  const axes = ['x', 'y', 'channel'];
  const { mean, unit } = scaling;
  const field = taskOf(experiment).beginsWithField(experiment.task);
  if (!originOf(experiment).scaled) {
    if (mean.length > 1) {
      const words = taskOf(experiment).words.inputs?.(experiment.task) ?? [];
      const channels = words.map(({ title, unit: si }) => `${title} (${si})`);
      return { kind: 'fields', axes, channels, ...standardised(scaling) };
    }
    return field
      ? { kind: 'field', axes, metresPerUnit: unit[0] }
      : { kind: 'parameters', normalised: freeParameters(experiment) };
  }
  if (field) return { kind: 'own field', axes, ...standardised(scaling) };
  return {
    kind: 'own numbers',
    count: Number(experiment.task.inputs),
    intervals: mean.map((middle, p) => [middle - unit[p], middle + unit[p]]),
  };
}

export function describeModel(
  model: LayersModel,
  experiment: Experiment,
  id: NetworkId,
  { input, output }: SetScaling,
): ModelDescription {
  const axes = outputAxes(experiment);
  return {
    link: shortestLink(experiment),
    network: id,
    input: describeInput(experiment, input),
    output: originOf(experiment).scaled
      ? { axes, ...standardised(output) }
      : { axes, metresPerUnit: output.unit[0] },
    layers: model.layers.map(describeLayer),
  };
}
