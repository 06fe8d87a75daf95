/** What must hold in a scene for every value of its free parameters. */
import type { Item } from '../experiment/list.ts';
import { formatNumber } from '../experiment/numbers.ts';
import type { Experiment, Issue } from '../experiment/schema.ts';
import { randomStream } from '../random.ts';
import { inclusionOf, itemAt, obstacleShape } from './items.ts';
import { crestWhole, inclusionsInside, waveComesIn } from './incidence.ts';
import { MOST_LENGTHS, varies } from './background.ts';
import { cellSize, domainBox, longerSide } from './domain.ts';
import { mediumRule } from './mediumRule.ts';
import { insideDomain, receiversCounted, receiversInside } from './domainRules.ts';
import { outlineRules } from './outlineRules.ts';
import { placed } from './placed.ts';
import { cellsPerSide } from './meshed.ts';
import { openSides } from './scene.ts';
import { sourcesOffLayers } from './sourceReach.ts';
import { layerProblem } from 'slimwave-waves/scene/openSides';
import {
  bounds,
  boxPolygon,
  corners,
  enters,
  isSimple,
  overlap,
  sidesOf,
  slack,
  type Box,
  type Shape,
} from 'slimwave-waves/scene/shapes';

type Rule = (experiment: Experiment) => Issue | undefined;

const isFree = ({ numbers }: Item): boolean => numbers.some(([low, high]) => low < high);

/** A box that holds the obstacle whatever its free parameters are. */
function sweptBox(item: Item): Box {
  if (item.kind === 'polygon') {
    const [low, high] = [
      bounds(obstacleShape(itemAt(item, 0))),
      bounds(obstacleShape(itemAt(item, 1))),
    ];
    return { x: [low.x[0], high.x[1]], y: [low.y[0], high.y[1]] };
  }
  // Positions at both ends, sizes at their upper end.
  const [x, y] = item.numbers;
  const largest = itemAt(item, 1);
  const box = bounds(obstacleShape(largest));
  return {
    x: [box.x[0] - (x[1] - x[0]), box.x[1]],
    y: [box.y[0] - (y[1] - y[0]), box.y[1]],
  };
}

/** The obstacle itself, or the box it moves in. */
const occupied = (item: Item): Shape =>
  isFree(item) ? boxPolygon(sweptBox(item)) : obstacleShape(item);

const named = (item: Item, index: number): string => `obstacle ${index + 1} (${item.kind})`;
const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);
const moving = (item: Item): string => (isFree(item) ? ' for some of its free parameters' : '');

const issueAt = (key: string, message: string): Issue => ({ key, message });

const correlationResolved: Rule = ({ scene }) => {
  const least = longerSide(scene) / MOST_LENGTHS;
  return scene.contrast === 1 || scene.correlation >= least
    ? undefined
    : issueAt(
        'scene.correlation',
        `Correlation length must be at least ${formatNumber(least)} m in this domain: ${MOST_LENGTHS} of them fit along its longer side.`,
      );
};

const noPlaneInRandom: Rule = ({ scene, source }) =>
  !varies(scene) || source.kind !== 'plane'
    ? undefined
    : issueAt(
        'source.kind',
        'A plane wave needs a uniform background: choose another excitation, or the contrast 1 and no file.',
      );

const obstaclesNeedFittedMesh: Rule = ({ scene }) =>
  scene.obstacles.length === 0 || scene.mesh === 'fitted'
    ? undefined
    : issueAt(
        'scene.mesh',
        'Obstacles need the fitted mesh, whose edges follow them: choose Fitted, or remove the obstacles.',
      );

const orderFitsMesh: Rule = ({ scene }) =>
  scene.order === 1 || scene.mesh !== 'triangles'
    ? undefined
    : issueAt(
        'scene.mesh',
        `Elements of order ${scene.order} need quadrilaterals: choose Quadrilaterals or Fitted, or order 1 for triangles.`,
      );

const openSidesFitOrder: Rule = ({ scene }) => {
  const [side] = scene.order === 1 ? openSides(scene) : [];
  return side === undefined
    ? undefined
    : issueAt(
        `scene.${side}`,
        'An open side needs elements of order 2 or higher: raise the order, or choose Absorbing.',
      );
};

const openSidesClear: Rule = ({ scene }) => {
  for (const [index, item] of scene.obstacles.entries()) {
    const { x, y } = sweptBox(item);
    const near = {
      left: x[0],
      right: scene.width - x[1],
      bottom: y[0],
      top: scene.height - y[1],
    };
    const side = openSides(scene).find((name) => near[name] <= slack(scene.width, scene.height));
    if (side === undefined) continue;
    return issueAt(
      'scene.obstacles',
      `${capital(named(item, index))} touches the open ${side} side${moving(item)}, and the medium can’t be continued outwards there. Move the obstacle off the side, or make the side absorbing.`,
    );
  }
  return undefined;
};

const layerSensible: Rule = (experiment) => {
  const { scene } = experiment;
  if (openSides(scene).length === 0 || scene.layerThickness === 'auto') return undefined;
  const size = cellSize(scene, cellsPerSide(experiment));
  const problem = layerProblem(scene.layerThickness, scene.order, size, domainBox(scene));
  return problem === undefined ? undefined : issueAt('scene.layerThickness', problem);
};

/** Draws of free corners that are looked at; corners at both ends come on top. */
const DRAWS = 32;

