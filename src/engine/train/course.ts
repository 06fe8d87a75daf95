/** The stations of a run: which model it begins with, and what a compression after training does to it. */
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { SampleSet } from '../data/dataset.ts';
import type { Experiment } from '../experiment/schema.ts';
import { type NetworkId, specOf } from '../experiment/network.ts';
import { buildNetwork } from '../nets/build.ts';
import { classicalTwin } from '../nets/plan.ts';
import { bestCp, cpAls } from '../linalg/cp.ts';
import { decomposeInto } from './decompose.ts';
import { compressedAfterwards } from './steps.ts';
import { Trainer, type TrainerOptions, type TrainerState } from './trainer.ts';

/** Rate of the fine-tuning relative to that of the training. */
const FINE_TUNE_RATE = 0.3;

const twinOf = (experiment: Experiment, id: NetworkId): LayersModel =>
  buildNetwork(experiment, id, classicalTwin(experiment, id));

/** The network at its initial weights; one that is compressed after training begins as its classical twin. */
export async function startingModel(experiment: Experiment, id: NetworkId): Promise<LayersModel> {
  if (compressedAfterwards(experiment, id)) return twinOf(experiment, id);
  const model = buildNetwork(experiment, id);
  if (specOf(experiment, id).start !== 'spectral') return model;
  const drawn = twinOf(experiment, id);
  // What is random is as far from low rank from one start as from another.
  await decomposeInto(drawn, model, cpAls);
  drawn.dispose();
  return model;
}

/** How long and how fast a network is trained before and after its cut. */
const optionsOf = ({ training }: Experiment, rate: number, isCut: boolean): TrainerOptions =>
  isCut
    ? { steps: training.fineTune, rate: FINE_TUNE_RATE * rate, firstStep: training.steps }
    : { steps: training.steps, rate };

/** The trainer of a run's first step. */
export const startingTrainer = async (
  experiment: Experiment,
  id: NetworkId,
  data: SampleSet,
  rate: number,
): Promise<Trainer> =>
  new Trainer(
    await startingModel(experiment, id),
    experiment.training,
    data,
    optionsOf(experiment, rate, false),
  );

/** Work between two pauses of a decomposition (ms). */
const PIECE_MS = 20;

/**
 * The trainer that fine-tunes the decomposition of a trained classical network, which stays as it is. The
 * decomposition may take seconds; between pieces of it `breathe` is called, and undefined is returned if it says false.
 */
export async function cutInto(
  experiment: Experiment,
  id: NetworkId,
  classical: Trainer,
  { data, rate, breathe }: { data: SampleSet; rate: number; breathe: () => Promise<boolean> },
): Promise<Trainer | undefined> {
  const model = buildNetwork(experiment, id);
  let last = performance.now();
  const pause = async () => {
    if (performance.now() - last < PIECE_MS) return;
    if (!(await breathe())) throw new Interrupted();
    last = performance.now();
  };
  try {
    await decomposeInto(classical.model, model, (tensor, rank) => bestCp(tensor, rank, pause));
    return new Trainer(model, experiment.training, data, optionsOf(experiment, rate, true));
  } catch (error) {
    model.dispose();
    if (error instanceof Interrupted) return undefined;
    throw error;
  }
}

class Interrupted extends Error {}

/** The trainer that continues from a state before or after the cut. Throws if it does not fit. */
export function restoredTrainer(
  experiment: Experiment,
  id: NetworkId,
  data: SampleSet,
  rate: number,
  { isCut, state }: { isCut: boolean; state: TrainerState },
): Trainer {
  const classical = compressedAfterwards(experiment, id) && !isCut;
  const model = classical ? twinOf(experiment, id) : buildNetwork(experiment, id);
  const trainer = new Trainer(model, experiment.training, data, optionsOf(experiment, rate, isCut));
  try {
    trainer.restore(state);
  } catch (error) {
    trainer.dispose();
    throw error;
  }
  return trainer;
}
