/** tfjs as it is shipped: stock layers, its own Adam, `trainOnBatch`. */
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import { NearestUpsampling } from 'slimwave-formats/upsampling';
import type { ConvolveOp, Op, Work } from '../work.ts';
import type { Mode, Runner } from './protocol.ts';

function convolution(op: ConvolveOp): layers.Layer {
  const { size, depthwise, inputs, outputs, bias: useBias } = op;
  if (op.terms) throw new Error('tfjs has no layer that rebuilds its kernel from factors.');
  const common = { padding: 'same', useBias } as const;
  if (depthwise) {
    if (size.length !== 2) throw new Error('tfjs has no 3-way depthwise layer.');
    const kernelSize: [number, number] = [size[0], size[1]];
    return layers.depthwiseConv2d({ ...common, kernelSize, depthMultiplier: outputs / inputs });
  }
  return size.length === 2
    ? layers.conv2d({ ...common, filters: outputs, kernelSize: size })
    : layers.conv3d({ ...common, filters: outputs, kernelSize: size });
}

function layerOf(op: Op, axes: number): layers.Layer {
  switch (op.op) {
    case 'convolve':
      return convolution(op);
    case 'dense':
      return layers.dense({ units: op.outputs });
    case 'reshape':
      return layers.reshape({ targetShape: op.shape });
    case 'upsample':
      // tfjs has none for volumes; ours is made of its reshape and concat.
      return axes === 2 ? layers.upSampling2d({}) : new NearestUpsampling({});
    case 'concat':
      throw new Error('Joins are not compared.');
    case 'relu':
    case 'swish':
      return layers.activation({ activation: op.op });
    default:
      return op satisfies never;
  }
}

function modelOf({ ops, input, output }: Work): Sequential {
  const model = sequential();
  model.add(layers.inputLayer({ inputShape: input }));
  for (const op of ops) model.add(layerOf(op, output.length - 1));
  model.compile({ optimizer: tf.train.adam(1e-4), loss: 'meanSquaredError' });
  return model;
}

class StockRunner implements Runner {
  private readonly model: Sequential;
  private readonly x: tf.Tensor;
  private readonly y: tf.Tensor;

  constructor(work: Work) {
    if (
      tf.getBackend() === 'wasm' &&
      work.ops.some((op) => op.op === 'convolve' && op.size.length === 3)
    ) {
      throw new Error('its gradients of 3-way convolutions are wrong on wasm.');
    }
    this.model = modelOf(work);
    this.x = tf.randomNormal([work.batch, ...work.input]);
    this.y = tf.randomNormal([work.batch, ...work.output]);
  }

  async run(mode: Mode, steps: number): Promise<void> {
    for (let i = 0; i < steps; i++) {
      if (mode === 'train') {
        await this.model.trainOnBatch(this.x, this.y);
        continue;
      }
      const output = this.model.predictOnBatch(this.x) as tf.Tensor;
      await output.data();
      output.dispose();
    }
  }

  dispose(): void {
    tf.dispose([this.x, this.y]);
    this.model.dispose();
  }
}

export async function startStock(backend: 'cpu' | 'wasm' | 'webgpu') {
  switch (backend) {
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
      break;
    case 'wasm':
      await import('@tensorflow/tfjs-backend-wasm');
      break;
    case 'webgpu':
      await import('@tensorflow/tfjs-backend-webgpu');
      break;
    default:
      backend satisfies never;
  }
  if (!(await tf.setBackend(backend))) throw new Error(`tfjs ${backend} could not be started.`);
  const build = (work: Work): Promise<Runner> =>
    Promise.resolve().then(() => new StockRunner(work));
  return { versions: { tfjs: tf.version_core }, build };
}
