/** What must hold between fields; each field on its own is judged by the schema. */
import { originOf, taskOf } from '../tasks/index.ts';
import { backgroundSpeed } from '../scene/background.ts';
import { overBudget, overDataBudget, overMemory } from '../scene/budget.ts';
import { sceneRules } from '../scene/check.ts';
import { cellsAlong, cellSize, longerSide } from '../scene/domain.ts';
import { mediumMissing } from '../scene/mediumFile.ts';
import { blamingMedium } from '../scene/mediumRule.ts';
import { cellsPerSide, meshed } from '../scene/meshed.ts';
import { domainPoints } from '../scene/recording.ts';
import { cellsPerWavelength, highestFrequency, speedRange } from '../scene/spans.ts';
import { outputIntervals } from 'slimwave-waves/scene/timing';
import { receiversOf } from '../reading/receivers.ts';
import { outputsOf } from '../scene/timing.ts';
import { GiB } from './bytes.ts';
import { sampleBytes } from './runBytes.ts';
import { mediumRules } from './mediumRules.ts';
import { sourceMeetsNodes, waveletWhole } from './sourceRules.ts';
import { formatNumber } from '../experiment/numbers.ts';
import { checkField, getValue, leavesOfExperiment } from '../experiment/leaves.ts';
import type { Experiment, Issue } from '../experiment/schema.ts';
import {
  architectureFits,
  divisibleGrid,
  matchedHaveModels,
  planIssues,
  referenceExists,
} from './networkRules.ts';

/** Samples of one network at most (bytes of float32): more would not fit beside those of the other networks. */
const MAX_DATA_BYTES = 1e9;
/** One wave on the whole domain at every output interval, as the stage wants it (bytes of float32). */
const MAX_RECORDING_BYTES = 2e8;
/** A trace on the zone's boundary at most (bytes of float64). */
const MAX_TRACE_BYTES = 2e8;
/** Nodes of a fitted mesh at most, as the mesher has it. */
const MAX_FITTED_NODES = 200_000;

/** As the schema has it. */
const MAX_CELLS = 256;

type Rule = (experiment: Experiment) => Issue | undefined;

const orderedTimes: Rule = ({ scene }) =>
  scene.from < scene.duration
    ? undefined
    : {
        key: 'scene.from',
        message: `First output time must be earlier than the last one (${formatNumber(scene.duration)} s).`,
      };

/** Of the zone at least, as a share of the domain's longer side. */
const LEAST_ZONE = 0.02;

const zoneHasArea =
  (axis: 'x' | 'y'): Rule =>
  ({ zone, scene }) => {
    const least = LEAST_ZONE * longerSide(scene);
    return zone[axis][1] - zone[axis][0] >= least
      ? undefined
      : {
          key: `zone.${axis}`,
          message: `Zone ${axis} must be at least ${formatNumber(least)} m wide.`,
        };
  };

const batchFits: Rule = ({ training, data }) =>
  training.batch <= data.train
    ? undefined
    : {
        key: 'training.batch',
        message: `Batch size must not exceed the ${data.train} training samples.`,
      };

const dataFits: Rule = (experiment) => {
  const bytes = sampleBytes(experiment);
  return bytes <= MAX_DATA_BYTES
    ? undefined
    : {
        key: 'data.train',
        message: `The samples would need ${GiB(bytes)} of memory per network; at most ${GiB(MAX_DATA_BYTES)} is allowed. Use fewer samples, a coarser grid or fewer output times.`,
      };
};

/** Output intervals of an experiment, from t = 0 to the last output. */
const intervalsOf = (experiment: Experiment): number => outputIntervals(outputsOf(experiment));

/** Time steps times cells per unit of c·t: Δt ≈ h/(√2 c) on squares, about 0.6 of that when fitted. */
const STEPS_PER_CELL = { triangles: Math.SQRT2, quadrilaterals: Math.SQRT2, fitted: 2.4 } as const;
/**
 * The points of spectral elements lie closer near the sides of a cell, by the square of the order, and the scheme of
 * fourth order takes steps √3 times as long, each with twice the work: in steps of the leapfrog, 2/√3 p² · 0.4.
 */