/** The item at both ends of its intervals and at some places in between. */
function* instances(item: Item): Generator<Item> {
  yield itemAt(item, 0);
  if (!isFree(item)) return;
  yield itemAt(item, 1);
  const random = randomStream(0, 'corners of a polygon');
  for (let draw = 0; draw < DRAWS; draw++) {
    yield {
      ...item,
      numbers: item.numbers.map(([low, high]) => {
        const value = low + (high - low) * random.uniform();
        return [value, value];
      }),
    };
  }
}

const polygonsSimple: Rule = ({ scene }) => {
  const lists = [
    ['scene.obstacles', 'Obstacle', scene.obstacles, obstacleShape],
    ['scene.inclusions', 'Inclusion', scene.inclusions, (item: Item) => inclusionOf(item).shape],
  ] as const;
  for (const [key, what, items, shape] of lists) {
    for (const [index, item] of items.entries()) {
      if (item.kind !== 'polygon') continue;
      for (const instance of instances(item)) {
        if (isSimple(shape(instance))) continue;
        return issueAt(
          key,
          `${what} ${index + 1} (polygon) crosses itself or has no area${moving(item)}: list its corners in order round the shape.`,
        );
      }
    }
  }
  return undefined;
};

const inclusionsSeen: Rule = (experiment) => {
  const { scene } = experiment;
  if (scene.mesh === 'fitted') return undefined;
  const cell = cellSize(scene, cellsPerSide(experiment));
  for (const [index, item] of scene.inclusions.entries()) {
    const { x, y } = bounds(inclusionOf(itemAt(item, 0)).shape);
    const smallest = Math.min(x[1] - x[0], y[1] - y[0]);
    if (smallest >= cell) continue;
    return issueAt(
      'scene.inclusions',
      `Inclusion ${index + 1} (${item.kind}) is ${smallest.toPrecision(2)} m wide, less than a cell of this mesh (${cell.toPrecision(2)} m), so the mesh cannot represent it. Make it larger, or choose the fitted mesh.`,
    );
  }
  return undefined;
};

const obstaclesInside: Rule = ({ scene }) => {
  for (const [index, item] of scene.obstacles.entries()) {
    const { x, y } = sweptBox(item);
    const domain = domainBox(scene);
    const within = (axis: 'x' | 'y', [low, high]: Box['x']) =>
      low >= -slack(high) && high <= domain[axis][1] + slack(high);
    if (within('x', x) && within('y', y)) continue;
    const span = ([low, high]: readonly [number, number]) =>
      `${formatNumber(Number(low.toFixed(4)))} to ${formatNumber(Number(high.toFixed(4)))} m`;
    return issueAt(
      'scene.obstacles',
      `${capital(named(item, index))} extends beyond the domain${moving(item)}: x from ${span(x)}, y from ${span(y)}. x must stay between 0 and ${formatNumber(scene.width)} m, y between 0 and ${formatNumber(scene.height)} m.`,
    );
  }
  return undefined;
};

const obstaclesApart: Rule = ({ scene: { obstacles } }) => {
  for (const [i, first] of obstacles.entries()) {
    for (const [j, second] of obstacles.entries()) {
      if (j <= i || !overlap(occupied(first), occupied(second))) continue;
      const free = isFree(first) || isFree(second);
      return issueAt(
        'scene.obstacles',
        `${capital(named(first, i))} and ${named(second, j)} overlap${free ? ' for some of their free parameters (the boxes they move in are compared)' : ''}. Move them apart, or draw them as one polygon.`,
      );
    }
  }
  return undefined;
};

const pointsOutsideObstacles: Rule = (experiment) => {
  for (const { key, what, place, free } of placed(experiment)) {
    for (const [index, item] of experiment.scene.obstacles.entries()) {
      if (!overlap(place, occupied(item))) continue;
      const { x, y } = sweptBox(item);
      const range = ([low, high]: readonly [number, number]) =>
        `${low.toPrecision(3)}–${high.toPrecision(3)} m`;
      return issueAt(
        key,
        `${what} ${free || isFree(item) ? 'can lie' : 'lies'} inside ${named(item, index)}${moving(item)}, which covers x ${range(x)}, y ${range(y)}. Move one of them.`,
      );
    }
  }
  return undefined;
};

const submodelBoundaryFree: Rule = ({ scene, zone }) => {
  if (zone.submodel === 'off') return undefined;
  // Where an obstacle is flush with the zone there is u on the boundary.
  const boundary = sidesOf(corners(boxPolygon(zone), 1));
  const at = scene.obstacles.findIndex((item) =>
    boundary.some(([a, b]) => enters(a, b, occupied(item))),
  );
  if (at < 0) return undefined;
  return issueAt(
    'zone.submodel',
    `The zone’s boundary meets ${named(scene.obstacles[at], at)}, where there is no u to drive a submodel. Move the zone or the obstacle, or switch the submodel off.`,
  );
};

/** What is wrong with a scene in which nothing is free, as a sentence. */
export function sceneProblem(experiment: Experiment): string | undefined {
  for (const rule of [insideDomain, obstaclesInside, obstaclesApart, pointsOutsideObstacles]) {
    const issue = rule(experiment);
    if (issue) return issue.message;
  }
  return undefined;
}

export const sceneRules: readonly Rule[] = [
  insideDomain,
  ...outlineRules,
  correlationResolved,
  mediumRule,
  noPlaneInRandom,
  orderFitsMesh,
  openSidesFitOrder,
  openSidesClear,
  layerSensible,
  sourcesOffLayers,
  obstaclesNeedFittedMesh,
  polygonsSimple,
  inclusionsSeen,
  obstaclesInside,
  obstaclesApart,
  receiversCounted,
  receiversInside,
  pointsOutsideObstacles,
  submodelBoundaryFree,
  waveComesIn,
  crestWhole,
  inclusionsInside,
];
