/** A scene: a rectangle of materials with obstacles, in plain numbers. */
import type { Condition } from '../system.ts';
import { contains, type Box, type Shape } from './shapes.ts';

export interface Material {
  /** Wave speed c (m/s). */
  speed: number;
  /** ρ (kg/m²). */
  density: number;
}

export interface Scene {
  /** fitted: triangles whose edges follow the scene; triangles, quadrilaterals: a regular grid, without obstacles. */
  mesh: 'fitted' | 'triangles' | 'quadrilaterals';
  /** Edges of the mesh are about this long (m). */
  size: number;
  /** The rectangle that is simulated. */
  box: Box;
  /** The rectangle of the whole scene, where `box` is a part of it. */
  whole?: Box;
  sides: Readonly<Record<'left' | 'right' | 'bottom' | 'top', Condition>>;
  background: Material;
  /** Below `top` (m). */
  layers: readonly (Material & { top: number })[];
  inclusions: readonly (Material & { shape: Shape })[];
  obstacles: readonly { shape: Shape; condition: Condition }[];
  /** What a fitted mesh follows besides interfaces. */
  lines: readonly Shape[];
}

/** The material at a point: the last inclusion there, else the layer, else the background. */
export function materialAt(
  { background, layers, inclusions }: Scene,
  x: number,
  y: number,
): Material {
  const inclusion = inclusions.findLast(({ shape }) => contains(shape, x, y));
  if (inclusion) return inclusion;
  return layers.reduce<Material & { top: number }>(
    (found, layer) => (y < layer.top && layer.top < found.top ? layer : found),
    { ...background, top: Infinity },
  );
}

/** How far (m) inside the scene a point on one of its sides is looked at. */
const INWARDS = 1e-7;

/** A coordinate, moved off both ends of an interval: behind an obstacle that stands on a side is nothing. */
export const offSides = (at: number, [low, high]: Box['x']): number =>
  Math.min(high - INWARDS, Math.max(low + INWARDS, at));

/** Whether a point lies inside an obstacle, by the shapes: there is no wave, and nothing to compare. */
export function inObstacle(
  { obstacles, box, whole = box }: Pick<Scene, 'obstacles' | 'box' | 'whole'>,
  x: number,
  y: number,
): boolean {
  const [px, py] = [offSides(x, whole.x), offSides(y, whole.y)];
  return obstacles.some(({ shape }) => contains(shape, px, py));
}

/** Name of an obstacle's boundary part. */
export const obstaclePart = (index: number): string => `obstacle ${index + 1}`;
