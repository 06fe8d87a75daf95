/** The stations of a run: which model it begins with, and what a compression after training does to it. */
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { SampleSet } from '../data/dataset.ts';
import type { Rate } from '../experiment/rate.ts';
import type { Experiment } from '../experiment/schema.ts';
import { isLoaded, type NetworkId, specOf } from '../experiment/network.ts';
import type { SetScaling } from '../data/scaling.ts';
import type { LoadedWeights } from '../nets/loaded.ts';
import { buildNetwork, layerName } from '../nets/build.ts';
import { classicalTwin, planNetwork, type NetworkPlan } from '../nets/plan.ts';
import { peakRates } from './rates.ts';
import { compressedAfterwards, stepsBeforeCut } from './steps.ts';
import { Trainer, type TrainerState } from './trainer.ts';

/** Rate of the fine-tuning relative to that of the training. */
const FINE_TUNE_RATE = 0.3;

/** What only some networks need, loaded for them. */
async function decomposition() {
  const [{ decomposeInto }, { bestCp, cpAls }] = await Promise.all([
    import('./decompose.ts'),
    import('slimwave-formats/linalg/cp'),
  ]);
  return { decomposeInto, bestCp, cpAls };
}

/** A network of a run, before or after its cut. */
export interface Station {
  experiment: Experiment;
  id: NetworkId;
  data: SampleSet;
  /** Of the whole run. */
  rate: Rate;
  /** Trained weights from a file, where the network begins with such. */
  loaded?: LoadedWeights;
  /** Of the samples. */
  scaling: SetScaling;
}

/** The network as it is trained before its cut, or after. */
const planOf = (
  { experiment, id }: Pick<Station, 'experiment' | 'id'>,
  isCut: boolean,
): NetworkPlan =>
  compressedAfterwards(experiment, id) && !isCut
    ? classicalTwin(experiment, id)
    : planNetwork(experiment, id);

/** The peak rates in the order of the model's trainable tensors, which need not be that of the plan. */
export function ratesOf(
  model: LayersModel,
  experiment: Experiment,
  rate: Rate,
  { layers }: NetworkPlan,
): number[] {
  const rates = peakRates(experiment, rate, layers);
  const byName = new Map(layers.map(({ name }, i) => [layerName(name), rates[i]]));
  return model.layers.flatMap((layer) => byName.get(layer.name) ?? []);
}

/** How long and how fast a network is trained before and after its cut. */
function trainerOf(
  { experiment, id, data, rate }: Station,
  model: LayersModel,
  plan: NetworkPlan,
  isCut: boolean,
): Trainer {
  const { training } = experiment;
  const peaks = ratesOf(model, experiment, rate, plan);
  const steps = stepsBeforeCut(experiment, id);
  const gentle = peaks.map((peak) => FINE_TUNE_RATE * peak);
  if (isCut) {
    return new Trainer(model, training, data, {
      steps: training.fineTune,
      rates: gentle,
      firstStep: steps,
    });
  }
  // Trained weights are fine-tuned, too, unless somebody has chosen their rate.
  const rates = isLoaded(specOf(experiment, id)) && rate === 'auto' ? gentle : peaks;
  return new Trainer(model, training, data, { steps, rates });
}

/** The network at its initial weights; one that is compressed after training begins as its classical twin. */
export async function startingModel(
  experiment: Experiment,
  id: NetworkId,
  plan = planOf({ experiment, id }, false),
): Promise<LayersModel> {
  const model = buildNetwork(experiment, id, plan);
  if (specOf(experiment, id).start === 'spectral' && !compressedAfterwards(experiment, id)) {
    const drawn = buildNetwork(experiment, id, classicalTwin(experiment, id));
    const { decomposeInto, cpAls } = await decomposition();
    // What is random is as far from low rank from one start as from another.
    await decomposeInto(drawn, model, cpAls);
    drawn.dispose();
  }
  return model;
}

/** The network with the trained weights of a file. Throws, with a sentence, where they are missing or do not fit. */
async function loadedModel(
  { experiment, id, loaded, scaling }: Station,
  plan: NetworkPlan,
): Promise<LayersModel> {
  const { weights } = specOf(experiment, id);
  if (loaded?.fingerprint !== weights) {
    throw new Error(
      `The trained weights of network ${id.toUpperCase()} are in a file that is not open: open it and train again.`,
    );
  }
  const { buildLoaded } = await import('./loaded.ts');
  return buildLoaded(experiment, id, plan, loaded, scaling);
}

/** The trainer of a run’s first step. */
export async function startingTrainer(station: Station): Promise<Trainer> {
  // A run must not end at its cut because a new version of the page has come meanwhile.
  if (compressedAfterwards(station.experiment, station.id)) await decomposition();
  const plan = planOf(station, false);
  const { experiment, id } = station;
  const model = isLoaded(specOf(experiment, id))
    ? await loadedModel(station, plan)
    : await startingModel(experiment, id, plan);
  return trainerOf(station, model, plan, false);
}

/** Work between two pauses of a decomposition (ms). */
const PIECE_MS = 20;

/**
 * The trainer that fine-tunes the decomposition of a trained classical network, which stays as it is. The
 * decomposition may take seconds; between pieces of it `breathe` is called, and undefined is returned if it says false.
 */
export async function cutInto(
  station: Station,
  classical: Trainer,
  breathe: () => Promise<boolean>,
): Promise<Trainer | undefined> {
  const { decomposeInto, bestCp } = await decomposition();
  const plan = planOf(station, true);
  const model = buildNetwork(station.experiment, station.id, plan);
  let last = performance.now();
  const pause = async () => {
    if (performance.now() - last < PIECE_MS) return;
    if (!(await breathe())) throw new Interrupted();
    last = performance.now();
  };
  try {
    await decomposeInto(classical.model, model, (tensor, rank) => bestCp(tensor, rank, pause));
    return trainerOf(station, model, plan, true);
  } catch (error) {
    model.dispose();
    if (error instanceof Interrupted) return undefined;
    throw error;
  }
}

class Interrupted extends Error {}

/** The trainer that continues from a state before or after the cut. Throws if it does not fit. */
export function restoredTrainer(station: Station, isCut: boolean, state: TrainerState): Trainer {
  const plan = planOf(station, isCut);
  const model = buildNetwork(station.experiment, station.id, plan);
  const trainer = trainerOf(station, model, plan, isCut);
  try {
    trainer.restore(state);
  } catch (error) {
    trainer.dispose();
    throw error;
  }
  return trainer;
}
