import * as tf from '@tensorflow/tfjs-core';
import { layers, type Shape } from '@tensorflow/tfjs-layers';
import { doubleLinearly, doublesLinearly } from 'slimwave-kernels/doubling';
import { product } from 'slimwave-base/math';

/** x [.., n, ..] as [outer, n, inner] about one axis. */
function aboutAxis(x: tf.Tensor, axis: number): tf.Tensor3D {
  const outer = product(x.shape.slice(0, axis));
  return tf.reshape(x, [outer, x.shape[axis], product(x.shape.slice(axis + 1))]);
}

/** Two tensors of one shape alternating along an axis: a₀ b₀ a₁ b₁ …; `concat` is right on every backend. */
function interleave(
  a: tf.Tensor3D,
  b: tf.Tensor3D,
  axis: number,
  shape: readonly number[],
): tf.Tensor {
  const [outer, n, inner] = a.shape;
  const flat: [number, number, number] = [outer * n, 1, inner];
  const both = tf.concat([tf.reshape(a, flat), tf.reshape(b, flat)], 1);
  return tf.reshape(
    both,
    shape.map((length, i) => (i === axis ? 2 * n : length)),
  );
}

/** The first `length` points of an axis; through rank 3, since pads of rank 5, its gradient, are broken on WebGPU. */
function cut(x: tf.Tensor, axis: number, length: number): tf.Tensor {
  if (x.shape[axis] === length) return x;
  const flat = aboutAxis(x, axis);
  const [outer, , inner] = flat.shape;
  return tf.reshape(
    tf.slice(flat, [0, 0, 0], [outer, length, inner]),
    x.shape.map((n, i) => (i === axis ? length : n)),
  );
}

interface UpsamplingArgs {
  name?: string;
  /** Points of every spatial axis afterwards: twice as many as before, which is usual, or one less. */
  grid?: number[];
}

abstract class Upsampling extends layers.Layer {
  readonly grid: readonly number[] | undefined;

  constructor(args: UpsamplingArgs) {
    super(args);
    this.grid = args.grid;
  }

  override getConfig(): tf.serialization.ConfigDict {
    const config = super.getConfig();
    return this.grid ? { ...config, grid: [...this.grid] } : config;
  }

  /** x with twice as many points along an axis. */
  protected abstract double(x: tf.Tensor, axis: number): tf.Tensor;

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      let x = Array.isArray(inputs) ? inputs[0] : inputs;
      // The last axis first: the tensors of the other doublings are then the smaller ones.
      for (let axis = x.rank - 2; axis >= 1; axis--) {
        x = this.double(x, axis);
        if (this.grid) x = cut(x, axis, this.grid[axis - 1]);
      }
      return x;
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = inputShape as Shape;
    return shape.map((n, i) =>
      i === 0 || i === shape.length - 1 || n === null ? n : (this.grid?.[i - 1] ?? 2 * n),
    );
  }
}

/** Nearest-neighbour upsampling ×2 of every spatial axis: [batch, …n, c] → [batch, …2n, c]. */
export class NearestUpsampling extends Upsampling {
  static readonly className = 'SlimwaveNearestUpsampling';

  protected override double(x: tf.Tensor, axis: number): tf.Tensor {
    const flat = aboutAxis(x, axis);
    return interleave(flat, flat, axis, x.shape);
  }
}
tf.serialization.registerClass(NearestUpsampling);

/**
 * Linear upsampling ×2: every point lies a quarter of a cell beside an old one, ¾ of its value and ¼ of the
 * neighbour's; the ends are continued by their own value. tfjs's resizeBilinear has a wrong gradient.
 */
export class LinearUpsampling extends Upsampling {
  static readonly className = 'SlimwaveLinearUpsampling';

  protected override double(x: tf.Tensor, axis: number): tf.Tensor {
    if (doublesLinearly()) return doubleLinearly(x, axis);
    const flat = aboutAxis(x, axis);
    const [outer, n, inner] = flat.shape;
    const part = (from: number, count: number) =>
      tf.slice(flat, [0, from, 0], [outer, count, inner]);
    const before = n > 1 ? tf.concat([part(0, 1), part(0, n - 1)], 1) : flat;
    const after = n > 1 ? tf.concat([part(1, n - 1), part(n - 1, 1)], 1) : flat;
    const own = tf.mul(flat, 0.75);
    const between = (neighbour: tf.Tensor3D) => tf.add<tf.Tensor3D>(own, tf.mul(neighbour, 0.25));
    return interleave(between(before), between(after), axis, x.shape);
  }
}
tf.serialization.registerClass(LinearUpsampling);
