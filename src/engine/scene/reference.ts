/** The error of one simulated sample, measured against a mesh with four times as many points. */
import type { SampleParameters } from '../experiment/parameters.ts';
import { relativeL2OfField } from '../metrics.ts';
import { cellsPerSide, meshed } from './meshed.ts';
import type { SimulatedExperiment } from './sharing.ts';
import { Simulator } from './simulator.ts';

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

/** Simulates a sample and its reference. Throws `MeshError` or `SceneError`. */
export function measureAccuracy(
  experiment: SimulatedExperiment,
  values: SampleParameters,
): MeasuredAccuracy {
  const zoneOf = (one: SimulatedExperiment) => {
    const simulator = new Simulator(one);
    const { zone } = simulator.run(values);
    simulator.dispose();
    return zone;
  };
  const reference = referenceOf(experiment);
  return {
    error: relativeL2OfField(zoneOf(experiment), zoneOf(reference)),
    cells: cellsPerSide(experiment),
    order: experiment.scene.order,
    referenceCells: cellsPerSide(reference),
    referenceOrder: reference.scene.order,
  };
}
