import { expect, it } from 'vitest';

import { meshQuality } from './quality.ts';
import { structuredRectangles, structuredTriangles } from './structured.ts';

it('of a grid of squares', () => {
  const quality = meshQuality(structuredRectangles({ columns: 4, rows: 4 }));
  expect(quality).toMatchObject({ nodes: 25, cells: 16, shortestEdge: 0.25, longestEdge: 0.25 });
  expect(quality.smallestAngle).toBeCloseTo(90, 10);
  expect(quality.largestAngle).toBeCloseTo(90, 10);
  expect(quality.angleHistogram).toHaveLength(18);
  expect(quality.angleHistogram[17]).toBe(16);
});

it('of right triangles with sides 3, 4 and 5', () => {
  const mesh = structuredTriangles({ columns: 2, rows: 3, width: 8, height: 9 });
  const quality = meshQuality(mesh);
  expect(quality.cells).toBe(12);
  expect(quality.shortestEdge).toBeCloseTo(3, 12);
  expect(quality.longestEdge).toBeCloseTo(5, 12);
  expect(quality.smallestAngle).toBeCloseTo((Math.atan(3 / 4) * 180) / Math.PI, 10);
  expect(quality.angleHistogram[7]).toBe(12);
});
