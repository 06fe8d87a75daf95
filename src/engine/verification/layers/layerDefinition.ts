/** How a layer of tfjs becomes the definition of a check. */
import * as tf from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { differentiable, type Definition } from 'slimwave-kernels/checks/check';

/**
 * The value of a layer that has been built, as a function of its input and its weights: its variables take the
 * place of these. The variables are freed with it.
 */
function withWeights(
  layer: layers.Layer,
  [x, ...weights]: readonly tf.Tensor[],
  dy: tf.Tensor,
): tf.Tensor[] {
  const variables = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
  variables.forEach((variable, i) => variable.assign(weights[i]));
  const value = () => layer.call(x, {}) as tf.Tensor;
  const { value: y, grads } = tf.valueAndGrads(value)([x, ...variables], dy);
  tf.dispose(variables);
  return [y, ...grads];
}

/** The definition of a check of a layer; `build` makes it. */
export const layerDefinition = (
  build: () => layers.Layer,
  rest: Omit<Parameters<typeof differentiable>[0], 'value'>,
): Definition => ({
  // The value alone is never asked for: value and gradients come from the layer's own variables.
  ...differentiable({ ...rest, value: ([x]) => x }),
  compute: (operands) => withWeights(build(), operands.slice(0, -1), operands.at(-1)!),
});
