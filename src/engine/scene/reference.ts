/** The error of one simulated sample, measured against a mesh with four times as many points. */
import type { SampleParameters } from '../experiment/parameters.ts';
import { relativeL2OfField } from '../metrics.ts';
import { expectedStep } from './accuracy.ts';
import { overBudget } from './budget.ts';
import { cellsAlong, cellSize } from './domain.ts';
import { cellsPerSide, meshed } from './meshed.ts';
import type { SimulatedExperiment } from './sharing.ts';
import { Simulator } from './simulator.ts';
import { SceneError } from 'slimwave-waves/scene/sceneError';

/** Points of the reference in place of one, along each axis. */
const FINER = 4;
/** Elements of order 1 are measured against spectral ones. */
const REFERENCE_ORDER = 4;

/** The same experiment with four times as many points along each axis; layers beyond open sides stay as thick. */
export function referenceOf<E extends SimulatedExperiment>(experiment: E): E {
  const { scene } = meshed(experiment);
  const order = Math.max(REFERENCE_ORDER, scene.order);
  const points = FINER * scene.order * scene.elements;
  const unfitted = scene.inclusions.length + scene.layers.length > 0;
  return {
    ...experiment,
    scene: {
      ...scene,
      order,
      elements: Math.ceil(points / order),
      mesh: scene.mesh === 'fitted' || unfitted ? 'fitted' : 'quadrilaterals',
    },
  };
}

export interface MeasuredAccuracy {
  /** Relative L2 norm of the difference in the zone over all output times; NaN where the reference is silent. */
  error: number;
  cells: number;
  order: number;
  referenceCells: number;
  referenceOrder: number;
}

/** Why a reference is too much to be simulated, as a sentence; found before anything of it is made. */
function referenceProblem(reference: SimulatedExperiment): string | undefined {
  const { scene } = reference;
  const cells = cellsPerSide(reference);
  const [across, up] = cellsAlong(scene, cellSize(scene, cells));
  const nodes = (across * scene.order + 1) * (up * scene.order + 1);
  const steps = scene.duration / expectedStep(reference, cells);
  return overBudget(steps, nodes) === undefined
    ? undefined
    : `The reference has ${FINER} times as many points along each axis: about ${Math.round(steps)} time steps on ${nodes} nodes, too much to simulate here. Choose fewer cells per side, a lower order or a shorter time to have the error measured.`;
}

/** The zone of a sample that is simulated for it alone. */
function zoneOf(
  experiment: SimulatedExperiment,
  values: SampleParameters,
  onProgress?: (share: number) => void,
): Float32Array {
  const simulator = new Simulator(experiment);
  const { zone } = simulator.run(values, { onProgress });
  simulator.dispose();
  return zone;
}

/**
 * Simulates a sample and its reference, or only the reference where the sample's zone is known; `onProgress` is about
 * the reference. Throws `MeshError` or `SceneError`.
 */
export function measureAccuracy(
  experiment: SimulatedExperiment,
  values: SampleParameters,
  { zone, onProgress }: { zone?: Float32Array; onProgress?: (share: number) => void } = {},
): MeasuredAccuracy {
  const reference = referenceOf(experiment);
  const problem = referenceProblem(reference);
  if (problem !== undefined) throw new SceneError(problem);
  const measured = zone ?? zoneOf(experiment, values);
  return {
    error: relativeL2OfField(measured, zoneOf(reference, values, onProgress)),
    cells: cellsPerSide(experiment),
    order: experiment.scene.order,
    referenceCells: cellsPerSide(reference),
    referenceOrder: reference.scene.order,
  };
}
