/** Builds the tfjs model of a network plan. */
import { initializers, input, layers, model as createModel } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Experiment, NetworkSpec } from '../experiment/schema.ts';
import { createConvolution } from '../formats/layers.ts';
import { planNetwork, type LayerPlan } from './plan.ts';
import { NearestUpsampling } from './upsampling.ts';

const ACTIVATION = 'swish';
/** He's gain before a rectifier; swish behaves alike. */
const RECTIFIER_GAIN = 2;

/** Distance between the seeds of two layers: more than the number of weight tensors of any layer. */
const SEED_STRIDE = 16;

function denseLayer(plan: LayerPlan, seed: number) {
  return layers.dense({
    name: plan.name.replace(' ', '_'),
    units: plan.shape.outputs,
    activation: ACTIVATION,
    kernelInitializer: initializers.randomNormal({
      mean: 0,
      stddev: Math.sqrt(RECTIFIER_GAIN / plan.shape.inputs),
      seed,
    }),
  });
}

/**
 * The model [batch, free parameters] → [batch, x, y, time] (`zone-frames`) or [batch, t, x, y, 1] (`zone-volume`).
 * The same experiment gives the same initial weights.
 */
export function buildGenerator(
  experiment: Pick<Experiment, 'scene' | 'source' | 'task' | 'net' | 'training'>,
  network: Pick<NetworkSpec, 'format' | 'rank'>,
): LayersModel {
  const plan = planNetwork(experiment, network);
  const seeds = plan.layers.map(
    (_, i) => 1 + SEED_STRIDE * (i + plan.layers.length * experiment.training.initSeed),
  );
  const convolutions = plan.layers.filter((layer) => layer.kind === 'convolution');
  const densePart = plan.layers.filter((layer) => layer.kind === 'dense');
  const parameters = input({ shape: [densePart[0].shape.inputs], name: 'parameters' });
  let x = densePart.reduce<SymbolicTensor>(
    (signal, layer, i) => denseLayer(layer, seeds[i]).apply(signal) as SymbolicTensor,
    parameters,
  );
  x = layers
    .reshape({ targetShape: [...plan.coarse, plan.coarseChannels], name: 'coarse' })
    .apply(x) as SymbolicTensor;
  convolutions.forEach((layer, i) => {
    const isOutput = i === convolutions.length - 1;
    if (!isOutput) {
      x = new NearestUpsampling({ name: `upsampling_${i + 1}` }).apply(x) as SymbolicTensor;
    }
    x = createConvolution(plan.format, {
      name: layer.name.replace(' ', '_'),
      filters: layer.shape.outputs,
      kernelSize: [...layer.shape.size],
      rank: layer.rank,
      seed: seeds[densePart.length + i],
      gain: isOutput ? 1 : RECTIFIER_GAIN,
    }).apply(x) as SymbolicTensor;
    if (!isOutput) {
      x = layers
        .activation({ activation: ACTIVATION, name: `activation_${i + 1}` })
        .apply(x) as SymbolicTensor;
    }
  });
  return createModel({ inputs: parameters, outputs: x, name: `generator_${plan.format}` });
}