const stepsPerCell = ({ mesh, order }: Experiment['scene']): number =>
  order === 1 ? STEPS_PER_CELL[mesh] : STEPS_PER_CELL[mesh] * 0.46 * order ** 2;

/** Time steps on a mesh of so many cells along the longer side, estimated before it exists. */
const stepsOn = (experiment: Experiment, cells: number): number => {
  const { scene } = experiment;
  const fastest = scene.duration * speedRange(experiment).high;
  const stable = (fastest / cellSize(scene, cells)) * stepsPerCell(scene);
  return Math.max(stable, intervalsOf(experiment));
};

/** Intervals between points of the mesh along the longer side of the domain. */
const intervalsPerSide = (experiment: Experiment): number =>
  experiment.scene.order * cellsPerSide(experiment);

/** Points of a regular mesh. */
function pointsOf(experiment: Experiment): number {
  const { scene } = experiment;
  const [across, up] = cellsAlong(scene, cellSize(scene, intervalsPerSide(experiment)));
  return (across + 1) * (up + 1);
}

/** An estimate before any mesh exists; the simulator counts again once it knows the mesh. */
const workFits: Rule = (experiment) => {
  const { data } = experiment;
  const nodes = pointsOf(experiment);
  const steps = stepsOn(experiment, cellsPerSide(experiment));
  const problem = overBudget(steps, nodes) ?? overMemory(nodes);
  if (problem !== undefined) return { key: 'scene.elements', message: problem };
  const message = overDataBudget(steps, nodes, data.train + data.test);
  return message === undefined ? undefined : { key: 'data.train', message };
};

const submodelFits: Rule = (experiment) => {
  const { scene, zone } = experiment;
  if (zone.submodel === 'off') return undefined;
  const size = cellSize(scene, zone.cells) / scene.order;
  const [width, height] = [(zone.x[1] - zone.x[0]) / size, (zone.y[1] - zone.y[0]) / size];
  const nodes = Math.round((width + 1) * (height + 1));
  const elements = cellsPerSide(experiment);
  const cells = Math.max(zone.cells, elements);
  const tooMany = scene.mesh === 'fitted' && 1.4 * nodes > MAX_FITTED_NODES;
  const problem = tooMany
    ? `About ${Math.round(1.2 * nodes)} nodes are more than a fitted mesh may have (${MAX_FITTED_NODES}). Use fewer cells.`
    : overBudget(stepsOn(experiment, cells), nodes);
  if (problem !== undefined) return { key: 'zone.cells', message: `The submodel: ${problem}` };
  const samples = zone.trace === 'steps' ? stepsOn(experiment, elements) : intervalsOf(experiment);
  const bytes = (8 * samples * 2 * (width + height)) / scene.order;
  return bytes <= MAX_TRACE_BYTES
    ? undefined
    : {
        key: 'zone.cells',
        message: `The trace on the zone’s boundary would need ${GiB(bytes)} of memory; at most ${GiB(MAX_TRACE_BYTES)} is allowed. Use fewer submodel cells, a shorter time, or the trace at output intervals.`,
      };
};

const recordingFits: Rule = (experiment) => {
  const [across, up] = domainPoints(meshed(experiment).scene);
  const points = across * up;
  const bytes = 4 * (intervalsOf(experiment) + 1) * points;
  return bytes <= MAX_RECORDING_BYTES
    ? undefined
    : {
        key: 'scene.from',
        message: `The output times are so close together that ${intervalsOf(experiment)} of their intervals fit between zero and the last one, too many to record. Begin earlier or use fewer output times.`,
      };
};

const seismogramsFit: Rule = (experiment) => {
  const receivers = receiversOf(experiment).length;
  const bytes = 8 * receivers * stepsOn(experiment, cellsPerSide(experiment));
  return bytes <= MAX_TRACE_BYTES
    ? undefined
    : {
        key: 'scene.receivers',
        message: `The seismograms of ${receivers} receivers would need ${GiB(bytes)} of memory; at most ${GiB(MAX_TRACE_BYTES)} is allowed. Use fewer receivers or a shorter time.`,
      };
};

