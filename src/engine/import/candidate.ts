/** A model from a file beside the settings: what it is, whether it fits, and the networks that can begin with it. */
import { samplesKey } from '../data/samplesKey.ts';
import { differingLeaves } from './differences.ts';
import { decodeLink } from '../opening/link.ts';
import { validateExperiment } from '../opening/validate.ts';
import type { Experiment } from '../experiment/schema.ts';
import {
  asClassical,
  hasNetwork,
  specOf,
  withSpec,
  type NetworkId,
  type NetworkSpec,
} from '../experiment/network.ts';
import { defaultExperiment } from '../experiment/leaves.ts';
import { taskIo } from '../experiment/taskIo.ts';
import { taskOf } from '../tasks/index.ts';
import { weightsMisfit, type LoadedLayer, type LoadedWeights } from '../nets/loaded.ts';
import { classicalTwin, planNetwork } from '../nets/plan.ts';
import { parseDescription, scalingOf } from './description.ts';
import { mapTensors, usualReading, type Match, type Reading } from './foreign.ts';
import { describedLayers, namedWeights } from './layers.ts';
import { portableLayers } from './portable.ts';
import type { ModelFile, ModelOrigin } from './modelFile.ts';

/** How a foreign file is read: what neither names nor shapes tell. */
export interface ForeignReading extends Reading {
  /** scaled: it counts in what our samples are scaled to; given: in the values themselves, in SI units or those of a file. */
  units: 'scaled' | 'given';
}

export const usualForeignReading: ForeignReading = { ...usualReading, units: 'scaled' };

/** The experiment that a network of ours was trained in. */
export interface Source {
  experiment: Experiment;
  network: NetworkId;
}

export interface Candidate {
  /** The file's name. */
  file: string;
  origin: ModelOrigin;
  weights: LoadedWeights;
  /** The settings of a network that is as in the file; its weights are named. */
  spec: NetworkSpec;
  /** Of a model that was saved here, if this version understands its link. */
  source?: Source;
  /** Of a foreign one: what became of its tensors. */
  matches?: readonly Match[];
}

const plainSpec = asClassical(specOf(defaultExperiment, 'a'));

/** The network that the file was trained as, with its weights in place of initial ones. */
const withWeights = (spec: NetworkSpec, { fingerprint }: LoadedWeights): NetworkSpec => ({
  ...spec,
  route: 'before',
  weights: fingerprint,
  loaded: 'keep',
});

/** Whether the layers are stored as the network of a plan stores them. */
const storedAlike = (layers: readonly LoadedLayer[], source: Source): boolean =>
  planNetwork(source.experiment, source.network).layers.every(
    ({ format, rank }, i) => layers[i]?.format === format && layers[i]?.rank === rank,
  );

function sourceOf(link: string, network: NetworkId): Source | undefined {
  const { experiment, notes } = decodeLink(link);
  const known = notes.length === 0 && hasNetwork(experiment, network);
  return known && validateExperiment(experiment).length === 0 ? { experiment, network } : undefined;
}

/** A model that was saved here. Throws `DataFileError` that names the layer where the file contradicts itself. */
function ownCandidate(file: ModelFile, json: string): Candidate {
  const description = parseDescription(json);
  const layersOf = description.layout === 'channels first' ? portableLayers : describedLayers;
  const layers = layersOf(description, file.tensors);
  const weights = namedWeights(layers, scalingOf(description));
  const source = sourceOf(description.link, description.network);
  const own = source && specOf(source.experiment, source.network);
  const spec = source && own && storedAlike(layers, source) ? own : asClassical(own ?? plainSpec);
  return {
    file: file.name,
    origin: file.origin,
    weights,
    spec: withWeights(own ? { ...spec, width: own.width, like: own.like } : spec, weights),
    source,
  };
}

const GIVEN = { mean: [0], unit: [1] };

/** A model of another program, as a classical network with the architecture of the settings. Throws `DataFileError`. */
function foreignCandidate(
  file: ModelFile,
  experiment: Experiment,
  reading: ForeignReading,
): Candidate {
  const plan = classicalTwin({ ...experiment, networks: [plainSpec] }, 'a');
  const { layers, matches } = mapTensors(file.tensors, plan, reading);
  const weights = namedWeights(
    layers,
    reading.units === 'given' ? { input: GIVEN, output: GIVEN } : undefined,
  );
  return {
    file: file.name,
    origin: file.origin,
    weights,
    spec: withWeights(plainSpec, weights),
    matches,
  };
}

/** Throws `DataFileError`. A file that was saved here needs no reading, and no settings that it fits. */
export const candidateOf = (
  file: ModelFile,
  experiment: Experiment,
  reading: ForeignReading = usualForeignReading,
): Candidate =>
  file.description === undefined
    ? foreignCandidate(file, experiment, reading)
    : ownCandidate(file, file.description);

/** All ways to read a foreign file, the usual one first. */
export const foreignReadings: readonly ForeignReading[] = (['scaled', 'given'] as const).flatMap(
  (units) =>
    (['xy', 'yx'] as const).flatMap((axes) =>
      (['channels first', 'channels last'] as const).map((lift) => ({ units, axes, lift })),
    ),
);

/** The candidate with this fingerprint, in whichever way its file is read; undefined if it is another one's. */
export function candidateNamed(
  file: ModelFile,
  experiment: Experiment,
  fingerprint: string,
): Candidate | undefined {
  const readings = file.description === undefined ? foreignReadings : [usualForeignReading];
  for (const reading of readings) {
    const candidate = candidateOf(file, experiment, reading);
    if (candidate.weights.fingerprint === fingerprint) return candidate;
  }
  return undefined;
}

const shapeOf = (experiment: Experiment): string => {
  const { input, grid, channels } = taskIo(experiment);
  return `${input.join(' × ')} numbers to ${[...grid, channels].join(' × ')}`;
};

/** Why a model can't stand in for network `id` of the settings, as a sentence: another task, architecture or shape. */
export function candidateMisfit(
  { weights, source }: Pick<Candidate, 'weights' | 'source'>,
  experiment: Experiment,
  id: NetworkId,
): string | undefined {
  if (source) {
    const own = source.experiment;
    if (taskOf(own).id !== taskOf(experiment).id || shapeOf(own) !== shapeOf(experiment)) {
      return `The network was trained for another task: it goes from ${shapeOf(own)}, and the settings from ${shapeOf(experiment)}.`;
    }
    const [different] = differingLeaves(own, experiment, 'net');
    if (different) {
      return `The network has another architecture: ${different.title} is ${different.own} in the file and ${different.other} in the settings.`;
    }
  }
  return weightsMisfit(weights, experiment, id);
}

/** Whether it was trained on other samples than those of the settings, so that its errors say how it generalises. */
export const isElsewhere = ({ source }: Candidate, experiment: Experiment): boolean =>
  source !== undefined && samplesKey(source.experiment) !== samplesKey(experiment);

/** The experiment that it was trained in, with its weights in its place. */
export const ownExperiment = ({ source, spec }: Candidate): Experiment | undefined =>
  source && withSpec(source.experiment, source.network, spec);
