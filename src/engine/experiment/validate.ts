/** What must hold between fields; each field on its own is judged by the schema. */
import { architectureProblem, doublings } from '../nets/architectures/index.ts';
import { gridOf } from '../nets/graph.ts';
import { paddingOf, planNetwork } from '../nets/plan.ts';
import { product } from '../formats/format.ts';
import { largestKernel } from '../formats/paddings.ts';
import { isOwn, taskIo } from '../tasks/io.ts';
import { hasOwnShapes, ownShapesProblem } from '../tasks/ownShapes.ts';
import { MAX_POINTS, overBudget } from '../scene/budget.ts';
import { hasPulse, highestFrequency, sceneRules, speedRange, usesWidth } from '../scene/check.ts';
import { outputIntervals, outputsOf } from '../scene/timing.ts';
import { formatNumber } from './numbers.ts';
import { checkField, getValue, leaves, type Experiment, type Issue } from './schema.ts';

/** Samples of one network at most (bytes of float32): more would not fit beside the other network's. */
const MAX_DATA_BYTES = 1e9;
/** Weights, optimizer and activations of one training step at most: a 32-bit wasm memory ends at 4 GB. */
const MAX_TRAINING_BYTES = 2e9;
/** One wave on the whole square at every output interval, as the stage wants it (bytes of float32). */
const MAX_RECORDING_BYTES = 2e8;
/**
 * Mesh cells per wavelength of a Ricker wavelet's peak frequency. It holds frequencies up to about 2.5
 * times the peak, which then still have four cells.
 */
export const CELLS_PER_WAVELENGTH = 10;
/** Mesh cells per standard deviation of the source; with fewer it would fall between the nodes. */
const CELLS_PER_SOURCE = 0.6;
/** The same for a Gaussian displacement, whose wave is as short as its width (12 % off at this limit). */
const CELLS_PER_PULSE = 2.5;
/** Work of all samples at most (node updates): some hours on one core. */
const MAX_DATA_UPDATES = 1e13;
/** A trace on the zone's boundary at most (bytes of float64). */
const MAX_TRACE_BYTES = 2e8;
/** Nodes of a fitted mesh at most, as the mesher has it. */
const MAX_FITTED_NODES = 200_000;

const GiB = (bytes: number): string => `${(bytes / 2 ** 30).toPrecision(2)} GiB`;

type Rule = (experiment: Experiment) => Issue | undefined;

const architectureFits: Rule = (experiment) => {
  const message = architectureProblem(experiment.net.kind, taskIo(experiment));
  return message === undefined ? undefined : { key: 'net.kind', message };
};

/** The field behind every axis of a task's output grid. */
const axisKeys = ({ task }: Experiment): readonly string[] => {
  switch (task.kind) {
    case 'zone-frames':
    case 'propagator':
      return ['task.grid', 'task.grid'];
    case 'zone-volume':
      return ['task.frames', 'task.grid', 'task.grid'];
    case 'boundary-trace':
      return ['task.frames', 'task.arc'];
    case 'own':
      return ['task.outputs', 'task.outputs', 'task.outputs'];
    default:
      return task.kind satisfies never;
  }
};
const axisNames: Readonly<Record<string, string>> = {
  'task.grid': 'Grid points per side',
  'task.frames': 'Output times',
  'task.arc': 'Points along the boundary',
};

const divisibleGrid: Rule = (experiment) => {
  const io = taskIo(experiment);
  const times = doublings(experiment.net, io);
  const factor = 2 ** times;
  const axis = io.grid.findIndex((n) => n % factor !== 0);
  if (axis < 0) return undefined;
  const key = axisKeys(experiment)[axis];
  const nearest = Math.max(factor, Math.round(io.grid[axis] / factor) * factor);
  if (isOwn(experiment)) {
    return {
      key,
      message: `Outputs of a sample have ${io.grid[axis]} points along one axis, which is not divisible by ${factor} as the network needs that doubles the grid ${times} times. Take fewer blocks, or save fields of ${nearest} points.`,
    };
  }
  return {
    key,
    message: `${axisNames[key]} must be divisible by ${factor}, because the network doubles the grid ${times} times. Try ${nearest}, or fewer blocks.`,
  };
};

const kernelMeetsGrid: Rule = (experiment) => {
  const io = taskIo(experiment);
  const { nodes } = planNetwork(experiment, 'a');
  const grids = nodes.flatMap((node) =>
    node.op === 'convolution' ? [gridOf(nodes[node.from])] : [],
  );
  const limits = paddingOf(experiment, io).flatMap((padding, axis) =>
    grids.map((grid) => largestKernel(padding, grid[axis])),
  );
  const largest = Math.min(...limits);
  return experiment.net.kernel <= largest
    ? undefined
    : {
        key: 'net.kernel',
        message: `Kernel size must be at most ${largest}, because circular or odd padding of the smallest grid reaches no further. Take a smaller kernel, zero padding or fewer blocks.`,
      };
};

