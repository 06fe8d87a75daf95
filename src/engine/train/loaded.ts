/** A network with trained weights from a file, in any format: the same one as in the file, or a compression of it. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { SetScaling } from '../data/scaling.ts';
import { yieldToEvents } from '../events.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { NetworkId } from '../experiment/network.ts';
import { composeKernel } from 'slimwave-formats/compose';
import { findFormat } from 'slimwave-formats/registry';
import type { FormatConvolution } from 'slimwave-formats/layer';
import { projectKernel } from 'slimwave-formats/projections';
import { filterShape, isWeighted } from 'slimwave-formats/stage';
import { bestCp } from 'slimwave-formats/linalg/cp';
import { buildNetwork, layerName } from '../nets/build.ts';
import {
  inputsMisfit,
  layersMisfit,
  type LoadedLayer,
  type LoadedWeights,
} from '../nets/loaded.ts';
import type { LayerPlan } from '../nets/layerPlan.ts';
import type { NetworkPlan } from '../nets/plan.ts';
import { inRunUnits } from './loadedScaling.ts';

/** The dense kernel [k₁, …, k_d, s, t] of a layer, or the matrix of a dense one. */
async function denseKernel({
  kind,
  shape,
  format,
  rank,
  filters,
}: LoadedLayer): Promise<Float32Array> {
  if (kind === 'dense' || format === 'classical') return filters[0];
  const stages = findFormat(format).stages(shape, rank);
  const kernel = tf.tidy(() => {
    const tensors = stages
      .filter(isWeighted)
      .map((stage, i) => tf.tensor(filters[i], filterShape(stage)));
    return composeKernel(stages, tensors, shape.size);
  });
  const values = await kernel.data<'float32'>();
  kernel.dispose();
  return values;
}

/** The filters of a layer in the format and rank of the network that it becomes part of. */
async function filtersFor(layer: LoadedLayer, plan: LayerPlan): Promise<readonly Float32Array[]> {
  if (layer.format === plan.format && layer.rank === plan.rank) return layer.filters;
  const { size, inputs, outputs } = layer.shape;
  const data = Float64Array.from(await denseKernel(layer));
  return projectKernel(
    plan.format,
    { shape: [...size, inputs, outputs], data },
    plan.rank,
    (tensor, rank) => bestCp(tensor, rank, yieldToEvents),
  );
}

function setDense(model: LayersModel, { name, shape, filters, bias }: LoadedLayer): void {
  const { inputs, outputs } = shape;
  tf.tidy(() =>
    model
      .getLayer(layerName(name))
      .setWeights([
        tf.tensor(filters[0], [inputs, outputs]),
        bias ? tf.tensor(bias, [outputs]) : tf.zeros([outputs]),
      ]),
  );
}

async function setConvolution(into: FormatConvolution, layer: LoadedLayer, plan: LayerPlan) {
  into.setFilters(await filtersFor(layer, plan));
  const variable = into.biasVariable();
  if (!variable) return;
  tf.tidy(() => {
    const { outputs } = layer.shape;
    variable.write(layer.bias ? tf.tensor(layer.bias, [outputs]) : tf.zeros([outputs]));
  });
}

/**
 * The network of a plan with the weights of a file: bit for bit where format, rank and scaling are the same; otherwise
 * its kernels are decomposed, and its first and last layers count in the units of the samples. Throws, with a sentence,
 * where the weights do not fit.
 */
export async function buildLoaded(
  experiment: Experiment,
  id: NetworkId,
  plan: NetworkPlan,
  loaded: LoadedWeights,
  scaling: SetScaling,
): Promise<LayersModel> {
  const bias = experiment.net.bias === 'on';
  const problem = layersMisfit(loaded.layers, plan, bias) ?? inputsMisfit(loaded, experiment);
  if (problem !== undefined) throw new Error(`Trained weights: ${problem}`);
  const layers = await inRunUnits(loaded, experiment, scaling, denseKernel);
  const model = buildNetwork(experiment, id, plan);
  try {
    for (const [i, planned] of plan.layers.entries()) {
      const layer = { ...layers[i], name: planned.name };
      if (layer.kind === 'dense') setDense(model, layer);
      else {
        const into = model.getLayer(layerName(planned.name)) as FormatConvolution;
        await setConvolution(into, layer, planned);
      }
    }
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}
