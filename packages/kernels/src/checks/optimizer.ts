/** Two of Adam's steps over several variables, as `backend/adam.ts` takes them on the current backend. */
import * as tf from '@tensorflow/tfjs-core';
import { Adam, type AdamOptions } from '../adam.ts';
import type { Definition } from './check.ts';
import type { Extent } from './extent.ts';
import type { Random } from './random.ts';

const RATES = [0.03, 0.01];

interface Settings extends Required<Omit<AdamOptions, 'factors'>> {
  factors?: readonly number[];
  shapes: readonly (readonly number[])[];
}

/** Adam (Kingma and Ba 2015) in float64, with decoupled decay and a limit on the common norm. */
function reference(
  { shapes, beta1, beta2, epsilon, decay, clip, factors }: Settings,
  operands: readonly Float64Array[],
): Float64Array[] {
  const count = shapes.length;
  const theta = operands.slice(0, count).map((values) => values.slice());
  const first = theta.map(({ length }) => new Float64Array(length));
  const second = theta.map(({ length }) => new Float64Array(length));
  RATES.forEach((common, t) => {
    const gradients = operands.slice(count * (t + 1), count * (t + 2));
    const norm = Math.hypot(...gradients.map((values) => Math.hypot(...values)));
    const factor = clip > 0 ? Math.min(1, clip / norm) : 1;
    theta.forEach((values, k) => {
      const rate = common * (factors?.[k] ?? 1);
      const kept = shapes[k].length > 1 ? 1 - rate * decay : 1;
      values.forEach((value, i) => {
        const gradient = factor * gradients[k][i];
        first[k][i] = beta1 * first[k][i] + (1 - beta1) * gradient;
        second[k][i] = beta2 * second[k][i] + (1 - beta2) * gradient ** 2;
        const m = first[k][i] / (1 - beta1 ** (t + 1));
        const v = second[k][i] / (1 - beta2 ** (t + 1));
        values[i] = kept * value - (rate * m) / (Math.sqrt(v) + epsilon);
      });
    });
  });
  return [...theta, ...first, ...second];
}

function compute(settings: Settings, operands: tf.Tensor[]): tf.Tensor[] {
  const { shapes, ...options } = settings;
  const count = shapes.length;
  const variables = operands.slice(0, count).map((tensor) => tf.variable(tensor));
  const adam = new Adam(variables, options);
  RATES.forEach((rate, t) => adam.apply(operands.slice(count * (t + 1), count * (t + 2)), rate));
  // The variables' memory is freed with them.
  const results = [...variables, ...adam.moments()].map((tensor) => tf.clone(tensor));
  adam.dispose();
  tf.dispose(variables);
  return results;
}

function definition(name: string, settings: Settings): Definition {
  const { shapes } = settings;
  const named = (prefix: string) =>
    shapes.map((shape, i) => ({ name: `${prefix}${i + 1}`, shape }));
  const names = (prefix: string) => named(prefix).map((operand) => operand.name);
  return {
    group: 'Adam',
    name,
    operands: [...named('weights '), ...named('gradient '), ...named('next gradient ')],
    quantities: [...names('weights '), ...names('first moment '), ...names('second moment ')],
    compute: (operands) => compute(settings, operands),
    reference: (operands) => reference(settings, operands),
  };
}

export function optimizers(random: Random, extent: Extent): Definition[] {
  const length = () => random.between(1, extent.points);
  const shapes = [[length(), length(), length(), length()], [length(), length()], [length()], [1]];
  const plain: Settings = { shapes, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, decay: 0, clip: 0 };
  return [
    definition('two steps', plain),
    definition('with a rate for each variable', {
      ...plain,
      decay: 0.5,
      factors: shapes.map((_, k) => 0.1 * 3 ** k),
    }),
    definition('with decay', { ...plain, beta2: 0.99, decay: 0.5 }),
    definition('with decay and clipping', { ...plain, beta1: 0.8, decay: 0.2, clip: 0.5 }),
    definition('with a clip beyond the norm', { ...plain, clip: 1e6 }),
  ];
}
