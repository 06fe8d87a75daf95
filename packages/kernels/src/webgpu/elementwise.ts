/**
 * Elementwise kernels that go straight through memory. tfjs's own work out the coordinates of every element, and
 * take a bias through workgroup memory; swish it composes of several.
 */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.ts';
import { machineOf, run, vectorType, widthFor, type Backend } from './program.ts';

/** Vectors that one invocation handles. */
const EACH = 4;

/** An operand that covers the output once, or repeats along the axes before its own: a bias, a number. */
interface Operand {
  name: string;
  tensor: tf.TensorInfo;
}

function elementwise(
  backend: Backend,
  key: string,
  operands: readonly Operand[],
  outputShape: number[],
  /** WGSL between vectors of the given type named after the operands. */
  expression: (type: string) => string,
  /** WGSL before that. */
  before: (type: string) => string = () => '',
): tf.TensorInfo {
  const size = sizeOf(outputShape);
  const sizes = operands.map(({ tensor }) => sizeOf(tensor.shape));
  const width = [size, ...sizes].every((n) => n % 4 === 0 || n === 1) && size % 4 === 0 ? 4 : 1;
  const type = vectorType(width);
  const widths = sizes.map((n) => (n === 1 ? 1 : width));
  const loads = operands.map(({ name }, k) => {
    const at = sizes[k] === 1 ? '0' : sizes[k] === size ? 'at' : `at % uniforms.size${k}`;
    return `let ${name} = ${type}(${name}Data[${at}]);`;
  });
  const extents = sizes.map((n) => (n === 1 ? 'one' : n === size ? 'all' : 'some')).join('_');
  // Neighbours in a workgroup take neighbouring elements in every turn.
  const { workgroup } = machineOf(backend);
  return run(backend, {
    key: `${key}_${extents}_${width}`,
    code: `
      fn main(index : i32) {
        let start = (index / ${workgroup}) * ${workgroup * EACH} + index % ${workgroup};
        ${[0, 1, 2, 3]
          .map(
            (turn) => `{
          let at = start + ${turn * workgroup};
          if (at < uniforms.size) {
            ${loads.join('\n')}
            ${before(type)}
            result[at] = ${expression(type)};
          }
        }`,
          )
          .join('\n')}
      }`,
    inputs: operands.map(({ name, tensor }, k) => [`${name}Data`, tensor, widths[k]]),
    outputShape,
    outputWidth: width,
    invocations: Math.ceil(size / width / (EACH * workgroup)) * workgroup,
    workgroup,
    integers: {
      size: size / width,
      ...Object.fromEntries(sizes.map((n, k) => [`size${k}`, n / widths[k]])),
    },
  });
}

// Beyond ±87 the exponential leaves float32; the sigmoid is 0 or 1 there.
const SIGMOID = (type: string): string =>
  `let s = 1.0 / (1.0 + exp(-clamp(x, ${type}(-87.0), ${type}(87.0))));`;

/** x·σ(x) */
export const swish = (backend: Backend, x: tf.TensorInfo): tf.TensorInfo =>
  elementwise(backend, 'swish', [{ name: 'x', tensor: x }], x.shape, () => 'x * s', SIGMOID);

/** dy·σ(x)(1 + x(1 − σ(x))) */
export const swishGradient = (
  backend: Backend,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
): tf.TensorInfo =>
  elementwise(
    backend,
    'swishGrad',
    [
      { name: 'x', tensor: x },
      { name: 'dy', tensor: dy },
    ],
    x.shape,
    () => 'dy * s * (1.0 + x * (1.0 - s))',
    SIGMOID,
  );

/** 2 (x − target) dy, where dy has one value for each row of x. */
export const squaredErrorsGradient = (
  backend: Backend,
  x: tf.TensorInfo,
  target: tf.TensorInfo,
  dy: tf.TensorInfo,
): tf.TensorInfo => {
  const [rows] = x.shape;
  const perRow = sizeOf(x.shape) / rows;
  const width = widthFor(perRow);
  const size = sizeOf(x.shape) / width;
  return run(backend, {
    key: 'squaredErrorsGrad',
    code: `
      fn main(index : i32) {
        if (index >= uniforms.size) { return; }
        result[index] = (x[index] - t[index]) * 2.0 * dy[index / uniforms.perRow];
      }`,
    inputs: [
      ['x', x, width],
      ['t', target, width],
      ['dy', dy, 1],
    ],
    outputShape: x.shape,
    outputWidth: width,
    invocations: size,
    workgroup: machineOf(backend).workgroup,
    integers: { size, perRow: perRow / width },
  });
};

/** WGSL that detects NaN by its bits: compilers assume that x != x is false. */
const notANumber = (type: string): string => {
  const bits = type.replace('f32', 'u32');
  return `(bitcast<${bits}>(x) & ${bits}(0x7fffffffu)) > ${bits}(0x7f800000u)`;
};

/** tfjs's kernels of one operand that `unary` computes, for the vectors' type; NaN stays NaN. */
export const UNARY: Readonly<Record<string, (type: string) => string>> = {
  [tf.Relu]: (type) => `select(x, ${type}(0.0), x < ${type}(0.0))`,
  [tf.Square]: () => 'x * x',
  [tf.Neg]: () => '-x',
  // Its slope below zero, `alpha`, is 0 wherever tfjs's gradients call it.
  [tf.Step]: (type) =>
    `select(select(${type}(0.0), x, ${notANumber(type)}), ${type}(1.0), x > ${type}(0.0))`,
};

/** One of `UNARY`. */
export const unary = (backend: Backend, kernelName: string, x: tf.TensorInfo): tf.TensorInfo =>
  elementwise(backend, kernelName, [{ name: 'x', tensor: x }], x.shape, UNARY[kernelName]);

/** tfjs's kernels of two operands that `binary` computes. */
export const BINARY: Readonly<Record<string, string>> = {
  [tf.Add]: 'a + b',
  [tf.Sub]: 'a - b',
  [tf.Multiply]: 'a * b',
  [tf.RealDiv]: 'a / b',
  [tf.SquaredDifference]: '(a - b) * (a - b)',
};

/** Whether an operand's elements repeat as a whole over the output. */
function repeats(shape: readonly number[], outShape: readonly number[]): boolean {
  const own = shape.slice(shape.findIndex((n) => n !== 1));
  const size = sizeOf(shape);
  return size === 1 || own.every((n, i) => n === outShape[outShape.length - own.length + i]);
}

/** One of `BINARY`; undefined where an operand is broadcast along an inner axis. */
export function binary(
  backend: Backend,
  kernelName: string,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
): tf.TensorInfo | undefined {
  const shape = tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
  if (sizeOf(shape) === 0 || !repeats(a.shape, shape) || !repeats(b.shape, shape)) return undefined;
  const operands = [
    { name: 'a', tensor: a },
    { name: 'b', tensor: b },
  ];
  return elementwise(backend, kernelName, operands, shape, () => BINARY[kernelName]);
}
