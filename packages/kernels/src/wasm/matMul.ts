/**
 * Transposed matrix products for tfjs's wasm backend.
 *
 * tfjs 4.22 hands a product of two plain matrices to XNNPACK (measured 23 GMAC/s on one thread), but with a
 * transposed argument, as both gradients of a product have, it runs a naive loop (0.5 to 1.8 GMAC/s). Transposing
 * first is ten and more times faster. Batched products stay as shipped.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { free } from '../kernelRegistry.ts';
import { sizeOf } from '../shape.ts';
import { transpose, type Backend } from './kernels.ts';

const isSingle = ({ shape }: tf.TensorInfo) => shape.slice(0, -2).every((length) => length === 1);

function transposed(backend: Backend, x: tf.TensorInfo): tf.TensorInfo {
  const axes = x.shape.map((_, axis) => axis);
  return transpose(backend, x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

interface Product {
  inputs: Record<string, tf.TensorInfo>;
  attrs: { transposeA: boolean; transposeB: boolean };
  backend: Backend;
}

/** op(A) op(B) of two single matrices by the shipped kernel without its transpositions; undefined for all others. */
export function multiply<P extends Product>(
  parameters: P,
  shipped: (parameters: P) => tf.TensorInfo,
): tf.TensorInfo | undefined {
  const { inputs, attrs, backend } = parameters;
  const { a, b } = inputs;
  const { transposeA, transposeB } = attrs;
  if (!isSingle(a) || !isSingle(b) || !(transposeA || transposeB)) return undefined;
  const temporaries: tf.TensorInfo[] = [];
  const temporary = (x: tf.TensorInfo) => {
    temporaries.push(x);
    return x;
  };
  const turn = (x: tf.TensorInfo, wanted: boolean) =>
    wanted ? temporary(transposed(backend, x)) : x;
  const untransposed = { ...attrs, transposeA: false, transposeB: false };
  const plain = (left: tf.TensorInfo, right: tf.TensorInfo) =>
    shipped({ ...parameters, inputs: { a: left, b: right }, attrs: untransposed });

  // op(A) op(B) = (op(B)ᵀ op(A)ᵀ)ᵀ: the way that moves fewer numbers.
  const [sizeA, sizeB] = [sizeOf(a.shape), sizeOf(b.shape)];
  const rows = a.shape.at(transposeA ? -1 : -2)!;
  const columns = b.shape.at(transposeB ? -2 : -1)!;
  const direct = (transposeA ? sizeA : 0) + (transposeB ? sizeB : 0);
  const reversed = sizeA + sizeB - direct + rows * columns;
  const result =
    direct <= reversed
      ? plain(turn(a, transposeA), turn(b, transposeB))
      : transposed(backend, temporary(plain(turn(b, !transposeB), turn(a, !transposeA))));
  free(backend, ...temporaries);
  return result;
}
