import { expect, it } from 'vitest';
import { freeCorner } from './freeCorner.ts';

const zone = { x: [0.25, 0.75], y: [0.5, 1] } as const;

it('a handle stands in the upper left corner unless a marker does', () => {
  expect(freeCorner(zone, [], 1)).toEqual([0.25, 1]);
  expect(freeCorner(zone, [[0.5, 0.75]], 1)).toEqual([0.25, 1]);
  expect(freeCorner(zone, [[0.3, 1]], 1)).toEqual([0.75, 1]);
});

it('it takes the next free corner, and the first where none is free', () => {
  const receivers = [0.3, 0.5, 0.7].map((x) => [x, 1] as const);
  expect(freeCorner(zone, receivers, 1)).toEqual([0.25, 0.5]);
  expect(freeCorner(zone, [...receivers, [0.25, 0.5], [0.75, 0.55]], 1)).toEqual([0.25, 1]);
});
