/**
 * A check of one operation on tfjs's current backend: its value and all its gradients, computed by the backend,
 * by float64 loops and by tfjs's cpu backend.
 *
 * Deviations are relative to the largest sum of absolute values that a quantity's definition adds up, that is
 * the reference of the operands' absolute values. A float32 sum of n terms is off by at most n·6e-8 of that
 * and usually by some 1e-7, however much of it cancels; relative to the sum itself there would be no bound.
 */
import * as tf from '@tensorflow/tfjs-core';
// tfjs registers its gradients when the layers are loaded, not with the core.
import '@tensorflow/tfjs-layers';
import { sizeOf } from '../shape.ts';
import { createRandom } from './random.ts';
import { deviation, largest } from './reference.ts';

/** Ten times the largest deviations seen on right backends; a wrong tap is off by 1e-2 or more. */
export const TOLERANCE = 1e-5;

export interface Deviation {
  /** 'y', or a gradient: 'dx', 'd filter', … */
  quantity: string;
  /** From the float64 reference. */
  fromReference: number;
  /** From tfjs's cpu backend, where that is registered and is not the backend under test. */
  fromCpu?: number;
}

export interface CheckOutcome {
  group: string;
  name: string;
  /** Shapes of the operands. */
  shape: string;
  deviations: Deviation[];
  tolerance: number;
  passed: boolean;
  /** Why it did not pass, as a sentence. */
  problem?: string;
  /** Time of the backend under test, with its read-back. */
  milliseconds: number;
}

export interface Check {
  /** What kind of operation it is, such as “Conv2D”. */
  group: string;
  /** Unlike all other names of its group. */
  name: string;
  shape: string;
  /** On the current backend. A wrong or failing kernel is an outcome, not an error. */
  run(): Promise<CheckOutcome>;
}

export interface Operand {
  name: string;
  shape: readonly number[];
}

export interface Definition {
  group: string;
  name: string;
  operands: readonly Operand[];
  /** The names of what is computed. */
  quantities: readonly string[];
  compute: (operands: tf.Tensor[]) => tf.Tensor[];
  reference: (operands: readonly Float64Array[]) => ArrayLike<number>[];
}

export interface Differentiable {
  group: string;
  name: string;
  operands: readonly Operand[];
  /** Of the value. */
  shape: readonly number[];
  value: (operands: tf.Tensor[]) => tf.Tensor;
  /** The value, then the gradients of Σ value·dy by all operands. */
  reference: (operands: readonly Float64Array[], dy: Float64Array) => ArrayLike<number>[];
}

const gradientName = (operand: string): string =>
  operand.length === 1 ? `d${operand}` : `d ${operand}`;

/** The definition of a check of a value 'y' and of its gradients 'd…' by all operands. */
export function differentiable({ value, reference, shape, ...rest }: Differentiable): Definition {
  return {
    ...rest,
    operands: [...rest.operands, { name: 'dy', shape }],
    quantities: ['y', ...rest.operands.map(({ name }) => gradientName(name))],
    compute: (operands) => {
      const { value: y, grads } = tf.valueAndGrads((...inputs: tf.Tensor[]) => value(inputs))(
        operands.slice(0, -1),
        operands.at(-1),
      );
      return [y, ...grads];
    },
    reference: (operands) => reference(operands.slice(0, -1), operands.at(-1)!),
  };
}

/**
 * The definition of a check of the value alone, computed as where nobody asks for gradients: a backend may then use
 * other kernels, as it does for forecasts.
 */
export function withoutGradients({
  name,
  value,
  reference,
  shape,
  ...rest
}: Differentiable): Definition {
  return {
    ...rest,
    name: `${name}, without gradients`,
    quantities: ['y'],
    compute: (operands) => [value(operands)],
    reference: (operands) => reference(operands, new Float64Array(sizeOf(shape))).slice(0, 1),
  };
}

/** tfjs counts tensors, and every backend its buffers: temporaries of kernels are only among the latter. */
const held = () => ({ tensors: tf.memory().numTensors, buffers: tf.backend().numDataIds() });

/** tfjs computes small tensors of its webgpu backend in JavaScript, which would be checked instead. */
function withoutForwarding<T>(compute: () => T): T {
  if (tf.getBackend() !== 'webgpu') return compute();
  const flag = 'WEBGPU_CPU_FORWARD';
  const usual = tf.env().getBool(flag);
  tf.env().set(flag, false);
  try {
    return compute();
  } finally {
    tf.env().set(flag, usual);
  }
}

