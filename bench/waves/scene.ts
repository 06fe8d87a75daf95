/** What all codes simulate: the default scene, one sample of it. */
import { layerThickness } from 'slimwave-waves/scene/openSides';
import type { Excitation } from 'slimwave-waves/scene/excitation';
import type { Model } from 'slimwave-waves/scene/model';
import { gridPoints } from 'slimwave-waves/scene/points';
import type { Scene } from 'slimwave-waves/scene/scene';
import type { Outputs } from 'slimwave-waves/scene/timing';
import type { Condition } from 'slimwave-waves/system';
import type { Point } from 'slimwave-waves/mesh/mesh';
import {
  experimentAt,
  freeParameters,
  fromArray,
  middleParameters,
  type SampleParameters,
} from '../../src/engine/experiment/parameters.ts';
import { presets } from '../../src/engine/experiment/presets.ts';
import type { Experiment } from '../../src/engine/experiment/schema.ts';
import { excitationOf } from '../../src/engine/scene/excitation.ts';
import { meshed, type Meshed } from '../../src/engine/scene/meshed.ts';
import { sceneOf } from '../../src/engine/scene/scene.ts';
import { outputsOf } from '../../src/engine/scene/timing.ts';

export interface Problem {
  title: string;
  /** Without anything free. */
  experiment: Meshed<Experiment>;
  /** What holds on the sides but the bottom, which is fixed. */
  sides: Extract<Condition, 'absorbing' | 'pml'>;
  outputs: Outputs;
  /** Of the zone, [x, y]. */
  points: readonly Point[];
}

const whole = meshed(presets[0].experiment);

function problem(title: string, sides: Problem['sides'], values: SampleParameters): Problem {
  const experiment = experimentAt(whole, values);
  const { zone, task } = experiment;
  return {
    title,
    experiment,
    sides,
    outputs: outputsOf(experiment),
    points: gridPoints(zone.x, zone.y, task.grid),
  };
}

const middle = middleParameters(whole);
/** The longest way and the shortest waves. */
const hardest = fromArray(
  freeParameters(whole).map(({ key, low, high }) => (key === 'source.frequency' ? high : low)),
);

export const problems: readonly Problem[] = [
  problem('middle sample', 'absorbing', middle),
  problem('hardest sample', 'absorbing', hardest),
  problem('middle sample, open sides', 'pml', middle),
];

export interface Discretisation {
  /** Elements per side. */
  cells: number;
  /** Degree of their polynomials. */
  order: number;
  /** Thickness of the layers beyond open sides (m); as the engine chooses it if left out. */
  layer?: number;
}

/** Share of the peak frequency that the longest wave has, for which a layer is made. */
const LOWEST = 0.3;

/** The scene on regular triangles of order 1, with absorbing sides, or on squares of a higher one. */
export function sceneWith(
  { experiment, sides }: Problem,
  { cells, order, layer }: Discretisation,
): Scene {
  const { box, background, ...scene } = sceneOf(experiment);
  const size = 1 / cells;
  const open = sides === 'pml' && order > 1;
  const side = open ? 'pml' : 'absorbing';
  const longest = background.speed / (LOWEST * experiment.source.frequency[0]);
  return {
    ...scene,
    box,
    background,
    size,
    order,
    mesh: order > 1 ? 'quadrilaterals' : 'triangles',
    sides: { left: side, right: side, top: side, bottom: 'fixed' },
    layer: open ? (layer ?? layerThickness(order, size, longest, box)) : undefined,
  };
}

export const excite = ({ experiment }: Problem, model: Model): Excitation =>
  excitationOf(experiment, model);

/** ‖a − b‖ / ‖b‖ over all frames and points. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [apart, size] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    apart += (a[i] - b[i]) ** 2;
    size += b[i] ** 2;
  }
  return Math.sqrt(apart / size);
}
