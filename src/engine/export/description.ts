/** What a saved model is, in words and numbers that another program can use. */
import type { layers, LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { freeParameters, type FreeParameter } from '../experiment/parameters.ts';
import type { Experiment, NetworkId } from '../experiment/schema.ts';
import { FormatConvolution } from '../formats/layer.ts';
import { Swish } from '../nets/activation.ts';
import { beginsWithField, isOwn } from '../tasks/io.ts';
import { shortestLink } from './shortestLink.ts';

/** Units of the networks' scaled fields. */
export interface FieldUnits {
  /** Metres per unit of the output. */
  scale: number;
  /** Metres per unit of a field as input; 1 for parameters. */
  inputScale: number;
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
}

export interface ModelDescription {
  /** The hash of a link to the experiment. */
  link: string;
  network: NetworkId;
  /** `normalised`: each parameter goes from its interval to [−1, 1], a constant one to 0. */
  input:
    | { kind: 'parameters'; normalised: FreeParameter[] }
    | { kind: 'own numbers'; count: number; normalised: string }
    | { kind: 'field'; axes: readonly string[]; metresPerUnit: number };
  output: { axes: readonly string[]; metresPerUnit: number };
  layers: LayerDescription[];
}

/** The axes of one sample of a network's output. */
function outputAxes({ kind, time }: Experiment['task']): readonly string[] {
  switch (kind) {
    case 'zone-frames':
      return ['x', 'y', 'time'];
    case 'zone-volume':
      return ['time', 'x', 'y', 'channel'];
    case 'boundary-trace':
      return ['time', 'arc length', 'channel'];
    case 'propagator':
      return ['x', 'y', 'channel'];
    case 'own':
      return time === 'axis' ? ['time', 'x', 'y', 'channel'] : ['x', 'y', 'channel'];
    default:
      return kind satisfies never;
  }
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
  const { activation } = layer.getConfig();
  return typeof activation === 'string' ? { ...common, activation } : common;
}

function describeInput(experiment: Experiment, inputScale: number): ModelDescription['input'] {
  if (beginsWithField(experiment)) {
    return { kind: 'field', axes: ['x', 'y', 'channel'], metresPerUnit: inputScale };
  }
  if (!isOwn(experiment)) return { kind: 'parameters', normalised: freeParameters(experiment) };
  return {
    kind: 'own numbers',
    count: Number(experiment.task.inputs),
    normalised: `each from its interval among the first ${experiment.data.train} samples of the file to [-1, 1], a constant one to 0`,
  };
}

export function describeModel(
  model: LayersModel,
  experiment: Experiment,
  id: NetworkId,
  { scale, inputScale }: FieldUnits,
): ModelDescription {
  return {
    link: shortestLink(experiment),
    network: id,
    input: describeInput(experiment, inputScale),
    output: { axes: outputAxes(experiment.task), metresPerUnit: scale },
    layers: model.layers.map(describeLayer),
  };
}
