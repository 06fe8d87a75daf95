/**
 * Training of one network: a pure step; the loop (pause, pace, yield) lives outside.
 *
 * Loss: mean squared error of the scaled fields, with the squared norm of the reconstructed kernels if asked for.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { Adam } from 'slimwave-kernels/adam';
import { Replay } from 'slimwave-kernels/replay';
import { squaredErrorsOf } from 'slimwave-kernels/squaredErrors';
import { Repeated } from 'slimwave-kernels/webgpu/repeated';
import type { SampleSet } from '../data/dataset.ts';
import type { Experiment } from '../experiment/schema.ts';
import { convolutionsOf } from '../nets/build.ts';
import { permutation, randomStream, type RandomStream } from '../random.ts';
import { sum } from '../math.ts';
import { assertBounded } from './errors.ts';
import { Forecasts } from './forecasts.ts';
import { relativeL2 } from '../metrics.ts';
import { shareAt, type Schedule } from './schedule.ts';

export interface TrainerOptions {
  steps: number;
  /** Peak learning rate: one for all weights, or one for each trainable tensor in the model’s order. */
  rates: number | readonly number[];
  /** Steps of the run before this trainer's first one, as its errors are numbered. */
  firstStep?: number;
}

/** Where a trainer stands: what it needs to continue. */
export interface TrainerState {
  /** Steps done by this trainer. From it and the seed follows the order of the samples to come. */
  done: number;
  /** Every variable flat: weights of all, then their first moments, then their second ones. */
  values: Float32Array;
}

export class Trainer {
  /** Steps done by this trainer. */
  done = 0;
  /**
   * Bytes of this network's tensors between two steps: weights, optimizer moments, errors not read yet. Measured
   * around everything that makes or frees them, since networks may share a backend.
   */
  bytes: number;

  readonly optimizer: Adam;
  private readonly schedule: Schedule;
  private readonly variables: tf.Variable[];
  private readonly outputShape: number[];
  private readonly shuffle: RandomStream;
  private order: Uint32Array = new Uint32Array(0);
  private position = 0;
  private readonly batch: { x: Float32Array; y: Float32Array };
  private readonly descent: Replay;
  private readonly forecasts: Forecasts;
  private readonly repeated = new Repeated(
    () => [...this.variables, ...this.optimizer.moments()],
    ([x, y, numbers]) => this.updated(x, y, numbers),
  );
  /** Of the step under way, relative to the peak. */
  private rate = NaN;
  private readonly pending: { step: number; squaredErrors: tf.Tensor; norms: Float64Array }[] = [];

  /** The trainer owns the model and disposes of it. */
  constructor(
    readonly model: LayersModel,
    private readonly training: Experiment['training'],
    readonly data: SampleSet,
    private readonly options: TrainerOptions,
  ) {
    // The layer variables are tf.Variables behind tfjs-layers' LayerVariable.
    this.variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    this.descent = new Replay(this.variables, ([x, y]) => this.differentiated(x, y));
    this.forecasts = new Forecasts(model);
    this.bytes = model.weights.reduce((total, weight) => total + 4 * weight.read().size, 0);
    this.outputShape = model.outputs[0].shape.slice(1) as number[];
    const { shuffleSeed, batch, schedule, warmUp, beta2, decay, decayOn, clip } = training;
    this.shuffle = randomStream(shuffleSeed, 'order of samples');
    this.schedule = { kind: schedule, steps: options.steps, warmUp };
    const { rates } = options;
    const factors = typeof rates === 'number' ? this.variables.map(() => rates) : rates;
    const onWeights = decayOn === 'weights';
    this.optimizer = this.metered(
      () => new Adam(this.variables, { beta2, clip, decay: onWeights ? decay : 0, factors }),
    );
    this.batch = {
      x: new Float32Array(batch * data.inputSize),
      y: new Float32Array(batch * data.size),
    };
  }

  get batchSize(): number {
    return this.training.batch;
  }

  /** The number of the last step in the whole run. */
  get step(): number {
    return this.done + this.firstStep;
  }

  /** Steps of the run before this trainer's first one. */
  private get firstStep(): number {
    return this.options.firstStep ?? 0;
  }

  get finished(): boolean {
    return this.done >= this.options.steps;
  }

  /** One weight update. Nothing is read back: on WebGPU a read-back would stall every step. */
  trainStep(): void {
    const norms = this.nextBatch();
    this.rate = shareAt(this.done, this.schedule);
    const numbers = this.optimizer.next(this.rate);
    const { x, y } = this.batch;
    const squaredErrors = this.metered(() =>
      this.repeated.run([
        { values: x, shape: [norms.length, ...this.data.inputShape] },
        { values: y, shape: [norms.length, ...this.outputShape] },
        { values: numbers, shape: [numbers.length] },
      ]),
    );
    this.done++;
    this.pending.push({ step: this.step, squaredErrors, norms });
  }

  /** The update for a batch and the numbers of Adam's step; returns the squared error of every sample. */
  private updated(x: tf.Tensor, y: tf.Tensor, numbers: tf.Tensor): tf.Tensor {
    const [squaredErrors, ...gradients] = this.descent.run([x, y]);
    this.optimizer.update(gradients, this.rate, numbers);
    return squaredErrors;
  }

