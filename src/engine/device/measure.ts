/**
 * How long a training step of an experiment's networks takes on the current backend: the networks themselves, on
 * made-up samples, for some tens of milliseconds.
 */
import { gpuIdle, runsAhead } from 'slimwave-kernels/webgpu/queue';
import { SampleSet } from '../data/dataset.ts';
import type { Experiment } from '../experiment/schema.ts';
import { type NetworkId, idsOf } from '../experiment/network.ts';
import { buildNetwork } from '../nets/build.ts';
import { classicalTwin, planNetwork, type NetworkPlan } from '../nets/plan.ts';
import { compileTraining } from '../train/compile.ts';
import type { Compiling } from '../train/progress.ts';
import { compressedAfterwards } from '../train/steps.ts';
import { Trainer } from '../train/trainer.ts';

/** Time of a training step of each network of the experiment (ms). */
export type StepTimes = Readonly<Partial<Record<NetworkId, number>>>;

/** Time that one network's timed steps may take (ms); two are always made. */
const BUDGET_MS = 30;
/** Aim for one step (ms). */
const STEP_MS = 15;
/** A step costs its forward pass and two gradients. */
const PASSES = 3;
/** Steps between two waits for a GPU: the wait itself takes about a millisecond. */
const GPU_STEPS = 4;

/** The network as it is trained at first. */
const trainedPlan = (experiment: Experiment, id: NetworkId): NetworkPlan =>
  (compressedAfterwards(experiment, id) ? classicalTwin : planNetwork)(experiment, id);

const plansOf = (experiment: Experiment): NetworkPlan[] =>
  idsOf(experiment).map((id) => trainedPlan(experiment, id));

/** What the times depend on: experiments with the same key need not be measured twice. */
export const measureKey = (experiment: Experiment): string =>
  JSON.stringify([
    experiment.training.batch,
    plansOf(experiment).map(({ layers }) =>
      layers.map(({ shape, grid, format, rank, execution }) => [
        shape,
        grid,
        format,
        rank,
        execution,
      ]),
    ),
  ]);

/** A step with one sample, of the costliest network (MACs). */
const leastWork = (experiment: Experiment): number =>
  PASSES * Math.max(...plansOf(experiment).map(({ totals }) => totals.macs));

/** Time (ms) of a step with one sample of the costliest network, at a pace in MACs per ms. */
export const leastTime = (experiment: Experiment, pace: number): number =>
  leastWork(experiment) / pace;

/** Samples of a batch that all networks can be measured with at this pace (MACs per ms). */
export function samplesFor(experiment: Experiment, pace: number): number {
  const affordable = Math.floor(STEP_MS / leastTime(experiment, pace));
  return Math.max(1, Math.min(experiment.training.batch, affordable));
}

/** One sample of numbers of order 1: zeros might be computed faster. */
function madeUpSample(experiment: Experiment): SampleSet {
  const data = new SampleSet(1, experiment);
  data.inputs.forEach((_, i) => {
    data.inputs[i] = Math.sin(i + 1);
  });
  data.fields.forEach((_, i) => {
    data.fields[i] = Math.cos(i + 1);
  });
  data.norms[0] = Math.sqrt(data.size / 2);
  return data;
}

/** Compiles the shaders of all networks in parallel, where the current backend has any. */
export async function compileAll(
  experiment: Experiment,
  onProgress: (state: Compiling) => void,
): Promise<void> {
  const data = madeUpSample(experiment);
  for (const id of idsOf(experiment)) await compileTraining(experiment, id, data, onProgress);
}

/**
 * Times of one training step of each network with so many samples (ms): the smallest of a few after a first one,
 * which takes longer.
 */
export async function measureSteps(experiment: Experiment, samples: number): Promise<StepTimes> {
  const data = madeUpSample(experiment);
  const times: Partial<Record<NetworkId, number>> = {};
  for (const id of idsOf(experiment)) times[id] = await measureStep(experiment, id, samples, data);
  return times;
}

async function measureStep(
  experiment: Experiment,
  id: NetworkId,
  samples: number,
  data: SampleSet,
): Promise<number> {
  const settings = { ...experiment.training, batch: samples };
  // The rate is too small to lead anywhere.
  const options = { steps: settings.steps, rates: 1e-9 };
  const model = buildNetwork(experiment, id, trainedPlan(experiment, id));
  const trainer = new Trainer(model, settings, data, options);
  try {
    await timeOf(trainer, 1);
    const begun = performance.now();
    let best = await timeOf(trainer, 1);
    const steps = runsAhead() ? GPU_STEPS : 1;
    do {
      best = Math.min(best, await timeOf(trainer, steps));
    } while (performance.now() - begun + steps * best < BUDGET_MS);
    return best;
  } finally {
    trainer.dispose();
  }
}

async function timeOf(trainer: Trainer, steps: number): Promise<number> {
  const started = performance.now();
  for (let i = 0; i < steps; i++) trainer.trainStep();
  await gpuIdle();
  return (performance.now() - started) / steps;
}
