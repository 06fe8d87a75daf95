/**
 * A few milliseconds that tell whether a backend computes what it should: forward and all gradients of
 * the convolutions in use, against float64 loops. tfjs has backends with silently wrong gradients.
 */
import * as tf from '@tensorflow/tfjs-core';
// tfjs registers its gradients when the layers are loaded, not with the core.
import '@tensorflow/tfjs-layers';
import { applyStage, plainOptions } from '../formats/convolve.ts';
import { product } from '../formats/format.ts';
import { filterShape, type ConvolutionStage } from '../formats/stage.ts';
import { randomStream } from '../random.ts';
import { referenceConvolution, type ConvolutionCase } from './reference.ts';

/** float32 sums of some hundred terms stay well below this; a wrong kernel is off by order 1. */
const TOLERANCE = 1e-4;

interface Check extends ConvolutionCase {
  name: string;
  /** Axis of a one-way convolution, none for one along all axes. */
  axis?: number;
  depthwise?: true;
}

const checks: Check[] = [
  { name: '2-way 3×3', input: [2, 1, 6, 5, 3], size: [1, 3, 3], outputs: 4 },
  { name: '2-way 4×4', input: [1, 1, 6, 7, 2], size: [1, 4, 4], outputs: 3 },
  { name: '3-way 3×3×3', input: [2, 4, 5, 4, 2], size: [3, 3, 3], outputs: 3 },
  { name: 'one-way along x', input: [2, 1, 6, 5, 3], size: [1, 5, 1], outputs: 4, axis: 0 },
  { name: 'one-way along y', input: [2, 1, 6, 5, 3], size: [1, 1, 5], outputs: 4, axis: 1 },
  { name: 'one-way along t', input: [2, 4, 3, 4, 2], size: [3, 1, 1], outputs: 3, axis: 0 },
  { name: 'depthwise 3×3', input: [2, 1, 6, 5, 4], size: [1, 3, 3], outputs: 4, depthwise: true },
  {
    name: 'depthwise along x',
    input: [2, 1, 6, 5, 3],
    size: [1, 5, 1],
    outputs: 6,
    axis: 0,
    depthwise: true,
  },
  {
    name: 'depthwise along y',
    input: [2, 1, 6, 5, 4],
    size: [1, 1, 3],
    outputs: 4,
    axis: 1,
    depthwise: true,
  },
];

/** The stage that a check is about; dense ones act on all axes. */
function stageOf(check: Check): ConvolutionStage {
  const spatial = check.input[1] > 1 ? check.size : check.size.slice(1);
  const axes = check.axis === undefined ? spatial.map((_, i) => i) : [check.axis];
  return {
    kind: check.depthwise ? 'depthwise' : 'full',
    name: check.name,
    axes,
    size: check.axis === undefined ? spatial : [product(check.size)],
    inputs: check.input[4],
    outputs: check.outputs,
  };
}

/** Places of a stage's filter values in the dense kernel [points, s, t]; all of them unless it is depthwise. */
function placesInKernel({ kind, size, inputs, outputs }: ConvolutionStage): number[] {
  const all = Array.from({ length: product(size) * inputs * outputs }, (_, i) => i);
  if (kind === 'full') return all;
  const multiplier = outputs / inputs;
  return all.filter(
    (i) => Math.floor((i % outputs) / multiplier) === Math.floor(i / outputs) % inputs,
  );
}

async function deviation(check: Check): Promise<number> {
  const random = randomStream(1, check.name);
  const [batch, nt, nx, ny, inputs] = check.input;
  const draw = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  const positions = batch * nt * nx * ny;
  const stage = stageOf(check);
  const places = placesInKernel(stage);
  const x = draw(positions * inputs);
  const filter = draw(places.length);
  const kernel = new Float32Array(product(check.size) * inputs * check.outputs);
  places.forEach((place, i) => {
    kernel[place] = filter[i];
  });
  const bias = draw(check.outputs);
  const dy = draw(positions * check.outputs);
  const { y, dx, dKernel, dBias } = referenceConvolution(check, x, kernel, bias, dy);
  const dFilter = Float64Array.from(places, (place) => dKernel[place]);

  const spatial = nt > 1 ? [nt, nx, ny] : [nx, ny];
  const tensors = tf.tidy(() => {
    const { value, grads } = tf.valueAndGrads((input: tf.Tensor, f: tf.Tensor, b: tf.Tensor) =>
      applyStage(input, stage, f, plainOptions(spatial.length), b as tf.Tensor1D),
    )(
      [
        tf.tensor(x, [batch, ...spatial, inputs]),
        tf.tensor(filter, filterShape(stage)),
        tf.tensor(bias, [check.outputs]),
      ],
      tf.tensor(dy, [batch, ...spatial, check.outputs]),
    );
    return [value, ...grads];
  });
  const actual = await Promise.all(tensors.map((tensor) => tensor.data()));
  tf.dispose(tensors);
  return Math.max(...[y, dx, dFilter, dBias].map((want, i) => relativeDeviation(actual[i], want)));
}

function relativeDeviation(actual: ArrayLike<number>, expected: Float64Array): number {
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return expected.reduce((worst, value, i) => {
    const off = Math.abs(actual[i] - value) / scale;
    return off <= worst ? worst : off; // keeps a NaN
  }, 0);
}

/**
 * The largest deviation of the current backend from the reference, relative to the largest value.
 * Throws with the name of the failing case.
 */
export async function selfTest(): Promise<number> {
  let worst = 0;
  for (const check of checks) {
    const off = await deviation(check);
    if (!(off <= TOLERANCE)) {
      throw new Error(`its ${check.name} convolution is wrong (off by ${off.toPrecision(2)}).`);
    }
    worst = Math.max(worst, off);
  }
  return worst;
}
