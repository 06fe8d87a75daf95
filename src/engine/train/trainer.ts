/**
 * Training of one network: a pure step; the loop (pause, pace, yield) lives outside.
 *
 * Loss: mean squared error of the scaled fields. Adam (Kingma and Ba 2015) with a one-cycle rate.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { SampleSet } from '../data/dataset.ts';
import type { Experiment, NetworkSpec } from '../experiment/schema.ts';
import { buildGenerator } from '../nets/generator.ts';
import { permutation, randomStream, type RandomStream } from '../random.ts';
import { assertBounded, relativeL2 } from './metrics.ts';
import { oneCycleRate } from './schedule.ts';

/**
 * β₂ below the usual 0.999, for runs of some hundred steps: in PyTorch the same networks ended at 7.5 and
 * 4.3 % instead of 8.5 and 5.0 %.
 */
const BETA_2 = 0.99;

class ScheduledAdam extends tf.AdamOptimizer {
  constructor() {
    super(0, 0.9, BETA_2);
  }
  setRate(rate: number): void {
    this.learningRate = rate;
  }
}

export class Trainer {
  readonly model: LayersModel;
  /** Steps done. */
  step = 0;

  private readonly optimizer = new ScheduledAdam();
  private readonly variables: tf.Variable[];
  private readonly outputShape: number[];
  private readonly shuffle: RandomStream;
  private order: Uint32Array = new Uint32Array(0);
  private position = 0;
  private readonly batch: { x: Float32Array; y: Float32Array };
  private readonly pending: { step: number; squaredErrors: tf.Tensor; norms: Float64Array }[] = [];

  constructor(
    private readonly experiment: Experiment,
    private readonly network: NetworkSpec,
    private readonly data: SampleSet,
  ) {
    this.model = buildGenerator(experiment, network);
    // The layer variables are tf.Variables behind tfjs-layers' LayerVariable.
    this.variables = this.model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    this.outputShape = this.model.outputs[0].shape.slice(1) as number[];
    this.shuffle = randomStream(experiment.training.shuffleSeed, 'order of samples');
    const { batch } = experiment.training;
    this.batch = {
      x: new Float32Array(batch * data.inputs),
      y: new Float32Array(batch * data.size),
    };
  }

  get batchSize(): number {
    return this.experiment.training.batch;
  }

  get finished(): boolean {
    return this.step >= this.experiment.training.steps;
  }

  /** One weight update. Nothing is read back: on WebGPU a read-back would stall every step. */
  trainStep(): void {
    const { steps } = this.experiment.training;
    const norms = this.nextBatch();
    const { x: parameters, y: fields } = this.batch;
    this.optimizer.setRate(oneCycleRate(this.step, steps, this.network.rate));
    const squaredErrors = tf.tidy(() => {
      const x = tf.tensor2d(parameters, [norms.length, this.data.inputs]);
      const y = tf.tensor(fields, [norms.length, ...this.outputShape]);
      let perSample: tf.Tensor | undefined;
      const { grads } = tf.variableGrads(() => {
        const output = this.model.apply(x, { training: true }) as tf.Tensor;
        const error = tf.reshape(tf.sub(output, y), [norms.length, this.data.size]);
        perSample = tf.keep(tf.sum(tf.square(error), 1));
        return tf.div(tf.sum(perSample), y.size);
      }, this.variables);
      this.optimizer.applyGradients(grads as Record<string, tf.Variable>);
      return perSample!;
    });
    this.step++;
    this.pending.push({ step: this.step, squaredErrors, norms });
  }

  /**
   * Relative L2 errors of the batches since the last call, each taken before its update; one read-back
   * for all of them. Throws `DivergedError`.
   */
  async takeBatchErrors(): Promise<number[]> {
    const taken = this.pending.splice(0);
    const all = tf.concat(taken.map((batch) => batch.squaredErrors));
    const values = await all.data();
    tf.dispose([all, taken.map((batch) => batch.squaredErrors)]);
    const size = this.batchSize;
    return taken.map(({ norms, step }, i) => {
      const squaredErrors = values.subarray(i * size, (i + 1) * size);
      assertBounded(squaredErrors, this.data.size, step);
      return relativeL2(squaredErrors, norms);
    });
  }

  /**
   * Fills the batch and returns the norms of its fields. Networks with the same seed and data see the
   * same samples in the same order.
   */
  private nextBatch(): Float64Array {
    const { x, y } = this.batch;
    const norms = new Float64Array(this.experiment.training.batch);
    for (let i = 0; i < norms.length; i++) {
      if (this.position >= this.order.length) {
        this.order = permutation(this.data.count, this.shuffle);
        this.position = 0;
      }
      const sample = this.order[this.position++];
      const { parameters, inputs, fields, size } = this.data;
      x.set(parameters.subarray(sample * inputs, (sample + 1) * inputs), i * inputs);
      y.set(fields.subarray(sample * size, (sample + 1) * size), i * size);
      norms[i] = this.data.norms[sample];
    }
    return norms;
  }

  /** Output for normalised parameters [count, inputs], flat, in units of the data's scale. */
  async forecast(parameters: Float32Array): Promise<Float32Array> {
    const { inputs } = this.data;
    const output = tf.tidy(
      () =>
        this.model.apply(
          tf.tensor2d(parameters, [parameters.length / inputs, inputs]),
        ) as tf.Tensor,
    );
    const values = await output.data<'float32'>();
    output.dispose();
    return values;
  }

  dispose(): void {
    tf.dispose(this.pending.map((batch) => batch.squaredErrors));
    this.optimizer.dispose();
    this.model.dispose();
  }
}
