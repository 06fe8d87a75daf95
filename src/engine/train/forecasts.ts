/** What a model forecasts. Its weights may change in between. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { Replay } from 'slimwave-kernels/replay';
import { product } from '../math.ts';

/** Numbers of samples that are usual for one model: a training batch, a piece of an evaluation, one. */
const USUAL = 4;

export class Forecasts {
  /** By the number of samples. */
  private readonly replays = new Map<number, Replay>();

  /** The model belongs to the caller. */
  constructor(private readonly model: LayersModel) {}

  /** The output, flat, for inputs [count, ...shape], flat. */
  async of(inputs: Float32Array, shape: readonly number[]): Promise<Float32Array> {
    const count = inputs.length / product(shape);
    const output = tf.tidy(() => this.output(tf.tensor(inputs, [count, ...shape])));
    const values = await output.data<'float32'>();
    output.dispose();
    return values;
  }

  private output(input: tf.Tensor): tf.Tensor {
    const [count] = input.shape;
    const replay = this.replays.get(count) ?? this.newReplay();
    if (!replay) return this.model.apply(input) as tf.Tensor;
    this.replays.set(count, replay);
    return replay.run([input])[0];
  }

  private newReplay(): Replay | undefined {
    if (this.replays.size >= USUAL) return undefined;
    const variables = this.model.weights.map((weight) => weight.read() as tf.Variable);
    return new Replay(variables, ([x]) => [this.model.apply(x) as tf.Tensor]);
  }

  /** Whether recorded kernels have taken over for every number of samples so far. */
  get replaying(): boolean {
    return [...this.replays.values()].every(({ replaying }) => replaying);
  }

  dispose(): void {
    for (const replay of this.replays.values()) replay.dispose();
    this.replays.clear();
  }
}