const resolved: Rule = (experiment) => {
  const { scene, source } = experiment;
  const frequency = highestFrequency(experiment);
  const { low: speed } = speedRange(experiment);
  // Whatever the rule chooses is fine enough, or stopped by its largest number of cells.
  if (frequency === 0) return undefined;
  const wanted = cellsPerWavelength(scene);
  const side = longerSide(scene);
  const cells = (speed / frequency / side) * cellsPerSide(experiment);
  // But for round-off.
  if (cells >= wanted * (1 - 1e-9)) return undefined;
  const needed = Math.ceil((wanted * frequency * side) / speed);
  const where =
    speed < backgroundSpeed(scene)[0]
      ? ` where the wave is slowest (${formatNumber(Number(speed.toPrecision(3)))} m/s)`
      : '';
  const advice =
    needed > MAX_CELLS
      ? `That takes ${needed} mesh cells per side, and there can be ${MAX_CELLS}: lower the frequency, or bring the slowest and the fastest speed closer together.`
      : `Lower the frequency, raise the speed or use at least ${needed} mesh cells per side.`;
  return {
    key: frequency === source.frequency[1] ? 'source.frequency' : 'source.more',
    message: `At ${formatNumber(frequency)} Hz a wavelength has only ${cells.toFixed(1)} mesh cells${where}; at least ${formatNumber(wanted)} are needed${scene.order > 1 ? ` with elements of order ${scene.order}` : ''}. ${advice}`,
  };
};

/** Rules that hold wherever the samples come from. */
const generalRules: readonly Rule[] = [
  architectureFits,
  divisibleGrid,
  matchedHaveModels,
  referenceExists,
  batchFits,
  dataFits,
];

const simulationRules: readonly Rule[] = [
  zoneHasArea('x'),
  zoneHasArea('y'),
  blamingMedium(resolved),
  sourceMeetsNodes,
  waveletWhole,
  ...sceneRules,
];

/** Rules that divide by the time between the first and the last output. */
const timedRules: readonly Rule[] = [
  blamingMedium(workFits),
  recordingFits,
  seismogramsFit,
  submodelFits,
];

/** Without it nothing else about the task can be judged. */
const taskProblem: Rule = (experiment) => taskOf(experiment).problem?.(experiment.task);

/** One part of the verdict on an experiment: what it says follows from the settings that it reads. */
export type Judgement = (experiment: Experiment) => readonly Issue[];

const usable = (experiment: Experiment): boolean => !taskProblem(experiment);
/** Of a background in a file that is not open, nothing is known. */
const simulated = (experiment: Experiment): boolean =>
  usable(experiment) && originOf(experiment).simulated && !mediumMissing(experiment.scene);
const timed = (experiment: Experiment): boolean =>
  simulated(experiment) && !orderedTimes(experiment);

const inMedium = (experiment: Experiment): boolean =>
  usable(experiment) && originOf(experiment).id === 'medium';

/** A rule where it can be judged at all. */
const judgement =
  (applies: (experiment: Experiment) => boolean) =>
  (rule: Rule): Judgement =>
  (experiment) => {
    const issue = applies(experiment) ? rule(experiment) : undefined;
    return issue ? [issue] : [];
  };

/** All that must hold between fields which are valid on their own. */
export const judgements: readonly Judgement[] = [
  judgement(() => true)(taskProblem),
  judgement(simulated)(orderedTimes),
  ...generalRules.map(judgement(usable)),
  ...simulationRules.map(judgement(simulated)),
  ...timedRules.map(judgement(timed)),
  ...mediumRules.map(judgement(inMedium)),
  (experiment) => (usable(experiment) ? planIssues(experiment) : []),
];

/** Everything that is wrong with an experiment: single fields first, else what does not fit together. */
export function validateExperiment(experiment: Experiment): Issue[] {
  const single = leavesOfExperiment(experiment).flatMap((leaf): Issue[] => {
    const result = checkField(leaf, getValue(experiment, leaf.key));
    return result.ok ? [] : [{ key: leaf.key, message: result.message }];
  });
  return single.length > 0 ? single : judgements.flatMap((judge) => judge(experiment));
}
