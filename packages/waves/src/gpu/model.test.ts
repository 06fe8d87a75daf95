import { expect, it } from 'vitest';
import { assertAssemblable, tripletsOf } from './model.ts';

const squares = (order: number, cells: number) => {
  const points = cells * (order + 1) ** 2;
  return { order, nodes: new Uint32Array(points), metric: new Float64Array(3 * points) };
};

it('a mesh has more triplets with its cells, and most where these are no rectangles', () => {
  const one = tripletsOf(squares(4, 1));
  expect(one).toBe(1250);
  expect(tripletsOf(squares(4, 3))).toBe(3 * one);
  const skew = squares(4, 3);
  // κ w |J| (ξ_x η_x + ξ_y η_y) at a point of the second cell.
  skew.metric[3 * 25 + 25 + 7] = 0.1;
  expect(tripletsOf(skew)).toBe(4 * one);
});

it('meshes whose matrices would fill the memory are refused before there are any', () => {
  expect(() => assertAssemblable(squares(8, 2000), 128_000)).not.toThrow();
  expect(() => assertAssemblable(squares(8, 4000), 256_000)).toThrow(
    'its matrices for a mesh of 256000 nodes would need 2.0 GiB of memory, and at most 1 GiB is allowed.',
  );
});
