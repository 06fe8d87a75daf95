/**
 * The zone of interest on its own: the same physics on a mesh of the zone alone, with u prescribed on its
 * boundary. The trace may come from the full model, or from anything that forecasts it.
 */
import type { SampleParameters } from '../experiment/parameters.ts';
import { experimentAt } from '../experiment/parameters.ts';
import { integratorOf, stabilityOf } from 'slimwave-waves/integrator';
import { overBudget } from './budget.ts';
import { cellSize } from './domain.ts';
import { SceneError } from 'slimwave-waves/scene/sceneError';
import { drivenDisplacement } from 'slimwave-waves/scene/excitation';
import { excitationOf } from './excitation.ts';
import { incomingAt } from 'slimwave-waves/scene/incoming';
import { integrate } from 'slimwave-waves/scene/integrate';
import { bareBoundary, recordFromTrace } from 'slimwave-waves/scene/flush';
import { interpolationMatrix } from 'slimwave-waves/interpolation';
import { buildModel, type Model } from 'slimwave-waves/scene/model';
import { recordFrames } from 'slimwave-waves/scene/recorder';
import { inObstacle, type Scene } from 'slimwave-waves/scene/scene';
import { meshed } from './meshed.ts';
import { sceneOf } from './scene.ts';
import { boxPolygon, overlap } from 'slimwave-waves/scene/shapes';
import { gridPoints } from 'slimwave-waves/scene/points';
import type { SimulatedExperiment } from './sharing.ts';
import { scatteredStart } from './submodelStart.ts';
import { outputsOf } from './timing.ts';
import { planTiming, type Timing } from 'slimwave-waves/scene/timing';
import { positionOf, traceInterpolator, type BoundaryTrace } from 'slimwave-waves/scene/trace';

/** The part of a scene inside the zone. */
function submodelScene(
  scene: Scene,
  { zone, scene: extents }: Pick<SimulatedExperiment, 'zone' | 'scene'>,
): Scene {
  const { x, y } = zone;
  return {
    ...scene,
    size: cellSize(extents, zone.cells),
    box: { x, y },
    whole: scene.box,
    outline: undefined,
    sides: { left: 'driven', right: 'driven', bottom: 'driven', top: 'driven' },
    obstacles: scene.obstacles.filter(({ shape }) => overlap(shape, boxPolygon(zone))),
    lines: [],
  };
}

export interface SubmodelResult {
  /** u (m) on the zone's grid, [frames, grid x, grid y]. */
  zone: Float32Array;
  model: Model;
  timing: Timing;
}

/** Places in the list of driven nodes that belong to obstacles alone: the trace says nothing about them. */
function drivenObstacleNodes({ mesh, system }: Model): number[] {
  const { left, right, bottom, top } = mesh.boundary;
  const sides = new Set([left, right, bottom, top].flatMap((edges) => [...(edges ?? [])]));
  return [...system.driven.keys()].filter((k) => !sides.has(system.driven[k]));
}

/**
 * Solves the zone under a trace on its boundary. Where the full model's bound of the largest eigenvalue is
 * the greater one, its time step is taken, so that on a matching mesh both give the same numbers.
 */
export function runSubmodel(
  experiment: SimulatedExperiment,
  values: SampleParameters,
  trace: BoundaryTrace,
  fullLambdaMax = 0,
): SubmodelResult {
  const fixed = experimentAt(meshed(experiment), values);
  const { zone, task } = fixed;
  const scene = submodelScene(sceneOf(fixed), fixed);
  const model = buildModel(scene);
  const { mesh, system } = model;
  const lambdaMax = Math.max(model.lambdaMax, fullLambdaMax);
  const timing = planTiming(lambdaMax, outputsOf(fixed), stabilityOf(system));
  const problem = overBudget(timing.steps, mesh.x.length);
  if (problem !== undefined) throw new SceneError(problem);
  const points = gridPoints(zone.x, zone.y, task.grid);
  const hidden = (x: number, y: number) => inObstacle(scene, x, y);
  const bare = bareBoundary(mesh, zone);
  const grid = interpolationMatrix(mesh, points, (x, y) => hidden(x, y) || bare(x, y), 'zero');
  const chosen = [...points.keys()].filter((p) => bare(...points[p]) && !hidden(...points[p]));
  const field = new Float32Array(timing.outputTimes.length * grid.rows);
  const at = Array.from(system.driven, (node) => positionOf(zone, [mesh.x[node], mesh.y[node]]));
  const interpolate = traceInterpolator(trace, at, fixed.scene.duration);
  const excitation = { ...excitationOf(fixed, model) };
  if (excitation.scattered) excitation.state = scatteredStart(fixed, mesh, timing.dt);
  const onObstacles = drivenObstacleNodes(model);
  const boundary = (_lane: number, t: number, out: Float64Array) => {
    interpolate(t, out);
    for (const k of onObstacles) out[k] = drivenDisplacement(excitation, t);
  };
  const integrator = integratorOf(system, timing.dt);
  try {
    integrate(integrator, [excitation], { count: at.length, boundary }, timing.steps, [
      recordFrames(integrator, grid, field, timing, 0, incomingAt(excitation, mesh, grid)),
      recordFromTrace(trace, { box: zone, points, chosen }, field, timing),
    ]);
  } finally {
    integrator.dispose();
  }
  return { zone: field, model, timing };
}
