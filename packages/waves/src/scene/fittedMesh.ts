/** Meshes that follow the obstacles, inclusions and layers of a scene. */
import { MeshError, type Mesh, type Point } from '../mesh/mesh.ts';
import { quadrilaterals } from '../mesh/quads/quadrilaterals.ts';
import { raiseOrder } from '../mesh/quads/raiseOrder.ts';
import type { Circle } from '../mesh/region.ts';
import { meshRegion, type Region } from '../mesh/unstructured.ts';
import { circleCorners } from './circleCorners.ts';
import { obstaclePart, OUTLINE, sideAt, type Scene } from './scene.ts';
import { bounds, boxPolygon, corners, sidesOf, type Shape } from './shapes.ts';
import { boxGuides, snapTo, type Guide } from './snap.ts';

/**
 * Edges of the scene may be moved by this share of the distance between nodes where they almost touch: exact triangles
 * there would be tiny, and the time step with them.
 */
const TOLERANCE = 1 / 20;

/** Corners within this share of the distance between nodes from a straight line are put onto it, see `snap.ts`. */
const REACH = 1 / 4;

/** How often a scene is meshed with its circles turned before it is given up. */
const TURNS = 8;
/** Every polygon is turned by another share of its side, in golden steps: they never repeat. */
const GOLDEN = 0.618;

/**
 * Where circles graze each other, their polygons may meet in a corner too sharp to mesh; turned a little, they
 * mostly do not. Throws `MeshError` if the scene can't be meshed.
 */
export function fittedMesh(scene: Scene): Mesh {
  let first: unknown;
  for (let attempt = 0; attempt <= TURNS; attempt++) {
    try {
      return meshTurned(scene, attempt);
    } catch (error) {
      if (!(error instanceof MeshError)) throw error;
      first ??= error;
      if (!hasCircle(scene)) break;
    }
  }
  throw first;
}

const hasCircle = ({ inclusions, obstacles }: Scene): boolean =>
  [...inclusions, ...obstacles].some(({ shape }) => shape.kind === 'circle');

function meshTurned(scene: Scene, attempt: number): Mesh {
  const { size, order = 1 } = scene;
  const tolerance = (TOLERANCE * size) / order;
  if (order === 1) return meshRegion(regionOf(scene, attempt, size), { size, tolerance });
  const { mesh, curves } = quadrilaterals(regionOf(scene, attempt, 2 * size), { size, tolerance });
  return raiseOrder(mesh, order, curves);
}

/** `side` is the length of the sides of polygons in place of circles (m). */
function regionOf(scene: Scene, attempt: number, side: number): Region {
  const { box, size, order = 1, layers, inclusions, obstacles, lines } = scene;
  const { x, y } = box;
  const spacing = size / order;
  let turned = 0;
  const guides = [
    ...layers.map(({ top }): Guide => ({ axis: 1, at: top, from: x[0], to: x[1] })),
    ...lines.flatMap((shape) => boxGuides(bounds(shape))),
    ...boxGuides(box),
  ];
  const across = (top: number): [Point, Point] => [
    [x[0], top],
    [x[1], top],
  ];
  const tops = layers.filter(({ top }) => top > y[0] && top < y[1]).map(({ top }) => across(top));
  const outline = scene.outline?.points ?? corners(boxPolygon(box), size);
  const segments = [...sidesOf(outline), ...tops];
  const all = [...[...obstacles, ...inclusions].map(({ shape }) => shape), ...lines];
  const polygon = (shape: Shape): { points: Point[]; circle?: Circle } => {
    const { x: width, y: height } = bounds(shape);
    // Small shapes must not be folded flat.
    const reach = REACH * Math.min(spacing, width[1] - width[0], height[1] - height[0]);
    const phase = (attempt * ++turned * GOLDEN) % 1;
    if (order === 1 || shape.kind === 'polygon') {
      return { points: snapTo(corners(shape, side, phase), guides, reach) };
    }
    const shapes = all.filter((other) => other !== shape);
    const sizes = { size: side, flat: reach, phase };
    const points = snapTo(circleCorners(shape, { shapes, segments }, sizes), guides, reach);
    return { points, circle: { x: shape.x, y: shape.y, radius: shape.radius } };
  };
  return {
    outline: {
      points: outline,
      names: sidesOf(outline).map(([a, b]) => sideAt(box, a, b) ?? OUTLINE),
    },
    holes: obstacles.map(({ shape }, index) => ({
      ...polygon(shape),
      names: obstaclePart(index),
    })),
    lines: [
      ...tops.map((points) => ({ points: snapTo(points, guides, REACH * spacing), closed: false })),
      ...[...inclusions.map(({ shape }) => shape), ...lines].map((shape) => ({
        ...polygon(shape),
        closed: true,
      })),
    ],
  };
}
