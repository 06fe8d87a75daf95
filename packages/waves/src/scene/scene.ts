/** A scene: a rectangle of materials with obstacles, in plain numbers. */
import type { Condition } from '../system.ts';
import { sampleField, type Field } from './field.ts';
import type { Point } from '../mesh/mesh.ts';
import { contains, distanceTo, sidesOf, slack, type Box, type Shape } from './shapes.ts';

export interface Material {
  /** Wave speed c (m/s). */
  speed: number;
  /** ρ (kg/m²). */
  density: number;
}

/** pml: beyond the side there is a layer in which waves die away, for elements of order 2 and above. */
export type SideCondition = Condition | 'pml';

export interface Outline {
  points: readonly Point[];
  condition: Condition;
}

export interface Scene {
  /** fitted: cells whose sides follow the scene; triangles, quadrilaterals: a regular grid, without obstacles. */
  mesh: 'fitted' | 'triangles' | 'quadrilaterals';
  /** Edges of the cells are about this long (m). */
  size: number;
  /** Degree of the polynomials in a cell, 1 unless given; from 2 on cells are quadrilaterals. */
  order?: number;
  /** The rectangle that is simulated. */
  box: Box;
  /** The rectangle of the whole scene, where `box` is a part of it. */
  whole?: Box;
  sides: Readonly<Record<'left' | 'right' | 'bottom' | 'top', SideCondition>>;
  /** Thickness of the layers beyond sides with the condition pml (m). */
  layer?: number;
  background: Material;
  /** In place of the background's speed, and density if it has one. */
  field?: Field;
  /** σ of the damping ρσ u' in the whole scene (1/s); none if left out. */
  damping?: number;
  /** Below `top` (m). */
  layers: readonly (Material & { top: number })[];
  inclusions: readonly (Material & { shape: Shape })[];
  obstacles: readonly { shape: Shape; condition: Condition }[];
  /**
   * A polygon inside the box: nothing is simulated outside of it. Its sides have the condition, but for those that lie on
   * a side of the box, which have that side's.
   */
  outline?: Outline;
  /** Whether cells of a regular grid that an interface cuts have its averaged media, see `averaged.ts`. */
  averaged?: boolean;
  /** What a fitted mesh follows besides interfaces. */
  lines: readonly Shape[];
  /**
   * The direction (degrees) of a plane wave from outside: what the model then computes is the field that the scene scatters of
   * it. Fixed parts that the wave meets move against it.
   */
  incident?: { angle: number };
}

/** The material at a point: the last inclusion there, else the layer, else the background. */
export function materialAt(
  { background, field, layers, inclusions }: Scene,
  x: number,
  y: number,
): Material {
  const inclusion = inclusions.findLast(({ shape }) => contains(shape, x, y));
  if (inclusion) return inclusion;
  const layer = layers.reduce<(Material & { top: number }) | undefined>(
    (found, one) => (y < one.top && one.top < (found?.top ?? Infinity) ? one : found),
    undefined,
  );
  if (layer) return layer;
  if (!field) return background;
  return {
    speed: sampleField(field, field.speed, x, y),
    density: field.density ? sampleField(field, field.density, x, y) : background.density,
  };
}

/** How far inside the scene a point on one of its sides is looked at, as a share of its extent. */
const INWARDS = 1e-7;

/** A coordinate, moved off both ends of an interval: behind an obstacle that stands on a side is nothing. */
export const offSides = (at: number, [low, high]: Box['x']): number => {
  const inwards = INWARDS * (high - low);
  return Math.min(high - inwards, Math.max(low + inwards, at));
};

/** Whether a point lies inside an obstacle or outside the outline, by the shapes: there is no wave, and nothing to compare. */
export function inObstacle(
  { obstacles, outline, box, whole = box }: Pick<Scene, 'obstacles' | 'outline' | 'box' | 'whole'>,
  x: number,
  y: number,
): boolean {
  const [px, py] = [offSides(x, whole.x), offSides(y, whole.y)];
  if (outline && beyond(outline, x, y)) return true;
  return obstacles.some(({ shape }) => contains(shape, px, py));
}

/** Whether a point lies outside an outline, and not on it. */
export const beyond = ({ points }: Pick<Outline, 'points'>, x: number, y: number): boolean =>
  !contains({ kind: 'polygon', points }, x, y) &&
  sidesOf(points).every(([a, b]) => distanceTo(a, b, x, y) > slack(x, y));

/** Name of those parts of an outline that lie on no side of the box. */
export const OUTLINE = 'outline';

/** Name of an obstacle's boundary part. */
export const obstaclePart = (index: number): string => `obstacle ${index + 1}`;

export const sideNames = ['left', 'right', 'bottom', 'top'] as const;

/** The part of a box's boundary on which a whole segment lies; undefined if there is none. */
export function sideAt({ x, y }: Box, a: Point, b: Point): (typeof sideNames)[number] | undefined {
  const near = (at: number, end: number) => Math.abs(at - end) <= slack(...x, ...y);
  const both = (axis: 0 | 1, end: number) => near(a[axis], end) && near(b[axis], end);
  if (both(0, x[0])) return 'left';
  if (both(0, x[1])) return 'right';
  if (both(1, y[0])) return 'bottom';
  return both(1, y[1]) ? 'top' : undefined;
}

/** What holds on every part of a scene's boundary. Open sides lead into layers, which are not part of it. */
export const conditionsOf = ({ sides, obstacles, outline }: Scene): Record<string, Condition> => ({
  ...(outline ? { [OUTLINE]: outline.condition } : {}),
  ...(sides as Record<string, Condition>),
  ...Object.fromEntries(obstacles.map(({ condition }, index) => [obstaclePart(index), condition])),
});

/** Whether a direction (degrees) is that of the x axis, to round-off. */
export const isHorizontal = (angle: number): boolean =>
  Math.abs(Math.sin((angle * Math.PI) / 180)) < 1e-9;

/** The same for the field that is computed: of a wave from outside, fixed parts are given what cancels it. */
export function computedConditions(scene: Scene): Record<string, Condition> {
  const conditions = conditionsOf(scene);
  if (!scene.incident) return conditions;
  // At a bottom or top that the wave runs into, it is zero together with its reflection.
  const settled = (part: string) =>
    (part === 'bottom' || part === 'top') && !isHorizontal(scene.incident!.angle);
  return Object.fromEntries(
    Object.entries(conditions).map(([part, condition]) => [
      part,
      condition === 'fixed' && !settled(part) ? 'driven' : condition,
    ]),
  );
}
