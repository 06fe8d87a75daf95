/** Adam (Kingma and Ba 2015) with a rate that is set for every step, clipping and decoupled decay. */
import * as tf from '@tensorflow/tfjs-core';

class RatedAdam extends tf.AdamOptimizer {
  setRate(rate: number): void {
    this.learningRate = rate;
  }
}

export interface OptimizerOptions {
  beta2: number;
  /** Decoupled weight decay (Loshchilov and Hutter 2019); 0: none. */
  decay: number;
  /** Largest norm of all gradients together; 0: no limit. */
  clip: number;
}

/** One scale for all gradients, so that their common norm is at most `clip`. */
function clipped(grads: Record<string, tf.Tensor>, clip: number): Record<string, tf.Tensor> {
  const squares = Object.values(grads).map((grad) => tf.sum(tf.square(grad)));
  const norm = tf.sqrt(tf.addN(squares));
  const factor = tf.minimum(1, tf.div(clip, tf.add(norm, 1e-12)));
  return Object.fromEntries(
    Object.entries(grads).map(([name, grad]) => [name, tf.mul(grad, factor)]),
  );
}

export class Optimizer {
  private readonly adam: RatedAdam;

  constructor(
    private readonly variables: readonly tf.Variable[],
    private readonly options: OptimizerOptions,
  ) {
    this.adam = new RatedAdam(0, 0.9, options.beta2);
  }

  /** One update of the variables; call inside `tf.tidy`. */
  apply(grads: Record<string, tf.Tensor>, rate: number): void {
    const { decay, clip } = this.options;
    this.adam.setRate(rate);
    if (decay > 0) {
      for (const variable of this.variables) {
        // Biases (rank 1) are left alone, as usual.
        if (variable.rank > 1) variable.assign(tf.mul(variable, 1 - rate * decay));
      }
    }
    const limited = clip > 0 ? clipped(grads, clip) : grads;
    this.adam.applyGradients(limited as Record<string, tf.Variable>);
  }

  dispose(): void {
    this.adam.dispose();
  }
}
