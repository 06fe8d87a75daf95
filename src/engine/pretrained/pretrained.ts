/**
 * Networks that come with the page already trained: those of the first preset. `npm run -s slimwave -- pretrain` makes
 * the two files beside this one; a test checks that they belong to the preset as it is, and that their errors are true.
 */
import { fieldKey } from '../data/samplesKey.ts';
import {
  hasNetwork,
  idsOf,
  modelFor,
  specOf,
  type NetworkId,
  type NetworkSpec,
} from '../experiment/network.ts';
import { presets } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { MeasuredErrors } from '../train/progress.ts';
import record from './frames.json';

/** The networks as `pretrain` has trained them. */
export interface PretrainedRecord {
  /** Root mean square of the training fields (m), by which outputs are scaled. */
  unit: number;
  /** Errors over all training and test samples, of the weights as they are in the file: rounded to half precision. */
  networks: Readonly<
    Partial<
      Record<NetworkId, { steps: number; train: number; test: number; testErrors: MeasuredErrors }>
    >
  >;
}

export const pretrainedRecord: PretrainedRecord = record;

/** What the networks were trained for. */
export const pretrainedExperiment: Experiment = presets[0].experiment;

/** A network that is there before any training. */
export interface Pretrained {
  /** Its letter in the first preset. */
  of: NetworkId;
  /** Steps of its training. */
  steps: number;
  /** Relative L2 error over the test samples of the first preset, and all other measures. */
  test: number;
  testErrors: MeasuredErrors;
}

/** What a network is, apart from how it is trained. */
const architecture = ({ rate: _, ...rest }: NetworkSpec): string => JSON.stringify(rest);

/** A network, and the one that its channels are matched to. */
function identity(experiment: Experiment, id: NetworkId): string {
  const spec = specOf(experiment, id);
  const like = spec.width === 'full' ? undefined : modelFor(experiment, id);
  const own = architecture({ ...spec, like: 'auto' });
  return like === undefined ? own : `${own} ${architecture(specOf(experiment, like))}`;
}

/** How many samples train does not change which ones test. */
const testSet = ({ data }: Experiment): string => JSON.stringify({ ...data, train: 0 });

/** Whether the test samples, and so the stated errors, and the layers are those of the first preset. */
const sameSetting = (experiment: Experiment): boolean =>
  fieldKey(experiment) === fieldKey(pretrainedExperiment) &&
  testSet(experiment) === testSet(pretrainedExperiment) &&
  JSON.stringify(experiment.net) === JSON.stringify(pretrainedExperiment.net);

/**
 * The trained network that comes with the page and is the same as network `id` of an experiment: the same test
 * samples, layers and format, whatever its letter. How long, at which rate and on how many samples the experiment would
 * train it does not matter.
 */
export function pretrainedOf(experiment: Experiment, id: NetworkId): Pretrained | undefined {
  if (!hasNetwork(experiment, id)) return undefined;
  const whole = experiment === pretrainedExperiment;
  if (!whole && !sameSetting(experiment)) return undefined;
  const wanted = identity(experiment, id);
  const of = whole
    ? id
    : idsOf(pretrainedExperiment).find((one) => identity(pretrainedExperiment, one) === wanted);
  const found = of && pretrainedRecord.networks[of];
  return found && { of, steps: found.steps, test: found.test, testErrors: found.testErrors };
}
