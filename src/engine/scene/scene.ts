/** The scene of an experiment without anything free, in plain numbers: what the finite element model needs to know. */
import { obstacleShape, inclusionOf, polygonOf } from './items.ts';
import { boxPolygon } from 'slimwave-waves/scene/shapes';
import { backgroundField, backgroundSpeed, varies } from './background.ts';
import { cellSize, domainBox } from './domain.ts';
import type { Outline, Scene } from 'slimwave-waves/scene/scene';
import type { Condition } from 'slimwave-waves/system';
import type { Item } from '../experiment/list.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Meshed } from './meshed.ts';

const outlineOf = (item: Item): Outline => ({
  points: polygonOf(item),
  condition: item.option as Condition,
});

const layerOf = ({ numbers }: Item) => {
  const [top, speed, density] = numbers.map(([low]) => low);
  return { top, speed, density };
};

const sides = ['left', 'right', 'bottom', 'top'] as const;

/** The sides that are open. */
export const openSides = (scene: Experiment['scene']): (typeof sides)[number][] =>
  sides.filter((side) => scene[side] === 'pml');

/** Whether interfaces cut cells: on a regular mesh in a background that is the same everywhere. */
export const cutsCells = (scene: Experiment['scene']): boolean =>
  scene.mesh !== 'fitted' && !varies(scene) && scene.layers.length + scene.inclusions.length > 0;

/** The scene of an experiment in which nothing is free and the mesh is chosen (`meshed`, then `experimentAt`). */
export function sceneOf({
  scene,
  source,
  zone,
}: Meshed<Pick<Experiment, 'scene' | 'source' | 'zone'>>): Scene {
  const { left, right, bottom, top } = scene;
  const field = backgroundField(scene);
  return {
    mesh: scene.mesh,
    size: cellSize(scene, scene.elements),
    order: scene.order,
    box: domainBox(scene),
    sides: { left, right, bottom, top },
    ...(openSides(scene).length > 0 ? { layer: scene.layerThickness } : {}),
    ...(scene.interfaces === 'averaged' ? { averaged: true } : {}),
    ...(scene.damping > 0 ? { damping: scene.damping } : {}),
    ...(field ? { field } : {}),
    background: { speed: backgroundSpeed(scene)[0], density: scene.density },
    layers: scene.layers.map(layerOf),
    inclusions: scene.inclusions.map(inclusionOf),
    ...(scene.outline.length > 0 ? { outline: outlineOf(scene.outline[0]) } : {}),
    obstacles: scene.obstacles.map((item) => ({
      shape: obstacleShape(item),
      condition: item.option as Condition,
    })),
    lines: zone.submodel === 'on' ? [boxPolygon(zone)] : [],
    ...(source.kind === 'plane' && source.incident === 'outside'
      ? { incident: { angle: source.angle } }
      : {}),
  };
}
