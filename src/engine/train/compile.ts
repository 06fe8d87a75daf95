import { compilePipelines } from 'slimwave-kernels/webgpu/compile';
import * as tf from '@tensorflow/tfjs-core';
import type { SampleSet } from '../data/dataset.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { NetworkId } from '../experiment/network.ts';
import { buildNetwork } from '../nets/build.ts';
import { classicalTwin, planNetwork } from '../nets/plan.ts';
import { forecastBatch } from './evaluate.ts';
import type { Compiling } from './progress.ts';
import { compressedAfterwards } from './steps.ts';
import { Trainer } from './trainer.ts';

/**
 * Compiles everything that training a network needs on the current backend. The networks that it steps in
 * dry are built for this and thrown away: in a dry run the optimizer leaves arbitrary weights. `onProgress` is not
 * called if nothing is to be compiled. If `shouldPause` says so after a shader, the others are not waited for.
 */
export async function compileTraining(
  experiment: Experiment,
  id: NetworkId,
  data: SampleSet,
  onProgress: (state: Compiling) => void,
  shouldPause: () => boolean = () => false,
): Promise<void> {
  if (tf.getBackend() !== 'webgpu') return;
  const { training } = experiment;
  const plan = planNetwork(experiment, id);
  const plans = compressedAfterwards(experiment, id)
    ? [classicalTwin(experiment, id), plan]
    : [plan];
  const trainers = plans.map(
    (one) =>
      new Trainer(buildNetwork(experiment, id, one), training, data, {
        steps: training.steps,
        // Rates are numbers that the shaders are given: these would never be used.
        rates: 0,
      }),
  );
  let left = false;
  try {
    await new Promise<void>((resolve, reject) => {
      const compiled = compilePipelines(
        () => trainers.forEach((trainer) => dryRun(trainer, data)),
        (done, total) => {
          if (left) return;
          onProgress({ done, total });
          if (shouldPause()) resolve();
        },
      );
      compiled.then(resolve, reject);
    });
  } finally {
    left = true;
    for (const trainer of trainers) trainer.dispose();
  }
}

/** A step, the collection of its errors, and forecasts of as many samples as are asked for at once later. */
function dryRun(trainer: Trainer, data: SampleSet): void {
  trainer.trainStep();
  trainer.trainStep();
  tf.tidy(() => {
    trainer.collectErrors();
    for (const count of new Set([1, forecastBatch(trainer)])) {
      trainer.model.apply(tf.zeros([count, ...data.inputShape]));
    }
  });
}