/** Computes a definition on the current backend. */
async function evaluate(
  { operands, compute }: Definition,
  values: readonly Float32Array[],
): Promise<Float32Array[]> {
  const make = () => operands.map(({ shape }, i) => tf.tensor(values[i], [...shape]));
  const results = withoutForwarding(() => tf.tidy(() => compute(make())));
  try {
    return (await Promise.all(results.map((tensor) => tensor.data()))) as Float32Array[];
  } finally {
    tf.dispose(results);
  }
}

/** The same on tfjs's cpu backend; undefined where it is not at hand or does not have the kernels. */
async function evaluateOnCpu(
  definition: Definition,
  values: readonly Float32Array[],
): Promise<Float32Array[] | undefined> {
  const name = tf.getBackend();
  if (name === 'cpu' || !tf.engine().registryFactory.cpu) return undefined;
  await tf.setBackend('cpu');
  try {
    return await evaluate(definition, values);
  } catch {
    return undefined;
  } finally {
    await tf.setBackend(name);
  }
}

function problemOf(
  deviations: readonly Deviation[],
  left: { tensors: number; buffers: number },
): string | undefined {
  const wrong = deviations.filter(({ fromReference: off }) => !(off <= TOLERANCE));
  if (wrong.length > 0) {
    const list = wrong.map((one) => `${one.quantity} (off by ${one.fromReference.toPrecision(2)})`);
    return `Wrong: ${list.join(', ')}.`;
  }
  const unlike = deviations.filter(({ fromCpu: off = 0 }) => !(off <= TOLERANCE));
  if (unlike.length > 0) {
    const list = unlike.map((one) => `${one.quantity} (by ${one.fromCpu?.toPrecision(2)})`);
    return `It differs from the cpu backend: ${list.join(', ')}.`;
  }
  if (left.tensors > 0) return `It leaves ${left.tensors} tensors behind at every call.`;
  if (left.buffers > 0) return `It leaves ${left.buffers} buffers behind at every call.`;
  return undefined;
}

const shapeText = (operands: readonly Operand[]): string =>
  operands.map(({ name, shape }) => `${name} ${shape.join('×') || 'scalar'}`).join(', ');

async function run(definition: Definition, seed: number): Promise<CheckOutcome> {
  const { group, name, operands, quantities, reference } = definition;
  const random = createRandom(seed, `${group}: ${name}`);
  const values = operands.map(({ shape }) => random.normals(sizeOf(shape)));
  const outcome = { group, name, shape: shapeText(operands), tolerance: TOLERANCE };
  const exact = reference(values.map((array) => Float64Array.from(array)));
  const scales = reference(values.map((array) => Float64Array.from(array, Math.abs))).map(largest);
  const started = performance.now();
  try {
    const before = held();
    const actual = await evaluate(definition, values);
    const milliseconds = performance.now() - started;
    const after = held();
    const onCpu = await evaluateOnCpu(definition, values);
    const deviations = quantities.map((quantity, i): Deviation => ({
      quantity,
      fromReference: deviation(actual[i], exact[i], scales[i]),
      fromCpu: onCpu && deviation(actual[i], onCpu[i], scales[i]),
    }));
    const problem = problemOf(deviations, {
      tensors: after.tensors - before.tensors,
      buffers: after.buffers - before.buffers,
    });
    return { ...outcome, deviations, passed: problem === undefined, problem, milliseconds };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      ...outcome,
      deviations: [],
      passed: false,
      problem: `It can’t be computed: ${reason.replace(/\.?$/, '.')}`,
      milliseconds: performance.now() - started,
    };
  }
}

/** The check of a definition with random operands; the same seed draws the same. */
export const checkOf = (definition: Definition, seed: number): Check => ({
  group: definition.group,
  name: definition.name,
  shape: shapeText(definition.operands),
  run: () => run(definition, seed),
});

/** The largest deviation from the reference, NaN above all; undefined where nothing could be computed. */
export function worstDeviation({ deviations }: CheckOutcome): Deviation | undefined {
  const notNumbers = deviations.find(({ fromReference }) => Number.isNaN(fromReference));
  return notNumbers ?? deviations.toSorted((a, b) => b.fromReference - a.fromReference).at(0);
}
