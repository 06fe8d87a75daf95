/** A scene without anything free: what the finite element model needs to know, in plain numbers. */
import type { Item } from '../experiment/list.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Condition } from 'slimwave-waves/system';
import { boxPolygon, contains, shapeOf, type Box, type Shape } from './shapes.ts';

export interface Material {
  /** Wave speed c (m/s). */
  speed: number;
  /** ρ (kg/m²). */
  density: number;
}

export interface Scene {
  mesh: Experiment['scene']['mesh'];
  /** Edges of the mesh are about this long (m). */
  size: number;
  /** The rectangle that is simulated. */
  box: Box;
  sides: Readonly<Record<'left' | 'right' | 'bottom' | 'top', Condition>>;
  background: Material;
  /** Below `top` (m). */
  layers: readonly (Material & { top: number })[];
  inclusions: readonly (Material & { shape: Shape })[];
  obstacles: readonly { shape: Shape; condition: Condition }[];
  /** What a fitted mesh follows besides interfaces. */
  lines: readonly Shape[];
}

export const UNIT_SQUARE: Box = { x: [0, 1], y: [0, 1] };

/** Numbers of an inclusion that are not its shape: speed and density. */
const MATERIAL_NUMBERS = 2;

export const obstacleShape = (item: Item): Shape => shapeOf(item, 0).shape;

export function inclusionOf(item: Item): Material & { shape: Shape } {
  const { shape, rest } = shapeOf(item, MATERIAL_NUMBERS);
  return { shape, speed: rest[0], density: rest[1] };
}

const layerOf = ({ numbers }: Item) => {
  const [top, speed, density] = numbers.map(([low]) => low);
  return { top, speed, density };
};

/** The scene of an experiment in which nothing is free (`experimentAt`). */
export function sceneOf({ scene, zone }: Pick<Experiment, 'scene' | 'zone'>): Scene {
  const { left, right, bottom, top } = scene;
  return {
    mesh: scene.mesh,
    size: 1 / scene.elements,
    box: UNIT_SQUARE,
    sides: { left, right, bottom, top },
    background: { speed: scene.speed[0], density: 1 },
    layers: scene.layers.map(layerOf),
    inclusions: scene.inclusions.map(inclusionOf),
    obstacles: scene.obstacles.map((item) => ({
      shape: obstacleShape(item),
      condition: item.option as Condition,
    })),
    lines: zone.submodel === 'on' ? [boxPolygon(zone)] : [],
  };
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

/** How far (m) inside the square a point on one of its sides is looked at. */
const INWARDS = 1e-7;

/** A coordinate, moved off the sides of the square: behind an obstacle that stands on a side is nothing. */
export const offSides = (at: number): number => Math.min(1 - INWARDS, Math.max(INWARDS, at));

/** Whether a point lies inside an obstacle, by the shapes: there is no wave, and nothing to compare. */
export const inObstacle = (
  { obstacles }: Pick<Scene, 'obstacles'>,
  x: number,
  y: number,
): boolean => obstacles.some(({ shape }) => contains(shape, offSides(x), offSides(y)));

/** Name of an obstacle's boundary part. */
export const obstaclePart = (index: number): string => `obstacle ${index + 1}`;
