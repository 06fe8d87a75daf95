/**
 * Where a shape grazes a straight line, the wedge between them is too sharp for usable triangles. Its corners
 * within a fraction of a cell are therefore put onto the line before meshing.
 */
import type { Point } from '../mesh/mesh.ts';
import type { Box } from './shapes.ts';

/** A line parallel to an axis: `axis` = `at`, the other coordinate between `from` and `to` (m). */
export interface Guide {
  axis: 0 | 1;
  at: number;
  from: number;
  to: number;
}

export const boxGuides = ({ x, y }: Box): Guide[] => [
  ...x.map((at): Guide => ({ axis: 0, at, from: y[0], to: y[1] })),
  ...y.map((at): Guide => ({ axis: 1, at, from: x[0], to: x[1] })),
];

/** Moves every point that is closer than `reach` (m) to a guide onto it. */
export const snapTo = (
  points: readonly Point[],
  guides: readonly Guide[],
  reach: number,
): Point[] =>
  points.map((point) =>
    guides.reduce<Point>(([x, y], { axis, at, from, to }) => {
      const [across, along] = axis === 0 ? [x, y] : [y, x];
      if (Math.abs(across - at) > reach || along < from - reach || along > to + reach)
        return [x, y];
      return axis === 0 ? [at, y] : [x, at];
    }, point),
  );
