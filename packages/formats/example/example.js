// Loads a network that Slimwave has exported as a model of tfjs, and lets it forecast.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { FormatConvolution } from 'slimwave-formats'; // also registers the layers

/** `source` is an address or an IOHandler of tfjs. */
export async function example(source) {
  await tf.setBackend('cpu');
  const model = await loadLayersModel(source);
  const formats = model.layers
    .filter((layer) => layer instanceof FormatConvolution)
    .map(({ settings }) => `${settings.format} of rank ${settings.rank}`);
  const input = tf.ones(model.inputs[0].shape.map((length) => length ?? 1));
  const forecast = model.predict(input);
  const values = await forecast.data();
  return [
    `${model.countParams()} parameters; convolutions: ${formats.join(', ')}`,
    `First value of the forecast [${forecast.shape.join(', ')}]: ${values[0].toPrecision(4)}`,
  ];
}
