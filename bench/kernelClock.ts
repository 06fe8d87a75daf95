/** Where the time of a training step goes on wasm, whose kernels are done when they return. */
import * as tf from '@tensorflow/tfjs-core';
import type { Trainer } from '../src/engine/train/trainer.ts';

export const parts = [
  'convolutions',
  'activation',
  'bias gradient',
  'loss',
  'Adam',
  'joins and padding',
  'rebuilt kernels',
  'JavaScript',
] as const;
export type Part = (typeof parts)[number];

export interface StepTime {
  /** Milliseconds of the whole, of which `JavaScript` is what lies outside all kernels. */
  ms: number;
  of: Record<Part, number>;
  /** Kernels that were run. */
  kernels: number;
}

/** What the loss and its gradient are made of. */
const LOSS = new Set<string>([
  tf.Sub,
  tf.Square,
  tf.SquaredDifference,
  tf.Sum,
  tf.RealDiv,
  tf.Multiply,
  tf.Fill,
  tf.Tile,
  tf.Neg,
  tf.ZerosLike,
  tf.OnesLike,
]);
/** The difference of forecast and truth; no network subtracts. */
const LOSS_BEGINS: string = tf.Sub;
/** Names of the same data under another shape or type. */
const VIEWS = new Set<string>([tf.Identity, tf.Reshape, tf.Cast]);
const ACTIVATION = /^(relu|step|swish|sigmoid)/i;
const CONVOLUTION = /conv|chain|matmul/i;

interface Run {
  name: string;
  inputs: Record<string, tf.TensorInfo>;
  axis: unknown;
}

/** A sum over all but the channels of a field. */
const isBiasGradient = ({ name, inputs, axis }: Run): boolean =>
  name === (tf.Sum as string) &&
  inputs.x.shape.length >= 4 &&
  [axis].flat().length === inputs.x.shape.length - 1;

/** Arithmetic on fields of a batch, perhaps with times folded into it, rather than on weights. */
const isOnFields = ({ inputs }: Run, batch: number): boolean =>
  Object.values(inputs).some(
    ({ shape }) =>
      (shape.length >= 3 && shape[0] === batch) ||
      (shape.length >= 4 && shape[0] > batch && shape[0] % batch === 0),
  );

const ELEMENTWISE = new Set<string>([tf.Multiply, tf.Add, tf.Sub]);

function partOf(run: Run, batch: number): Part {
  const { name } = run;
  if (isBiasGradient(run)) return 'bias gradient';
  if (ACTIVATION.test(name)) return 'activation';
  if (CONVOLUTION.test(name)) return 'convolutions';
  const onFields = isOnFields(run, batch);
  if (ELEMENTWISE.has(name)) return onFields ? 'activation' : 'rebuilt kernels';
  return onFields ? 'joins and padding' : 'rebuilt kernels';
}

/** Watches the kernels of the current backend, wasm, and the parts of one trainer's steps until it is stopped. */
export class KernelClock {
  private time = this.nothing();
  /** Kernels that run other kernels, and the optimizer, count once. */
  private depth = 0;
  private phase: 'model' | 'loss' | 'gradients' = 'model';
  private readonly undo: (() => void)[] = [];

  constructor(private readonly trainer: Trainer) {
    for (const kernel of tf.getKernelsForBackend('wasm')) this.watch(kernel);
    const { optimizer } = trainer;
    const update = optimizer.apply.bind(optimizer);
    this.replace(optimizer, 'apply', (...args: Parameters<typeof update>) =>
      this.counted(
        () => 'Adam',
        () => update(...args),
      ),
    );
  }

  stop(): void {
    for (const back of this.undo) back();
  }

  /** The time of so many training steps, with the read-back of their errors. */
  async timeOf(steps: number): Promise<StepTime> {
    this.time = this.nothing();
    const started = performance.now();
    for (let step = 0; step < steps; step++) {
      this.phase = 'model';
      this.trainer.trainStep();
    }
    await this.trainer.takeBatchErrors();
    const ms = performance.now() - started;
    const { of, kernels } = this.time;
    const inside = Object.values(of).reduce((total, part) => total + part, 0);
    const each = Object.fromEntries(parts.map((part) => [part, of[part] / steps]));
    return {
      ms: ms / steps,
      of: { ...(each as Record<Part, number>), JavaScript: (ms - inside) / steps },
      kernels: kernels / steps,
    };
  }

  private nothing(): StepTime {
    const of = Object.fromEntries(parts.map((part) => [part, 0])) as Record<Part, number>;
    return { ms: 0, of, kernels: 0 };
  }

  private replace(owner: object, key: string, value: unknown): void {
    Object.defineProperty(owner, key, { value, configurable: true, writable: true });
    this.undo.push(() => Reflect.deleteProperty(owner, key));
  }

  private counted<T>(part: () => Part, work: () => T): T {
    if (this.depth > 0) return work();
    this.depth++;
    const started = performance.now();
    try {
      return work();
    } finally {
      this.time.of[part()] += performance.now() - started;
      this.depth--;
    }
  }

  private watch(kernel: tf.KernelConfig): void {
    const { kernelName: name, kernelFunc } = kernel;
    kernel.kernelFunc = (parameters) => {
      if (this.depth === 0) this.time.kernels++;
      if (this.depth > 0 || VIEWS.has(name)) return kernelFunc(parameters);
      const { inputs, attrs } = parameters;
      const run = { name, inputs: inputs as Run['inputs'], axis: attrs?.axis };
      return this.counted(
        () => this.place(run),
        () => kernelFunc(parameters),
      );
    };
    this.undo.push(() => (kernel.kernelFunc = kernelFunc));
  }

  private place(run: Run): Part {
    if (this.phase === 'model' && run.name === LOSS_BEGINS) this.phase = 'loss';
    if (this.phase === 'loss') {
      if (LOSS.has(run.name) && !isBiasGradient(run)) return 'loss';
      this.phase = 'gradients';
    }
    return partOf(run, this.trainer.batchSize);
  }
}
