/** Whether a plane wave from outside gets into the scene, whatever its free parameters are. */
import { incomingWave } from 'slimwave-waves/scene/incoming';
import { SceneError } from 'slimwave-waves/scene/sceneError';
import { experimentAt, freeParameters, fromArray } from '../experiment/parameters.ts';
import type { Experiment, Issue } from '../experiment/schema.ts';
import { randomStream } from '../random.ts';
import { meshed, type Meshed } from './meshed.ts';
import { sceneOf } from './scene.ts';

/** Draws of free parameters that are looked at; both ends come on top. */
const DRAWS = 32;

function problemOf(fixed: Meshed<Experiment>): string | undefined {
  const { x, y, frequency, angle } = fixed.source;
  const pulse = { x: x[0], y: y[0], frequency: frequency[0], angle, height: 1 };
  // It comes in through the layers alone; a random background may be one that is refused elsewhere for its size.
  const scene = { ...fixed.scene, contrast: 1 };
  try {
    incomingWave(sceneOf({ ...fixed, scene }), pulse);
    return undefined;
  } catch (error) {
    if (error instanceof SceneError) return error.message;
    throw error;
  }
}

export function waveComesIn(experiment: Experiment): Issue | undefined {
  const { kind, incident } = experiment.source;
  if (kind !== 'plane' || incident !== 'outside') return undefined;
  const all = meshed(experiment);
  const free = freeParameters(experiment);
  const random = randomStream(0, 'plane waves from outside');
  const shares = [
    free.map(() => 0),
    free.map(() => 1),
    ...Array.from({ length: DRAWS }, () => free.map(() => random.uniform())),
  ];
  for (const share of shares) {
    const values = free.map(({ low, high }, i) => low + (high - low) * share[i]);
    const problem = problemOf(experimentAt(all, fromArray(values)));
    if (problem !== undefined) return { key: 'source.incident', message: problem };
    if (free.every(({ low, high }) => low === high)) return undefined;
  }
  return undefined;
}