const oneIsMatched: Rule = ({ a, b }) =>
  a.width === 'matched' && b.width === 'matched'
    ? {
        key: 'b.width',
        message: 'Channels: only one network can be matched to the other; make one of them full.',
      }
    : undefined;

const layersExist: Rule = (experiment) => {
  for (const id of ['a', 'b'] as const) {
    const count = planNetwork(experiment, id).layers.filter(
      ({ kind }) => kind === 'convolution',
    ).length;
    const numbers = experiment[id].layers.map((item) => item.numbers[0][0]);
    const wrong = numbers.find((number) => number > count || !Number.isInteger(number));
    if (wrong !== undefined) {
      return {
        key: `${id}.layers`,
        message: `Single layers: there is no layer ${wrong}; this network has the convolutions 1 to ${count}.`,
      };
    }
    const twice = numbers.find((number, i) => numbers.indexOf(number) !== i);
    if (twice !== undefined) {
      return {
        key: `${id}.layers`,
        message: `Single layers: layer ${twice} is named twice; remove one of the two.`,
      };
    }
  }
  return undefined;
};

const orderedTimes: Rule = ({ scene }) =>
  scene.from < scene.duration
    ? undefined
    : {
        key: 'scene.from',
        message: `First output time must be earlier than the last one (${formatNumber(scene.duration)} s).`,
      };

const zoneHasArea =
  (axis: 'x' | 'y'): Rule =>
  ({ zone }) =>
    zone[axis][1] - zone[axis][0] >= 0.02
      ? undefined
      : { key: `zone.${axis}`, message: `Zone ${axis} must be at least 0.02 m wide.` };

const batchFits: Rule = ({ training, data }) =>
  training.batch <= data.train
    ? undefined
    : {
        key: 'training.batch',
        message: `Batch size must not exceed the ${data.train} training samples.`,
      };

const dataFits: Rule = (experiment) => {
  const { data } = experiment;
  const { grid, channels, input } = taskIo(experiment);
  const values = channels * product(grid) + product(input);
  const bytes = 4 * values * (data.train + data.test);
  return bytes <= MAX_DATA_BYTES
    ? undefined
    : {
        key: 'data.train',
        message: `The samples would take ${GiB(bytes)} of memory per network; at most ${GiB(MAX_DATA_BYTES)} is allowed. Take fewer samples, a coarser grid or fewer output times.`,
      };
};

const trainingFits: Rule = (experiment) => {
  const bytes = Math.max(
    ...(['a', 'b'] as const).map((id) => {
      const { weightBytes, optimizerBytes, activationBytes, rebuildBytes } = planNetwork(
        experiment,
        id,
      ).totals;
      // The gradients are as large as the weights.
      const fixed = 2 * weightBytes + optimizerBytes + rebuildBytes;
      return fixed + experiment.training.batch * activationBytes;
    }),
  );
  return bytes <= MAX_TRAINING_BYTES
    ? undefined
    : {
        key: 'training.batch',
        message: `One training step would take about ${GiB(bytes)} of memory; at most ${GiB(MAX_TRAINING_BYTES)} is allowed. Take smaller batches, fewer channels or a coarser grid.`,
      };
};

/** Output intervals of an experiment, from t = 0 to the last output. */
const intervalsOf = (experiment: Experiment): number => outputIntervals(outputsOf(experiment));

/** Time steps times cells per unit of c·t: Δt ≈ h/(√2 c) on squares, about 0.6 of that when fitted. */
const STEPS_PER_CELL = { triangles: Math.SQRT2, quadrilaterals: Math.SQRT2, fitted: 2.4 } as const;

/** Time steps on a mesh of so many cells per metre, estimated before it exists. */
const stepsOn = (experiment: Experiment, cells: number): number => {
  const { scene } = experiment;
  const stable = scene.duration * speedRange(experiment).high * cells * STEPS_PER_CELL[scene.mesh];
  return Math.max(stable, intervalsOf(experiment));
};

/** An estimate before any mesh exists; the simulator counts again once it knows the mesh. */
const workFits: Rule = (experiment) => {
  const { scene, data } = experiment;
  const nodes = (scene.elements + 1) ** 2;
  const steps = stepsOn(experiment, scene.elements);
  const problem = overBudget(steps, nodes);
  if (problem !== undefined) return { key: 'scene.elements', message: problem };
  const samples = data.train + data.test;
  return steps * nodes * samples <= MAX_DATA_UPDATES
    ? undefined
    : {
        key: 'data.train',
        message: `The ${samples} samples would take about ${Math.round(steps)} time steps on ${nodes} nodes each, hours in all and more than the budget of ${MAX_DATA_UPDATES.toExponential(0)} node updates. Take fewer samples, a coarser mesh or a shorter time.`,
      };
};

