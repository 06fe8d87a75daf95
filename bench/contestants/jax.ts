/**
 * jax-js: the same network and Adam in one jitted step, channels first as its convolutions want them.
 *
 * Its arrays belong to the function that they are passed to; `.ref` keeps one for another use.
 */
import { product } from '../../src/engine/math.ts';
import type { Op, Work } from '../work.ts';
import { importInstalled } from './installed.ts';
import type { Mode, Runner } from './protocol.ts';

interface JaxArray {
  readonly ref: JaxArray;
  add(other: JaxArray | number): JaxArray;
  sub(other: JaxArray | number): JaxArray;
  mul(other: JaxArray | number): JaxArray;
  div(other: JaxArray | number): JaxArray;
  reshape(shape: number[]): JaxArray;
  data(): Promise<Float32Array>;
  dispose(): void;
}

type Weights = JaxArray[];

interface Jax {
  init(device: string): Promise<string[]>;
  defaultDevice(device: string): void;
  jit<Inputs extends unknown[], Output>(
    f: (...args: Inputs) => Output,
  ): (...args: Inputs) => Output;
  valueAndGrad(
    f: (weights: Weights, x: JaxArray, y: JaxArray) => JaxArray,
  ): (weights: Weights, x: JaxArray, y: JaxArray) => [JaxArray, Weights];
  numpy: {
    array(values: Float32Array): JaxArray;
    mean(x: JaxArray): JaxArray;
    square(x: JaxArray): JaxArray;
    sqrt(x: JaxArray): JaxArray;
    matmul(a: JaxArray, b: JaxArray): JaxArray;
    repeat(x: JaxArray, times: number, axis: number): JaxArray;
  };
  nn: { relu(x: JaxArray): JaxArray; silu(x: JaxArray): JaxArray };
  lax: {
    convGeneralDilated(
      x: JaxArray,
      filter: JaxArray,
      strides: number[],
      padding: 'SAME',
      options: { featureGroupCount: number },
    ): JaxArray;
  };
}

/** Random numbers in ±scale/2. */
function randomArray(jax: Jax, shape: readonly number[], scale: number): JaxArray {
  const length = product(shape);
  const values = Float32Array.from({ length }, () => scale * (Math.random() - 0.5));
  return jax.numpy.array(values).reshape([...shape]);
}

/** [...grid, channels] → [channels, ...grid]. */
const channelsFirst = (shape: readonly number[]): number[] => [
  shape.at(-1)!,
  ...shape.slice(0, -1),
];

function weightShapes(op: Op, axes: number): number[][] {
  if (op.op === 'dense') return [[op.inputs, op.outputs], [op.outputs]];
  if (op.op !== 'convolve') return [];
  if (op.terms) throw new Error('Not written for jax-js: kernels rebuilt from factors.');
  const filter = [op.outputs, op.depthwise ? 1 : op.inputs, ...op.size];
  const ones = Array.from({ length: axes }, () => 1);
  return op.bias ? [filter, [op.outputs, ...ones]] : [filter];
}

function forward({ nn, numpy, lax }: Jax, work: Work, weights: Weights, x: JaxArray): JaxArray {
  let next = 0;
  const axes = work.output.length - 1;
  return work.ops.reduce((signal, op) => {
    switch (op.op) {
      case 'convolve': {
        const options = { featureGroupCount: op.depthwise ? op.inputs : 1 };
        const strides = op.size.map(() => 1);
        const filter = weights[next++];
        const made = lax.convGeneralDilated(signal, filter, strides, 'SAME', options);
        return op.bias ? made.add(weights[next++]) : made;
      }
      case 'dense':
        return numpy.matmul(signal, weights[next++]).add(weights[next++]);
      case 'reshape':
        return signal.reshape([work.batch, ...channelsFirst(op.shape)]);
      case 'upsample':
        return Array.from({ length: axes }, (_, axis) => axis + 2).reduce(
          (grown, axis) => numpy.repeat(grown, 2, axis),
          signal,
        );
      case 'concat':
        throw new Error('Joins are not compared.');
      case 'relu':
        return nn.relu(signal);
      case 'swish':
        return nn.silu(signal);
      default:
        return op satisfies never;
    }
  }, x);
}

const refs = (arrays: Weights): Weights => arrays.map((array) => array.ref);

class JaxRunner implements Runner {
  private weights: Weights;
  private first: Weights;
  private second: Weights;
  private readonly x: JaxArray;
  private readonly y: JaxArray;
  private readonly step: (
    weights: Weights,
    first: Weights,
    second: Weights,
    x: JaxArray,
    y: JaxArray,
  ) => [JaxArray, Weights, Weights, Weights];
  private readonly predict: (weights: Weights, x: JaxArray) => JaxArray;

  constructor(jax: Jax, work: Work) {
    const shapes = work.ops.flatMap((op) => weightShapes(op, work.output.length - 1));
    const filled = (scale: number) => shapes.map((shape) => randomArray(jax, shape, scale));
    this.weights = filled(0.1);
    this.first = filled(0);
    this.second = filled(0);
    const field = (shape: number[]) => (shape.length > 1 ? channelsFirst(shape) : shape);
    this.x = randomArray(jax, [work.batch, ...field(work.input)], 1);
    this.y = randomArray(jax, [work.batch, ...field(work.output)], 1);
    const lossAndGradients = jax.valueAndGrad((weights, x, y) =>
      jax.numpy.mean(jax.numpy.square(forward(jax, work, weights, x).sub(y))),
    );
    this.predict = jax.jit((weights: Weights, x: JaxArray) => forward(jax, work, weights, x));
    this.step = jax.jit(
      (weights: Weights, first: Weights, second: Weights, x: JaxArray, y: JaxArray) => {
        const [loss, gradients] = lossAndGradients(refs(weights), x, y);
        const m = first.map((old, i) => old.mul(0.9).add(gradients[i].ref.mul(0.1)));
        const v = second.map((old, i) =>
          old.mul(0.999).add(jax.numpy.square(gradients[i]).mul(0.001)),
        );
        const updated = weights.map((weight, i) =>
          weight.sub(m[i].ref.mul(1e-4).div(jax.numpy.sqrt(v[i].ref).add(1e-7))),
        );
        return [loss, updated, m, v];
      },
    );
  }

  async run(mode: Mode, steps: number): Promise<void> {
    for (let i = 0; i < steps; i++) {
      if (mode === 'predict') {
        await this.predict(refs(this.weights), this.x.ref).data();
        continue;
      }
      const { weights, first, second, x, y } = this;
      const [loss, ...state] = this.step(weights, first, second, x.ref, y.ref);
      [this.weights, this.first, this.second] = state;
      // Reading the loss makes sure that the step has been computed.
      await loss.data();
    }
  }

  dispose(): void {
    for (const arrays of [this.weights, this.first, this.second, [this.x, this.y]]) {
      for (const array of arrays) array.dispose();
    }
  }
}

export async function startJax(backend: string) {
  const { module, version } = await importInstalled('@jax-js/jax');
  const jax = module as Jax;
  const devices = await jax.init(backend);
  if (!devices.includes(backend)) throw new Error(`jax-js has no ${backend} here.`);
  jax.defaultDevice(backend);
  const build = (work: Work): Promise<Runner> => Promise.resolve(new JaxRunner(jax, work));
  return { versions: { 'jax-js': version }, build };
}