  /** The squared error of every sample, and the gradient of the loss with respect to every variable. */
  private differentiated(x: tf.Tensor, y: tf.Tensor): tf.Tensor[] {
    let perSample: tf.Tensor | undefined;
    // The loss itself is their weighted sum, which nobody asks for.
    const weights = tf.tensor1d(new Float32Array(x.shape[0]).fill(1 / y.size));
    const { grads } = tf.engine().gradients(
      () => {
        const output = this.model.apply(x, { training: true }) as tf.Tensor;
        perSample = tf.keep(squaredErrorsOf(output, y));
        return this.penalised(perSample, y.size);
      },
      this.variables,
      weights,
    );
    return [perSample!, ...grads];
  }

  /**
   * Squared errors of the samples, with an equal share each of half the squared norm of all reconstructed kernels
   * (Frobenius decay), if asked for.
   */
  private penalised(perSample: tf.Tensor, size: number): tf.Tensor {
    const { decay, decayOn } = this.training;
    if (decayOn !== 'kernels' || decay === 0) return perSample;
    const norms = convolutionsOf(this.model).map((layer) => tf.sum(tf.square(layer.denseKernel())));
    const share = ((decay / 2) * size) / perSample.size;
    return tf.add(perSample, tf.mul(share, tf.addN(norms)));
  }

  private metered<T>(work: () => T): T {
    const before = tf.memory().numBytes;
    const result = work();
    this.bytes += tf.memory().numBytes - before;
    return result;
  }

  /** The squared errors of the steps since they were last read, [steps · batch]. */
  collectErrors(): tf.Tensor {
    return tf.concat(this.pending.map((batch) => batch.squaredErrors));
  }

  /**
   * Relative L2 errors of the batches since the last call, each taken before its update, NaN of a batch of silent
   * samples; one read-back for all of them, which is under way when this returns: the next steps need not wait. Throws `DivergedError`.
   */
  async takeBatchErrors(): Promise<number[]> {
    const all = this.metered(() => this.collectErrors());
    const taken = this.pending.splice(0);
    const values = await all.data();
    this.metered(() => tf.dispose([all, taken.map((batch) => batch.squaredErrors)]));
    const size = this.batchSize;
    const first = this.firstStep + 1;
    return taken.map(({ norms, step }, i) => {
      const squaredErrors = values.subarray(i * size, (i + 1) * size);
      // The errors are those before the step: the first ones come from weights that no step has touched.
      if (step > first) assertBounded(squaredErrors, norms, this.data.size, step);
      return relativeL2(squaredErrors, norms, this.data.size);
    });
  }

  /**
   * Fills the batch and returns the norms of its fields. Networks with the same seed and data see the
   * same samples in the same order.
   */
  private nextBatch(): Float64Array {
    const { x, y } = this.batch;
    const norms = new Float64Array(this.batchSize);
    const { inputs, inputSize, fields, size } = this.data;
    for (let i = 0; i < norms.length; i++) {
      const sample = this.nextSample();
      x.set(inputs.subarray(sample * inputSize, (sample + 1) * inputSize), i * inputSize);
      y.set(fields.subarray(sample * size, (sample + 1) * size), i * size);
      norms[i] = this.data.norms[sample];
    }
    return norms;
  }

  private nextSample(): number {
    if (this.position >= this.order.length) {
      this.order = permutation(this.data.count, this.shuffle);
      this.position = 0;
    }
    return this.order[this.position++];
  }

  /** Weights, moments and steps; one read-back. All batch errors must have been taken. */
  async state(): Promise<TrainerState> {
    const { done } = this;
    const parts = [...this.variables, ...this.optimizer.moments()];
    // Read through a new tensor: tfjs keeps what was once read of one, and updates in place would be missed.
    const all = tf.tidy(() => tf.concat(parts.map((part) => tf.reshape(part, [-1]))));
    const values = await all.data<'float32'>();
    all.dispose();
    return { done, values };
  }

  /**
   * Continues from the state of a trainer with the same settings; call before the first step. Throws if it is that of
   * another network.
   */
  restore({ done, values }: TrainerState): void {
    const sizes = this.variables.map(({ size }) => size);
    if (values.length !== 3 * sum(sizes)) {
      throw new Error('The checkpoint belongs to another network. Reset and train again.');
    }
    let at = 0;
    const [weights, ...moments] = [0, 1, 2].map(() =>
      sizes.map((size) => values.slice(at, (at += size))),
    );
    tf.tidy(() =>
      this.variables.forEach((variable, i) =>
        variable.assign(tf.tensor(weights[i], variable.shape)),
      ),
    );
    this.optimizer.restore(moments.flat(), done);
    for (let i = 0; i < done * this.batchSize; i++) this.nextSample();
    this.done = done;
  }

  /** Output for inputs [count, …input], flat, in units of the data's scale. */
  forecast(inputs: Float32Array): Promise<Float32Array> {
    return this.forecasts.of(inputs, this.data.inputShape);
  }

  /** Whether steps and forecasts run recorded kernels: see `Replay`. */
  get replaying(): boolean {
    return this.descent.replaying && this.forecasts.replaying;
  }

  dispose(): void {
    tf.dispose(this.pending.map((batch) => batch.squaredErrors));
    this.repeated.dispose();
    this.descent.dispose();
    this.forecasts.dispose();
    this.optimizer.dispose();
    this.model.dispose();
  }
}
