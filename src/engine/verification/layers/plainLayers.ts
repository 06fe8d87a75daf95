/** Definitions of checks of the layers that are no convolutions: upsampling and dense. */
import { layers } from '@tensorflow/tfjs-layers';
import type { Definition } from 'slimwave-kernels/checks/check';
import type { Random } from 'slimwave-kernels/checks/random';
import { referenceProduct } from 'slimwave-kernels/checks/reference';
import { product } from '../../math.ts';
import { LinearUpsampling, NearestUpsampling } from 'slimwave-formats/upsampling';
import { layerDefinition } from './layerDefinition.ts';

/** The points of one axis from which a doubled point is made, with their weights. */
type Interpolation = (
  i: number,
  n: number,
) => readonly (readonly [point: number, weight: number])[];

const nearest: Interpolation = (i) => [[Math.floor(i / 2), 1]];
const linear: Interpolation = (i, n) => {
  const own = Math.floor(i / 2);
  const neighbour = Math.min(n - 1, Math.max(0, i % 2 === 0 ? own - 1 : own + 1));
  return [
    [own, 0.75],
    [neighbour, 0.25],
  ];
};

/** Where every number of the doubled grid comes from, [batch, …2n, c] from [batch, …n, c]. */
function sourcesOf(
  shape: readonly number[],
  along: Interpolation,
): [at: number, weight: number][][] {
  return shape.reduce<[number, number][][]>(
    (found, n, axis) => {
      const spatial = axis > 0 && axis < shape.length - 1;
      return found.flatMap((sources) =>
        Array.from({ length: spatial ? 2 * n : n }, (_, i) =>
          sources.flatMap(([at, weight]) =>
            (spatial ? along(i, n) : [[i, 1] as const]).map(([point, factor]): [number, number] => [
              at * n + point,
              weight * factor,
            ]),
          ),
        ),
      );
    },
    [[[0, 1]]],
  );
}

export function upsampling(random: Random, ways: number, kind: 'nearest' | 'linear'): Definition {
  const grid = Array.from({ length: ways }, () => random.between(1, 5));
  const shape = [random.between(1, 2), ...grid, random.between(1, 4)];
  const sources = sourcesOf(shape, kind === 'nearest' ? nearest : linear);
  const Layer = kind === 'nearest' ? NearestUpsampling : LinearUpsampling;
  return layerDefinition(() => new Layer({}), {
    group: 'Upsampling layer',
    name: `${kind}, ${ways}-way`,
    operands: [{ name: 'x', shape }],
    shape: shape.map((n, axis) => (axis > 0 && axis <= ways ? 2 * n : n)),
    reference: ([x], dy) => {
      const dx = new Float64Array(product(shape));
      const y = sources.map((list, i) =>
        list.reduce((total, [at, weight]) => {
          dx[at] += weight * dy[i];
          return total + weight * x[at];
        }, 0),
      );
      return [y, dx];
    },
  });
}

/** y = swish(x·kernel + bias), as the first layer of a generator. */
export function dense(random: Random): Definition {
  const [rows, inner, columns] = [
    random.between(1, 8),
    random.between(1, 8),
    random.between(1, 40),
  ];
  const shape = { batch: 1, rows, inner, columns, transposeA: false, transposeB: false };
  const build = () => {
    const layer = layers.dense({ units: columns, activation: 'swish' });
    layer.build([null, inner]);
    return layer;
  };
  return layerDefinition(build, {
    group: 'Dense layer',
    name: 'with swish',
    operands: [
      { name: 'x', shape: [rows, inner] },
      { name: 'kernel', shape: [inner, columns] },
      { name: 'bias', shape: [columns] },
    ],
    shape: [rows, columns],
    reference: ([x, kernel, bias], dy) => {
      const { y: plain } = referenceProduct(shape, x, kernel, dy);
      const sums = plain.map((value, i) => value + bias[i % columns]);
      const sigmoid = sums.map((value) => 1 / (1 + Math.exp(-value)));
      const inner64 = sums.map((value, i) => dy[i] * sigmoid[i] * (1 + value * (1 - sigmoid[i])));
      const { da, db } = referenceProduct(shape, x, kernel, inner64);
      const dBias = new Float64Array(columns);
      inner64.forEach((value, i) => {
        dBias[i % columns] += value;
      });
      return [sums.map((value, i) => value * sigmoid[i]), da, db, dBias];
    },
  });
}
