/** Which values of a sample's field lie outside all obstacles: errors are taken over these alone. */
import { experimentAt, type SampleParameters } from '../experiment/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import { inObstacle } from 'slimwave-waves/scene/scene';
import { meshed } from '../scene/meshed.ts';
import { sceneOf } from '../scene/scene.ts';
import { targetPoints } from '../scene/points.ts';
import { originOf, taskOf } from '../tasks/index.ts';
import { sampleParameters } from './sampling.ts';
import type { SetName } from './dataset.ts';

type Simulated = Pick<Experiment, 'scene' | 'source' | 'zone' | 'task'>;

const hasObstacles = (experiment: Simulated): boolean =>
  originOf(experiment).simulated && experiment.scene.obstacles.length > 0;

/** 1 for every position of a recorded frame that lies inside an obstacle; undefined if none does. */
export function hiddenPositions(
  experiment: Simulated,
  values: SampleParameters,
): Uint8Array | undefined {
  if (!hasObstacles(experiment)) return undefined;
  const scene = sceneOf(experimentAt(meshed(experiment), values));
  const hidden = Uint8Array.from(targetPoints(experiment), ([x, y]) =>
    inObstacle(scene, x, y) ? 1 : 0,
  );
  return hidden.includes(1) ? hidden : undefined;
}

/** Sets what a network forecasts inside obstacles to zero, as the truth has it; [frames, positions] in place. */
export function hideObstacles(
  experiment: Simulated,
  values: SampleParameters,
  field: Float32Array,
): Float32Array {
  const hidden = hiddenPositions(experiment, values);
  if (!hidden) return field;
  for (let i = 0; i < field.length; i++) if (hidden[i % hidden.length] === 1) field[i] = 0;
  return field;
}

/** The values of a network's output that lie outside obstacles, in its memory's order. */
function visibleValues(
  { task }: Simulated,
  hidden: Uint8Array,
  output: Float32Array,
): Float32Array {
  const { count: channels } = taskOf({ task }).channels(task);
  const positions = hidden.length;
  const seen = positions - hidden.reduce((sum, one) => sum + one, 0);
  const values = new Float32Array((output.length / positions) * seen);
  let count = 0;
  for (let i = 0; i < output.length; i++) {
    if (hidden[Math.floor(i / channels) % positions] === 0) values[count++] = output[i];
  }
  return values;
}

/** Leaves out of one sample's output what lies inside an obstacle. */
export type Visible = (sample: number, output: Float32Array) => Float32Array;

/** The same for all samples of a set; obstacles that do not move hide the same values in each of them. */
export function visibleIn(experiment: Experiment, set: SetName): Visible {
  if (!hasObstacles(experiment)) return (_, output) => output;
  const samples = sampleParameters(experiment)[set];
  // A byte for a position, since obstacles that move hide others in every sample.
  const known = new Map<string, Uint8Array | undefined>();
  return (sample, output) => {
    const values = samples[sample];
    const key = JSON.stringify(experimentAt(experiment, values).scene.obstacles);
    if (!known.has(key)) known.set(key, hiddenPositions(experiment, values));
    const hidden = known.get(key);
    return hidden ? visibleValues(experiment, hidden, output) : output;
  };
}
