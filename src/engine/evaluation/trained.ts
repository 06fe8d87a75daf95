import type { DataSets } from '../data/dataset.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { NetworkId } from '../experiment/network.ts';
import type { Trainer } from '../train/trainer.ts';

/** A trained network with the samples that it is measured on. */
export interface Trained {
  experiment: Experiment;
  id: NetworkId;
  trainer: Pick<Trainer, 'forecast' | 'step' | 'batchSize'>;
  /** Complete and scaled. */
  sets: DataSets;
}
