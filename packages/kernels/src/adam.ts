/**
 * Adam (Kingma and Ba 2015) with a rate that is set for every step, decoupled weight decay (Loshchilov and Hutter
 * 2019) and clipping. tfjs's own optimizer runs some fourteen small operations for every variable; a backend
 * with an `AdamUpdate` of its own does them all at once, in place.
 */
import * as tf from '@tensorflow/tfjs-core';

export interface AdamStep {
  rate: number;
  /** The rate of each variable relative to `rate`; all 1 where there are none. */
  factors?: readonly number[];
  beta1: number;
  beta2: number;
  /** Added to √v̂. */
  epsilon: number;
  /** 1 − β₁ᵗ and 1 − β₂ᵗ in step t, from 1. */
  correction1: number;
  correction2: number;
  /** θ ← θ − rate·decay·θ with the variable’s own rate, before the update; biases, of rank 1, are left alone, as usual. */
  decay: number;
  /** Largest norm of all gradients together; 0: no limit. */
  clip: number;
  /** What changes from step to step, as `numbersOf` gives it, where the device has it already. */
  numbers?: tf.Tensor;
}

/** What changes from step to step: the rate, the rate over correction 1, and correction 2. */
export const numbersOf = ({ rate, correction1, correction2 }: AdamStep): Float32Array =>
  Float32Array.of(rate, rate / correction1, correction2);

/** Updates the variables and both moments; `first` and `second` have the variables’ shapes. */
export type AdamUpdate = (
  variables: readonly tf.Variable[],
  gradients: readonly tf.Tensor[],
  first: readonly tf.Variable[],
  second: readonly tf.Variable[],
  step: AdamStep,
) => void;

/** The learning rate of the variable at this place in a step. */
export const rateOf = ({ rate, factors }: AdamStep, index: number): number =>
  factors ? rate * factors[index] : rate;

const updates = new Map<string, AdamUpdate>();

/** Called with the first moments of an optimizer that is no longer needed, before they are freed. */
type Release = (first: readonly tf.Variable[]) => void;

const releases: Release[] = [];

/** Makes `update` the way in which the backend of this name takes Adam's steps; `release` ends what it keeps for it. */
export const registerAdamUpdate = (
  backendName: string,
  update: AdamUpdate,
  release?: Release,
): void => {
  updates.set(backendName, update);
  if (release) releases.push(release);
};

/** The factor that brings the common norm of all gradients down to `clip`, and leaves smaller ones alone. */
export const clipFactor = (squaredNorm: number, clip: number): number =>
  clip > 0 ? Math.min(1, clip / (Math.sqrt(squaredNorm) + 1e-12)) : 1;

/** The update in operations that every backend has. */
export const composedUpdate: AdamUpdate = (variables, gradients, first, second, step) => {
  const { beta1, beta2, epsilon, correction1, correction2, decay, clip } = step;
  const factor = clip > 0 ? clipTensor(gradients, clip) : undefined;
  variables.forEach((variable, i) => {
    const rate = rateOf(step, i);
    const gradient = factor ? tf.mul(gradients[i], factor) : gradients[i];
    const m = tf.add(tf.mul(first[i], beta1), tf.mul(gradient, 1 - beta1));
    const v = tf.add(tf.mul(second[i], beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const scaled = tf.div(m, tf.add(tf.sqrt(tf.div(v, correction2)), epsilon));
    const kept = decay > 0 && variable.rank > 1 ? tf.mul(variable, 1 - rate * decay) : variable;
    variable.assign(tf.sub(kept, tf.mul(scaled, rate / correction1)));
    first[i].assign(m);
    second[i].assign(v);
  });
};

function clipTensor(gradients: readonly tf.Tensor[], clip: number): tf.Tensor {
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
  const norm = tf.sqrt(tf.addN(squares));
  return tf.minimum(1, tf.div(clip, tf.add(norm, 1e-12)));
}

export interface AdamOptions {
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  decay?: number;
  clip?: number;
  /** The learning rate of each variable relative to that of the step; 1 for all if left out. */
  factors?: readonly number[];
}

export class Adam {
  /** Updates done. */
  steps = 0;
  private readonly first: tf.Variable[];
  private readonly second: tf.Variable[];

  constructor(
    private readonly variables: readonly tf.Variable[],
    private readonly options: AdamOptions = {},
  ) {
    const { factors } = options;
    if (factors && factors.length !== variables.length) {
      throw new Error(`There are ${factors.length} rates for ${variables.length} variables.`);
    }
    const zeros = () =>
      variables.map(({ shape }) => tf.tidy(() => tf.variable(tf.zeros(shape), false)));
    this.first = zeros();
    this.second = zeros();
  }

  /** One update of the variables by their gradients, in the same order. */
  apply(gradients: readonly tf.Tensor[], rate: number): void {
    this.next(rate);
    this.update(gradients, rate);
  }

  /** Counts the next update, and returns what changes from one to the next: see `numbersOf`. */
  next(rate: number): Float32Array {
    this.steps++;
    return numbersOf(this.stepAt(rate));
  }

  /** The update that was counted last; `numbers` are its numbers on the device. */
  update(gradients: readonly tf.Tensor[], rate: number, numbers?: tf.Tensor): void {
    const update = updates.get(tf.getBackend()) ?? composedUpdate;
    const step = { ...this.stepAt(rate), numbers };
    tf.tidy(() => update(this.variables, gradients, this.first, this.second, step));
  }

  private stepAt(rate: number): AdamStep {
    const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, decay = 0, clip = 0 } = this.options;
    const { factors } = this.options;
    const correction1 = 1 - beta1 ** this.steps;
    const correction2 = 1 - beta2 ** this.steps;
    const betas = { beta1, beta2, correction1, correction2 };
    return { rate, factors, ...betas, epsilon, decay, clip };
  }

  /** The first moments of all variables in order, then the second ones; they change with the next update. */
  moments(): tf.Tensor[] {
    return [...this.first, ...this.second];
  }

  /** Goes on after `steps` updates with moments as `moments()` gave them. */
  restore(moments: readonly Float32Array[], steps: number): void {
    [...this.first, ...this.second].forEach((variable, i) => {
      tf.tidy(() => variable.assign(tf.tensor(moments[i], variable.shape)));
    });
    this.steps = steps;
  }

  dispose(): void {
    for (const release of releases) release(this.first);
    tf.dispose([...this.first, ...this.second]);
  }
}
