import * as tf from '@tensorflow/tfjs-core';
import { clipFactor, rateOf, type AdamUpdate } from '../adam.ts';
import type { ElementwiseItem } from './elementwiseJob.ts';
import type { Backend } from './kernels.ts';
import { view } from './loops.ts';
import { runElementwise } from './runElementwise.ts';

/**
 * Adam's step in one pass over the memory of all variables. The variables get new memory: the backend's
 * convolutions keep packed copies of filters that they know by their `dataId`.
 */
export const adamUpdate: AdamUpdate = (variables, gradients, first, second, step) => {
  const { beta1, beta2, epsilon, correction1, correction2, decay, clip } = step;
  const backend = tf.backend() as Backend;
  let squares = 0;
  if (clip > 0) for (const gradient of gradients) squares += squaredNorm(view(backend, gradient));
  const factor = clipFactor(squares, clip);
  for (const moment of [...first, ...second]) own(backend, moment);
  const results = variables.map(({ shape }) => backend.makeOutput(shape, 'float32'));
  const items = variables.map((variable, i): ElementwiseItem => {
    const rate = rateOf(step, i);
    const kept = variable.rank > 1 ? 1 - rate * decay : 1;
    const tensors = [variable, first[i], second[i], gradients[i], results[i]];
    const addresses = tensors.map(({ dataId }) => backend.getMemoryOffset(dataId));
    const [rest1, rest2] = [1 - beta1, 1 - beta2];
    const pace = [rate / correction1, 1 / correction2];
    const scalars = [factor, beta1, rest1, beta2, rest2, ...pace, epsilon, kept];
    return { size: variable.size, addresses, scalars };
  });
  runElementwise(backend, 'adam', items);
  variables.forEach((variable, i) => {
    variable.assign(tf.engine().makeTensorFromTensorInfo(results[i]));
  });
};

/** Moments are updated in place: what shares their memory (a clone, say) must not change with them. */
function own(backend: Backend, moment: tf.Variable): void {
  if (backend.refCount(moment.dataId) > 1) moment.assign(tf.add(moment, 0));
}

function squaredNorm(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}
