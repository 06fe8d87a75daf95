/**
 * Convolutions that follow each other without anything in between, as the stages of a compressed kernel do, as one
 * operation: what lies between the stages stays in the cache and is computed once more for the gradients.
 */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from './shape.ts';

/** Names under which a backend may register it. Inputs x and the filters, then a bias. Outputs: y, and for training what is kept for the gradients. */
export const CHAIN = 'ConvolutionChain';
/** Of the gradients: inputs dy, x, the filters and what was kept. The result: dx if it is wanted, then those of the filters and of the bias. */
export const CHAIN_GRADIENT = 'ConvolutionChainGrad';

/** A convolution at stride 1 with zero padding, as TensorFlow's 'same' puts it. */
export interface ChainStage {
  /**
   * full: filter [...size, inputs, outputs]; depthwise: [...size, inputs, outputs/inputs], where output channel
   * c·multiplier + m belongs to input channel c.
   */
  kind: 'full' | 'depthwise';
  /** Taps along every spatial axis, two or three of them. */
  size: readonly number[];
  inputs: number;
  outputs: number;
}

interface Attributes {
  stages: readonly ChainStage[];
}

export interface ChainAttributes extends Attributes {
  /** Whether gradients will be wanted. */
  training: boolean;
}

export interface ChainGradientAttributes extends Attributes {
  /** Whether the gradient of x is wanted. */
  wantsX: boolean;
  biased: boolean;
}

export const multiplierOf = ({ inputs, outputs }: ChainStage): number => outputs / inputs;

/** The shape of a stage's filter. */
export const chainFilterShape = (stage: ChainStage): number[] => [
  ...stage.size,
  stage.inputs,
  stage.kind === 'depthwise' ? multiplierOf(stage) : stage.outputs,
];

/** Multiply-accumulates of one pass. */
export const chainWork = (stages: readonly ChainStage[], positions: number): number =>
  stages.reduce((total, stage) => {
    const seen = stage.kind === 'depthwise' ? 1 : stage.inputs;
    return total + positions * sizeOf([...stage.size]) * seen * stage.outputs;
  }, 0);

const mixesAxes = ({ kind, size }: ChainStage): boolean =>
  kind === 'full' && size.length === 3 && size[0] > 1 && size[1] > 1;

/** A bank of several filters for every channel: its outputs are in another order inside a chain, which a full stage undoes. */
const isBank = (stage: ChainStage): boolean =>
  stage.kind === 'depthwise' && stage.outputs > stage.inputs;

/** By backend: whether it can compute chains where it runs now. */
const chaining = new Map<string, () => boolean>();

/** Registers that a backend has the kernels, and with which condition. */
export const registerChaining = (backendName: string, possible: () => boolean): void => {
  chaining.set(backendName, possible);
};

/** Bytes that the signals of a stage's neighbourhood may take, both ways: more would not stay in any cache. */
const MOST_BYTES = 2 ** 26;

/** Roughly what the slices that one slice of the result depends on take, in all signals and their gradients. */
function neighbourhoodBytes(stages: readonly ChainStage[], shape: readonly number[]): number {
  const taps = stages.reduce((most, { size }) => most + size[0] - 1, 1);
  const channels = stages.reduce((total, { inputs, outputs }) => total + inputs + outputs, 0);
  return 4 * taps * channels * sizeOf(shape.slice(2, -1));
}

/** Whether the current backend has the operation, for such stages on an input [batch, …spatial, s]. The last stage must be full. */
export const chains = (stages: readonly ChainStage[], shape: readonly number[]): boolean =>
  chaining.get(tf.getBackend())?.() === true &&
  stages[stages.length - 1].kind === 'full' &&
  neighbourhoodBytes(stages, shape) <= MOST_BYTES &&
  stages.every(
    (stage, i) => !mixesAxes(stage) && (!isBank(stage) || stages[i + 1]?.kind === 'full'),
  );

type GradientKernel = (parameters: {
  inputs: Record<string, tf.TensorInfo>;
  backend: tf.KernelBackend;
  attrs: ChainGradientAttributes;
}) => tf.TensorInfo[];

/** All gradients from one pass, computed when the first of them is asked for. */
function gradientsOf(dy: tf.Tensor, saved: readonly tf.Tensor[], stages: readonly ChainStage[]) {
  const [operands, kept] = [saved.slice(0, -1), saved[saved.length - 1]];
  const biased = operands.length > stages.length + 1;
  const left = new Map<number, tf.TensorInfo>();
  const backend = tf.backend();
  const compute = (wantsX: boolean) => {
    const kernel = tf.getKernel(CHAIN_GRADIENT, tf.getBackend())
      .kernelFunc as unknown as GradientKernel;
    const operandsByPlace = Object.fromEntries(operands.map((operand, i) => [i, operand]));
    const inputs: Record<string, tf.TensorInfo> = { ...operandsByPlace, dy, kept };
    const first = wantsX ? 0 : 1;
    kernel({ inputs, backend, attrs: { stages, wantsX, biased } }).forEach((info, i) =>
      left.set(first + i, info),
    );
    // Of filters that are not trained nobody asks for a gradient.
    void Promise.resolve().then(() => left.forEach(({ dataId }) => backend.disposeData(dataId)));
  };
  const thunk = (i: number) => () => {
    // tfjs asks in the order of the inputs, and not for that of an x that is data.
    if (!left.has(i)) compute(i === 0);
    const info = left.get(i)!;
    left.delete(i);
    return tf.engine().makeTensorFromTensorInfo(info);
  };
  return Object.fromEntries(operands.map((_, i) => [i, thunk(i)]));
}

tf.registerGradient({
  kernelName: CHAIN,
  saveAllInputs: true,
  outputsToSave: [false, true],
  gradFunc: (dys, saved, attributes) =>
    gradientsOf((dys as tf.Tensor[])[0], saved, (attributes as unknown as ChainAttributes).stages),
});

export interface Chain {
  /** [batch, …spatial, s] */
  x: tf.Tensor;
  stages: readonly ChainStage[];
  filters: readonly tf.Tensor[];
  /** [t] */
  bias?: tf.Tensor1D;
}

/** Whether operations are being noted for gradients; tfjs keeps it to itself. */
const isTaped = (): boolean => (tf.engine() as unknown as { isTapeOn(): boolean }).isTapeOn();

/** [batch, …spatial, t], by the backend's kernel. */
export function convolveChain({ x, stages, filters, bias }: Chain): tf.Tensor {
  const inputs = [x, ...filters, ...(bias ? [bias] : [])];
  const attributes: ChainAttributes = { stages, training: isTaped() };
  const [y, kept] = tf
    .engine()
    .runKernel<tf.Tensor[]>(
      CHAIN,
      inputs as unknown as tf.NamedTensorMap,
      attributes as unknown as tf.NamedAttrMap,
    );
  // The gradients have a copy of it.
  kept?.dispose();
  return y;
}