const submodelFits: Rule = (experiment) => {
  const { scene, zone } = experiment;
  if (zone.submodel === 'off') return undefined;
  const [width, height] = [zone.x[1] - zone.x[0], zone.y[1] - zone.y[0]];
  const nodes = Math.round((width * zone.cells + 1) * (height * zone.cells + 1));
  const cells = Math.max(zone.cells, scene.elements);
  const tooMany = scene.mesh === 'fitted' && 1.4 * nodes > MAX_FITTED_NODES;
  const problem = tooMany
    ? `About ${Math.round(1.2 * nodes)} nodes are more than a fitted mesh may have (${MAX_FITTED_NODES}). Take fewer cells.`
    : overBudget(stepsOn(experiment, cells), nodes);
  if (problem !== undefined) return { key: 'zone.cells', message: `The submodel: ${problem}` };
  const samples =
    zone.trace === 'steps' ? stepsOn(experiment, scene.elements) : intervalsOf(experiment);
  const bytes = 8 * samples * 2 * (width + height) * zone.cells;
  return bytes <= MAX_TRACE_BYTES
    ? undefined
    : {
        key: 'zone.cells',
        message: `The trace on the zone’s boundary would take ${GiB(bytes)} of memory; at most ${GiB(MAX_TRACE_BYTES)} is allowed. Take fewer submodel cells, a shorter time, or the trace at output intervals.`,
      };
};

const recordingFits: Rule = (experiment) => {
  const points = Math.min(MAX_POINTS, experiment.scene.elements + 1) ** 2;
  const bytes = 4 * (intervalsOf(experiment) + 1) * points;
  return bytes <= MAX_RECORDING_BYTES
    ? undefined
    : {
        key: 'scene.from',
        message: `The output times are so close together that ${intervalsOf(experiment)} of their intervals fit between zero and the last one, too many to record. Begin earlier or take fewer output times.`,
      };
};

const resolved: Rule = (experiment) => {
  const { scene, source } = experiment;
  const frequency = highestFrequency(experiment);
  const { low: speed } = speedRange(experiment);
  if (frequency === 0) return undefined;
  const cells = (speed / frequency) * scene.elements;
  if (cells >= CELLS_PER_WAVELENGTH) return undefined;
  const needed = Math.ceil((CELLS_PER_WAVELENGTH * frequency) / speed);
  const where =
    speed < scene.speed[0] ? ` where the wave is slowest (${formatNumber(speed)} m/s)` : '';
  return {
    key: frequency === source.frequency[1] ? 'source.frequency' : 'source.more',
    message: `At ${formatNumber(frequency)} Hz a wavelength has only ${cells.toFixed(1)} mesh cells${where}; at least ${CELLS_PER_WAVELENGTH} are needed. Lower the frequency, raise the speed or use at least ${needed} mesh cells per side.`,
  };
};

const sourceMeetsNodes: Rule = (experiment) => {
  const { scene, source } = experiment;
  const smallest = (hasPulse(experiment) ? CELLS_PER_PULSE : CELLS_PER_SOURCE) / scene.elements;
  return !usesWidth(experiment) || source.width >= smallest
    ? undefined
    : {
        key: 'source.width',
        message: `Source width must be at least ${smallest.toPrecision(2)} m on this mesh, ${hasPulse(experiment) ? 'or the pulse is not resolved' : 'or the source falls between the nodes'}.`,
      };
};

/** Rules that hold wherever the samples come from. */
const generalRules: readonly Rule[] = [
  architectureFits,
  divisibleGrid,
  oneIsMatched,
  batchFits,
  dataFits,
];

const simulationRules: readonly Rule[] = [
  zoneHasArea('x'),
  zoneHasArea('y'),
  resolved,
  sourceMeetsNodes,
  ...sceneRules,
];

/** Rules that divide by the time between the first and the last output. */
const timedRules: readonly Rule[] = [workFits, recordingFits, submodelFits];

/** Rules that need a plan, and therefore an architecture that fits. */
const plannedRules: readonly Rule[] = [kernelMeetsGrid, layersExist, trainingFits];

/** Without it nothing else about own data can be judged. */
function ownDataProblem({ task }: Experiment): Issue | undefined {
  if (task.kind !== 'own') return undefined;
  if (!hasOwnShapes(task)) {
    return {
      key: 'task.kind',
      message: 'Own data needs a file first: open or drop one under “Own data”.',
    };
  }
  return ownShapesProblem(task);
}

/** Everything that is wrong with an experiment: single fields first, else what does not fit together. */
export function validateExperiment(experiment: Experiment): Issue[] {
  const single = leaves.flatMap((leaf): Issue[] => {
    const result = checkField(leaf, getValue(experiment, leaf.key));
    return result.ok ? [] : [{ key: leaf.key, message: result.message }];
  });
  if (single.length > 0) return single;
  const own = ownDataProblem(experiment);
  if (own) return [own];
  const simulated = !isOwn(experiment);
  const times = simulated ? orderedTimes(experiment) : undefined;
  const fits = !architectureFits(experiment) && !divisibleGrid(experiment);
  const applicable = [
    ...generalRules,
    ...(simulated ? simulationRules : []),
    ...(times || !simulated ? [] : timedRules),
    ...(fits ? plannedRules : []),
  ];
  return [times, ...applicable.map((rule) => rule(experiment))].filter(
    (issue) => issue !== undefined,
  );
}
