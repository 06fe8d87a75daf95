/** What becomes of a propagator's forecasts when they are fed back, and what that depends on. */
import { modalFields } from '../data/sources/modes.ts';
import { sampleParameters } from '../data/sampling.ts';
import { planNetwork } from '../nets/plan.ts';
import { originOf } from '../tasks/index.ts';
import { exclusive } from '../train/mutex.ts';
import { forecastBatch } from '../train/evaluate.ts';
import type { Experiment } from '../experiment/schema.ts';
import { fedBackErrors, INTERVALS, type FeedBack } from './feedBack.ts';
import { spectralRadius, type SpectralRadius } from './spectralRadius.ts';
import type { Trained } from './trained.ts';

export interface Iterated {
  /** Of tasks from a field at rest to the same field later, whose solution is known at all times. */
  fedBack?: FeedBack;
  /** Of linear networks among them; `exact`: that of the exact propagator on the training samples' modes. */
  radius?: SpectralRadius & { exact: number };
}

/** Samples that are fed back at most. */
const SAMPLES = 16;

/** From u(0) to u(T) on the same grid, alone: a single field in, a single field out. */
const isPropagator = ({ experiment, sets }: Trained): boolean =>
  originOf(experiment).id === 'modes' &&
  sets.test.inputSize === sets.test.size &&
  sets.test.inputShape.at(-1) === 1;

const isLinear = ({ experiment, id }: Trained): boolean =>
  planNetwork(experiment, id).nodes.every(({ op }) => op !== 'activation' && op !== 'dense');

/** The network on fields in the unit of its inputs; F is what it makes of them in the same unit. */
function propagatorOf({ trainer, sets }: Trained): (fields: Float32Array) => Promise<Float32Array> {
  const ratio = sets.scaling!.unit[0] / sets.inputScaling.unit[0];
  const { size } = sets.test;
  const piece = forecastBatch(trainer) * size;
  return async (fields) => {
    const all = new Float32Array(fields.length);
    for (let at = 0; at < fields.length; at += piece) {
      const part = await exclusive(() => trainer.forecast(fields.slice(at, at + piece)));
      all.set(
        part.map((value) => value * ratio),
        at,
      );
    }
    return all;
  };
}

/** Undefined if `goOn` resolved to false. */
export async function iterated(
  trained: Trained,
  goOn: () => Promise<boolean>,
): Promise<Iterated | undefined> {
  if (!isPropagator(trained)) return {};
  const forecast = propagatorOf(trained);
  const fedBack = await feedBack(trained, forecast, goOn);
  if (!fedBack || !isLinear(trained)) return fedBack && { fedBack };
  const { size } = trained.sets.test;
  // A bias is no part of the linear operator.
  const atRest = await forecast(new Float32Array(size));
  const apply = async (vector: Float64Array) =>
    (await forecast(Float32Array.from(vector))).map((value, i) => value - atRest[i]);
  const found = await spectralRadius(apply, size, goOn);
  return found && { fedBack, radius: { ...found, exact: exactRadius(trained.experiment) } };
}

async function feedBack(
  { experiment, sets }: Trained,
  forecast: (fields: Float32Array) => Promise<Float32Array>,
  goOn: () => Promise<boolean>,
): Promise<FeedBack | undefined> {
  const { test, inputScaling } = sets;
  const samples = sampleParameters(experiment).test.slice(0, SAMPLES);
  const interval = experiment.modes.time;
  const [unit] = inputScaling.unit;
  const times = Array.from({ length: INTERVALS }, (_, k) => (k + 1) * interval);
  const truths = samples.map((values) => modalFields(values, experiment, times));
  const errors = await fedBackErrors(
    samples.map((_, i) => test.inputs.slice(i * test.size, (i + 1) * test.size)),
    (i, k) => truths[i].subarray((k - 1) * test.size, k * test.size).map((u) => u / unit),
    forecast,
    goOn,
  );
  return errors && { interval, errors, samples: samples.length };
}

/** max |cos ωT| over the modes of the training samples. */
function exactRadius({ modes: { count, speed, time } }: Experiment): number {
  let most = 0;
  for (let i = 1; i <= count; i++) {
    for (let j = i; j <= count; j++) {
      most = Math.max(most, Math.abs(Math.cos(Math.PI * speed * time * Math.hypot(i, j))));
    }
  }
  return most;
}
