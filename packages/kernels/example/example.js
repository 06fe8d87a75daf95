// Trains a convolution on wasm, which tfjs alone cannot, and checks some of the kernels.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs
import '@tensorflow/tfjs-backend-wasm';
import { Adam, conv2d, swish } from 'slimwave-kernels';
import { deviceChecks } from 'slimwave-kernels/checks';
import { TINY } from 'slimwave-kernels/checks/extent';
import { registerWasmKernels } from 'slimwave-kernels/wasm/register';

const convolve = (x, filter) => swish(conv2d({ x, filter, strides: [1, 1], pad: 'same' }));

export async function example() {
  registerWasmKernels();
  // false, not an exception, is how tfjs reports failure.
  if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly could not be started.');
  await tf.ready();

  const x = tf.randomNormal([8, 16, 16, 3], 0, 1, 'float32', 1);
  const truth = tf.tidy(() => convolve(x, tf.randomNormal([3, 3, 3, 4], 0, 0.3, 'float32', 2)));
  const filter = tf.variable(tf.randomNormal([3, 3, 3, 4], 0, 0.3, 'float32', 3));
  const adam = new Adam([filter]);
  const losses = [];
  for (let step = 0; step < 100; step++) {
    const { value, grads } = tf.variableGrads(() =>
      tf.mean(tf.squaredDifference(convolve(x, filter), truth)),
    );
    adam.apply([grads[filter.name]], 0.03);
    losses.push((await value.data())[0]);
    tf.dispose([value, grads]);
  }

  const outcomes = [];
  for (const check of deviceChecks(42, TINY).slice(0, 5)) outcomes.push(await check.run());
  const passed = outcomes.filter((outcome) => outcome.passed).length;
  return [
    `Mean squared error: ${losses[0].toFixed(3)} at first, ${losses.at(-1).toFixed(5)} after 100 steps`,
    `${passed} of ${outcomes.length} checks passed`,
  ];
}
