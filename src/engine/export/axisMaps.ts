/**
 * Linear maps along one axis of a signal as stock layers: padding and upsampling, for which tfjs has no layers of
 * their own, are products with small constant matrices.
 */
import * as tf from '@tensorflow/tfjs-core';
import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { extended } from 'slimwave-formats/convolveByMatrix';
import { padWidths, type Padding } from 'slimwave-formats/paddings';

/** values[from · after + to] is what point `from` of an axis contributes to point `to` of the new one. */
export interface AxisMap {
  before: number;
  after: number;
  values: Float32Array;
}

function axisMap(
  before: number,
  after: number,
  terms: (to: number) => readonly (readonly [point: number, factor: number])[],
): AxisMap {
  const values = new Float32Array(before * after);
  for (let to = 0; to < after; to++) {
    for (const [point, factor] of terms(to)) values[point * after + to] += factor;
  }
  return { before, after, values };
}

/** Goes on beyond the ends of an axis of n points as a kernel of k points needs it. */
export function paddingMap(n: number, k: number, padding: Padding): AxisMap {
  const [before] = padWidths(k);
  return axisMap(n, n + k - 1, (to) => [extended(to - before, n, padding)]);
}

/** Twice as many points, or the first ones of these; `upsampling.ts` says which. */
export function upsamplingMap(n: number, kind: 'nearest' | 'linear', after = 2 * n): AxisMap {
  return axisMap(n, after, (to) => {
    const own = Math.floor(to / 2);
    if (kind === 'nearest') return [[own, 1]];
    const neighbour = Math.min(n - 1, Math.max(0, to % 2 === 0 ? own - 1 : own + 1));
    return [
      [own, 0.75],
      [neighbour, 0.25],
    ];
  });
}

/** Applies a map along a spatial axis (0-based): the axis changes places with the channels for a dense layer. */
export function applyAxisMap(
  x: SymbolicTensor,
  axis: number,
  { after, before, values }: AxisMap,
  name: string,
): SymbolicTensor {
  const dims = Array.from({ length: x.rank - 1 }, (_, i) => i + 1);
  [dims[axis], dims[x.rank - 2]] = [dims[x.rank - 2], dims[axis]];
  const swap = (signal: SymbolicTensor, end: string) =>
    layers.permute({ dims, name: `${name}_${end}` }).apply(signal) as SymbolicTensor;
  const map = layers.dense({
    name,
    units: after,
    useBias: false,
    trainable: false,
    kernelInitializer: 'zeros',
  });
  const mapped = map.apply(swap(x, 'in')) as SymbolicTensor;
  tf.tidy(() => map.setWeights([tf.tensor(values, [before, after])]));
  return swap(mapped, 'out');
}
