/** The sample that leaves with a model: with it a program can check that it computes what the network did here. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { DataSets } from '../../data/dataset.ts';
import { writeNpy } from '../../files/npy.ts';
import type { WritableTensor } from '../../files/safetensors.ts';
import type { ExportFile } from '../files.ts';
import { channelsFirst, fieldsChannelsFirst } from '../portable/axes.ts';

/** Arrays [1, ...] as the network sees them, scaled: what goes in, what it makes of that, and what is true. */
export interface ModelSample {
  input: WritableTensor;
  forecast: WritableTensor;
  truth: WritableTensor;
}

/** Of the first test sample; channels last. */
export async function sampleOf(model: LayersModel, { test }: DataSets): Promise<ModelSample> {
  const inputShape = [1, ...test.inputShape];
  const input = test.inputs.slice(0, test.inputSize);
  const output = tf.tidy(() => model.apply(tf.tensor(input, inputShape)) as tf.Tensor);
  try {
    const shape = [1, ...output.shape.slice(1)];
    return {
      input: { name: 'input', shape: inputShape, data: input },
      forecast: { name: 'forecast', shape, data: await output.data<'float32'>() },
      truth: { name: 'truth', shape, data: test.fields.slice(0, test.size) },
    };
  } finally {
    output.dispose();
  }
}

const arrays = ({ input, forecast, truth }: ModelSample) => [input, forecast, truth];

/** The same with channels first. */
export function sampleChannelsFirst(sample: ModelSample): ModelSample {
  const [input, forecast, truth] = arrays(sample).map(({ name, shape: [, ...shape], data }) => ({
    name,
    shape: [1, ...channelsFirst(shape)],
    data: fieldsChannelsFirst(data, 1, shape),
  }));
  return { input, forecast, truth };
}

/** The sample as `sample_input.npy`, `sample_forecast.npy` and `sample_truth.npy`. */
export const npyFiles = (sample: ModelSample): ExportFile[] =>
  arrays(sample).map(({ name, shape, data }) => ({
    name: `sample_${name}.npy`,
    bytes: writeNpy(name, { shape, data }),
  }));

export const sampleTensors = (sample: ModelSample): WritableTensor[] => arrays(sample);

/** ‖û − u‖/‖u‖ of the sample; undefined where it is silent. */
export function sampleError({ forecast, truth }: ModelSample): number | undefined {
  let [errors, squares] = [0, 0];
  truth.data.forEach((value, i) => {
    errors += (forecast.data[i] - value) ** 2;
    squares += value ** 2;
  });
  return squares > 0 ? Math.sqrt(errors / squares) : undefined;
}
