/** The references themselves, checked: their gradients against central differences of their values. */
import { sizeOf } from '../shape.ts';
import type { Definition } from './check.ts';
import { createRandom } from './random.ts';

const STEP = 1e-4;

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
};

/**
 * For a definition of a value 'y' and its gradients: the largest |difference − gradient| / (1 + |gradient|) at one
 * random element of every operand. NaN is not hidden.
 */
export function gradientError({ operands, quantities, reference }: Definition): number {
  const random = createRandom(5, 'finite differences');
  const values = operands.map(({ shape }) => Float64Array.from(random.normals(sizeOf(shape))));
  const dy = values.at(-1)!;
  const results = reference(values);
  const errors = quantities.slice(1).map((_, operand) => {
    const at = random.between(0, values[operand].length - 1);
    const objective = (delta: number) => {
      const moved = values.map((array) => array.slice());
      moved[operand][at] += delta;
      return dot(reference(moved)[0], dy);
    };
    const difference = (objective(STEP) - objective(-STEP)) / (2 * STEP);
    const gradient = results[operand + 1][at];
    return Math.abs(difference - gradient) / (1 + Math.abs(gradient));
  });
  const lengths = [dy, ...values.slice(0, -1)].map(({ length }) => length);
  const complete = results.every(({ length }, i) => length === lengths[i]);
  return complete ? Math.max(...errors) : Infinity;
}
