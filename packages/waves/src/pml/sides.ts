/** The sides of a rectangle that waves leave through, as chains of cell sides. */
import { MeshError, type Mesh } from '../mesh/mesh.ts';
import { cellSides } from '../spectral/metric.ts';

export const SIDES = ['left', 'right', 'bottom', 'top'] as const;
export type Side = (typeof SIDES)[number];

export interface Rectangle {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** 0: the side's normal is along x; 1: along y. */
export const normalAxis = (side: Side): 0 | 1 => (side === 'left' || side === 'right' ? 0 : 1);
/** Whether the side lies at the larger coordinate. */
export const isUpper = (side: Side): boolean => side === 'right' || side === 'top';

/** The neighbours at the lower and at the upper end of a side. */
export const neighboursOf = (side: Side): readonly [Side, Side] =>
  normalAxis(side) === 0 ? ['bottom', 'top'] : ['left', 'right'];

export interface Chain {
  /** Node numbers from the lower to the upper end of the side: p per cell and one more. */
  nodes: number[];
  /** For every cell along it the places of these nodes in `mesh.cells`: p + 1 each. */
  places: Uint32Array[];
}

/** Positions closer than this share of the rectangle are the same. */
const SAME = 1e-9;

/** The cells along a side, in ascending order. Throws `MeshError` where the side has gaps. */
export function chainOf(mesh: Mesh, side: Side, box: Rectangle): Chain {
  const along = normalAxis(side) === 0 ? mesh.y : mesh.x;
  const [low, high] = normalAxis(side) === 0 ? box.y : box.x;
  const { cells, order } = mesh;
  const places = cellSides(mesh, mesh.boundary[side] ?? new Uint32Array())
    .map((cell) => (along[cells[cell[0]]] < along[cells[cell[order]]] ? cell : cell.toReversed()))
    .toSorted((a, b) => along[cells[a[0]]] - along[cells[b[0]]]);
  const nodes: number[] = [];
  for (const cell of places) {
    const first = cells[cell[0]];
    if (nodes.length > 0 && nodes.at(-1) !== first) throw gap(side);
    for (let i = nodes.length > 0 ? 1 : 0; i <= order; i++) nodes.push(cells[cell[i]]);
  }
  const reach = SAME * (high - low);
  const whole =
    nodes.length > 0 &&
    Math.abs(along[nodes[0]] - low) <= reach &&
    Math.abs(along[nodes.at(-1)!] - high) <= reach;
  if (!whole) throw gap(side);
  return { nodes, places };
}

const gap = (side: Side): MeshError =>
  new MeshError(
    `An obstacle touches the open ${side} side, and the medium can’t be continued outwards there. ` +
      `Move the obstacle off the side, or make the side absorbing.`,
  );
