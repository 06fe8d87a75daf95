/**
 * Weights that count in other units than the samples of a run: the first layer takes up the scaling of the inputs and
 * the last one that of the outputs. What lies between them stays as it is.
 */
import type { SetScaling } from '../data/scaling.ts';
import { freeParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { findFormat } from 'slimwave-formats/registry';
import { isWeighted } from 'slimwave-formats/stage';
import type { LoadedLayer, LoadedScale, LoadedWeights } from '../nets/loaded.ts';
import { originOf, taskOf } from '../tasks/index.ts';

/** Of every channel: scaled value in the file = factor · scaled value in the run + shift. */
interface Change {
  factor: number[];
  shift: number[];
}

const at = (values: readonly number[], channel: number): number =>
  values.length > 1 ? values[channel] : values[0];

/** From one scale to another, channel by channel. A quantity that one of them does not know to vary counts as its mean. */
function change(from: LoadedScale, to: LoadedScale, channels: number): Change | undefined {
  const all = Array.from({ length: channels }, (_, c) => {
    const [ownUnit, unit] = [at(from.unit, c), at(to.unit, c)];
    const difference = at(from.mean, c) - at(to.mean, c);
    return unit > 0 ? [ownUnit / unit, difference / unit] : [0, 0];
  });
  if (all.every(([factor, shift]) => factor === 1 && shift === 0)) return undefined;
  return { factor: all.map(([factor]) => factor), shift: all.map(([, shift]) => shift) };
}

/** How the numbers that describe a sample of the run are scaled: free parameters go from their intervals to [−1, 1]. */
function inputScale(experiment: Experiment, { input }: SetScaling): LoadedScale {
  const field = taskOf(experiment).beginsWithField(experiment.task);
  if (field || originOf(experiment).scaled) return input;
  const free = freeParameters(experiment);
  return {
    mean: free.map(({ low, high }) => (low + high) / 2),
    unit: free.map(({ low, high }) => (high - low) / 2),
  };
}

/** Multiplies the input channels of a layer by factors. */
function withInputs(layer: LoadedLayer, factor: readonly number[]): LoadedLayer {
  const [first, ...others] = layer.filters;
  const stages =
    layer.kind === 'dense' ? [] : findFormat(layer.format).stages(layer.shape, layer.rank);
  const stage = stages.find(isWeighted);
  const { inputs, outputs } = layer.shape;
  // The filter is [...size, inputs, last].
  const last = stage
    ? stage.kind === 'full'
      ? stage.outputs
      : stage.outputs / stage.inputs
    : outputs;
  const scaled = first.map((value, i) => value * factor[Math.floor(i / last) % inputs]);
  return { ...layer, filters: [scaled, ...others] };
}

/** Multiplies the output channels of a layer by factors and adds numbers to them. */
function withOutputs(layer: LoadedLayer, { factor, shift }: Change): LoadedLayer {
  const { outputs } = layer.shape;
  const own = layer.bias ?? new Float32Array(outputs);
  const before = layer.filters.slice(0, -1);
  // Channels of the last filter beyond the outputs are added up: channel c to output c mod T.
  const last = layer.filters.at(-1)!.map((value, i) => value * factor[i % outputs]);
  return {
    ...layer,
    filters: [...before, last],
    bias: own.map((value, c) => value * factor[c] + shift[c]),
  };
}

/** What a constant in every input channel adds to the outputs, away from the border. */
function effectOf(
  kernel: Float32Array,
  { inputs, outputs }: LoadedLayer['shape'],
  constant: readonly number[],
): Float32Array {
  const sums = new Float64Array(outputs);
  for (let i = 0; i < kernel.length; i++) {
    sums[i % outputs] += kernel[i] * constant[Math.floor(i / outputs) % inputs];
  }
  return Float32Array.from(sums);
}

async function withInputChange(
  layer: LoadedLayer,
  { factor, shift }: Change,
  denseKernel: (layer: LoadedLayer) => Promise<Float32Array>,
): Promise<LoadedLayer> {
  const scaled = withInputs(layer, factor);
  if (shift.every((value) => value === 0)) return scaled;
  const effect = effectOf(await denseKernel(layer), layer.shape, shift);
  const own = layer.bias ?? new Float32Array(layer.shape.outputs);
  return { ...scaled, bias: own.map((value, c) => value + effect[c]) };
}

/**
 * The layers in the units of a run. Exact to rounding, but for a field as input whose mean is another one in the run
 * than in the file: beyond the border of the grid the network then sees its own mean instead of the other one. Throws,
 * with a sentence, where a layer that would need a bias has none.
 */
export async function inRunUnits(
  { layers, scaling }: LoadedWeights,
  experiment: Experiment,
  run: SetScaling,
  denseKernel: (layer: LoadedLayer) => Promise<Float32Array>,
): Promise<readonly LoadedLayer[]> {
  if (!scaling) return layers;
  const changed = [...layers];
  const input = change(inputScale(experiment, run), scaling.input, layers[0].shape.inputs);
  const output = change(scaling.output, run.output, layers.at(-1)!.shape.outputs);
  const shifts = [input, output].some((one) => one?.shift.some((value) => value !== 0));
  if (shifts && experiment.net.bias === 'off') {
    throw new Error(
      'Trained weights: the means of the samples are others than those that the network was trained with, and it has no bias that could take up the difference. Open the samples that it was trained on.',
    );
  }
  if (input) changed[0] = await withInputChange(changed[0], input, denseKernel);
  if (output) changed[changed.length - 1] = withOutputs(changed.at(-1)!, output);
  return changed;
}
