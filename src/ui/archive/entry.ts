/** What is kept of a network whose training has ended. */
import * as v from 'valibot';
import type { MadeOn } from '../../engine/data/ranges.ts';
import { sampleParts } from '../../engine/data/samplesKey.ts';
import { formatFieldValue } from '../../engine/experiment/fields.ts';
import { decodeLink, encodeLink } from '../../engine/opening/link.ts';
import type { Preset } from '../../engine/experiment/presets.ts';
import { getValue, leaves, leavesOfExperiment } from '../../engine/experiment/leaves.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import {
  isLoaded,
  type NetworkId,
  idsOf,
  modelFor,
  specOf,
  type NetworkSpec,
} from '../../engine/experiment/network.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { formatIds } from 'slimwave-formats/registry';
import type { NetworkPlan } from '../../engine/nets/plan.ts';
import { originOf, taskOf } from '../../engine/tasks/index.ts';
import { automaticRule } from '../../engine/train/rates.ts';
import { compressedAfterwards } from '../../engine/train/steps.ts';
import { namedOf, nameOf, rankText, usesRank } from '../networks/networkName.ts';
import type { NetworkState } from '../state.ts';

const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const error = v.pipe(v.number(), v.finite(), v.minValue(0));

export const entrySchema = v.object({
  /** Scene, data, architecture and training: entries with the same one may be compared. */
  group: v.string(),
  /** Name of the user's file that the samples came from; earlier versions did not keep it. */
  file: v.optional(v.string()),
  /** What tells the networks of a group apart. */
  network: v.string(),
  format: v.picklist(formatIds),
  /** As the settings say it, such as `4` or `50%`; empty for formats without a rank. */
  rank: v.string(),
  width: v.picklist(['full', 'matched', 'matched-convolutions']),
  route: v.picklist(['before', 'after']),
  /** Whether some layers have their own format or rank. */
  singleLayers: v.boolean(),
  /** Of a network whose channels are matched: the name of the one whose parameters it has. */
  control: v.optional(v.string()),
  /** Peak learning rate that was used, and whether the range test of an earlier version chose it. */
  rate: v.union([positive, v.literal('auto')]),
  searched: v.boolean(),
  convolutionParameters: positive,
  parameters: positive,
  /** Multiply-accumulates of one forecast. */
  macs: positive,
  /** Median time of a training step (ms). */
  stepMs: v.optional(positive),
  /** Relative L2 errors over all test and training samples that are not silent; none if it diverged, or of none. */
  test: v.optional(error),
  train: v.optional(error),
  /** Silent test samples, which the errors leave out. */
  silent: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Median over the test samples of the scaled L1 error; only for the propagator. */
  medianL1: v.optional(error),
  diverged: v.boolean(),
  backend: v.string(),
  /** What simulated the samples, where that was not WebAssembly alone. */
  samplesOn: v.optional(v.picklist(['webgpu', 'mixed'])),
  /** Milliseconds since 1970. */
  date: v.number(),
  /** The name of the file that it came in, where several were opened together, as of the students of a class. */
  from: v.optional(v.string()),
  /** The hash of a link in which this network is B. */
  link: v.string(),
});

export type Entry = v.InferOutput<typeof entrySchema>;

/** The same network of two files of a class is two entries. */
export const entryKey = ({
  group,
  network,
  from,
}: Pick<Entry, 'group' | 'network' | 'from'>): string =>
  from === undefined ? `${group}|${network}` : `${group}|${network}|${from}`;

/** Of the training, only the length of the fine-tuning belongs to single networks. */
const sharedParts: readonly string[] = [...sampleParts, 'net', 'training'];
const shared = leaves.filter(
  ({ key }) => sharedParts.includes(key.split('.')[0]) && key !== 'training.fineTune',
);

/**
 * Settings that came later, with what every network had before. At that value they are left out, so that networks of
 * earlier versions stay in their groups. A new setting of the shared parts needs a line here.
 */
const cameLater: Readonly<Record<string, string>> = {
  'net.hidden': '32',
  'task.map': '',
  'medium.kind': 'smooth',
  'medium.contrast': '4',
  'medium.length': '0.2',
  'medium.cells': '2',
  'scene.width': '1',
  'scene.height': '1',
  'scene.contrast': '1',
  'scene.correlation': '0.2',
  'scene.seed': '1',
  'scene.medium': '',
  'scene.black': '1',
  'scene.white': '2',
  'scene.density': '1',
  'scene.damping': '0',
  'scene.outline': '',
  'source.delay': 'auto',
  'source.incident': 'inside',
  'scene.interfaces': 'sampled',
  'scene.order': '1',
  'scene.tolerance': '1',
  'scene.layerThickness': 'auto',
};

/**
 * Scene, source, zone, task, modes, data, architecture and training, as text; of own data also the fingerprint of the
 * file, without which files of equal shapes would be one. Entries of earlier versions don't have it: they are in groups
 * of a file that is not known.
 */
export function groupOf(experiment: Experiment, fileKey?: string): string {
  const settings = shared
    .map(({ key, field }) => [key, formatFieldValue(field, getValue(experiment, key))] as const)
    .filter(([key, text]) => cameLater[key] !== text)
    .map(([key, text]) => `${key}=${text}`);
  const file = fileKey !== undefined && originOf(experiment).fromFile ? [`file=${fileKey}`] : [];
  return [...settings, ...file].join('&');
}

/** What tells a network apart from the others of its group; the same for all groups of a family. */
export function networkOf(experiment: Experiment, id: NetworkId, { totals }: NetworkPlan): string {
  const ranked = usesRank(specOf(experiment, id));
  // Keys of earlier versions say nothing of trained weights.
  const loaded = isLoaded(specOf(experiment, id));
  const ofWeights = [`${id}.weights`, `${id}.loaded`];
  // Which network it is matched to shows in its parameters; keys of earlier versions have no more either.
  const own = leaves.filter(
    ({ key, network }) =>
      network === id &&
      key !== `${id}.like` &&
      (key !== `${id}.rank` || ranked) &&
      (loaded || !ofWeights.includes(key)),
  );
  return [
    ...own.map(({ key, field }) => formatFieldValue(field, getValue(experiment, key))),
    // Another rule makes another network. Of own rates, keys of earlier versions say here that no range test chose them.
    specOf(experiment, id).rate === 'auto' ? automaticRule(experiment) : 'off',
    totals.parameters,
    compressedAfterwards(experiment, id) ? experiment.training.fineTune : '',
  ].join(' ');
}

/** What an entry of this network has as its key. */
export const keyOf = (
  experiment: Experiment,
  id: NetworkId,
  plan: NetworkPlan,
  fileKey?: string,
): string =>
  entryKey({ group: groupOf(experiment, fileKey), network: networkOf(experiment, id, plan) });

/**
 * The experiment with this network as B, and as A the one that it is matched to, otherwise another one beside which it
 * was trained.
 */
function withNetworkAsB(experiment: Experiment, id: NetworkId): Experiment {
  const spec = specOf(experiment, id);
  const others = idsOf(experiment).filter((other) => other !== id);
  const full = others.find((other) => specOf(experiment, other).width === 'full');
  const companion =
    (spec.width === 'full' ? undefined : modelFor(experiment, id)) ?? full ?? others[0] ?? id;
  const networks = [specOf(experiment, companion), spec].map((one): NetworkSpec => ({
    ...one,
    like: 'auto',
  }));
  return { ...experiment, networks, reference: 'a' };
}

const known = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isFinite(value) && value > 0 ? value : undefined;

const finite = (value: number | undefined): number | undefined =>
  Number.isFinite(value) ? value : undefined;

interface Ended {
  run: Experiment;
  id: NetworkId;
  plan: NetworkPlan;
  state: NetworkState;
  preset: Preset;
  backend: string;
  madeOn?: MadeOn;
  date: number;
  /** The data file that is open: its name, and the fingerprint of its values. */
  file?: { name: string; key: string };
}

/** The entry of a network that has finished, or diverged. */
export function entryOf(ended: Ended): Entry {
  const { run, id, plan, state, preset, backend, madeOn, date, file } = ended;
  const spec = specOf(run, id);
  const { result } = state;
  const { parameters, convolutionParameters, macs } = plan.totals;
  return {
    group: groupOf(run, file?.key),
    file: originOf(run).fromFile ? file?.name : undefined,
    network: networkOf(run, id, plan),
    format: spec.format,
    rank: rankText(spec),
    width: spec.width,
    route: spec.route,
    singleLayers: spec.layers.length > 0,
    control: namedOf(run, id).control,
    rate: result?.rate ?? spec.rate,
    searched: false,
    convolutionParameters,
    parameters,
    macs,
    stepMs: known(result?.stepMs ?? state.stepMs),
    test: finite(result?.test),
    train: finite(result?.train),
    silent: result?.testErrors.silent || undefined,
    medianL1: taskOf(run).benchmark ? result?.testErrors.medianL1 : undefined,
    diverged: result === undefined,
    backend,
    samplesOn: madeOn === 'wasm' ? undefined : madeOn,
    date,
    link: encodeLink(withNetworkAsB(run, id), preset),
  };
}

/** How a network is called in tables, such as `Kernel CP, 25%`. */
export const networkTitle = nameOf;

/**
 * The present experiment with the entry's network as B. The others stay, unless the network's channels are matched to
 * another one, which then comes along as A.
 */
export function openedAsB(entry: Entry, experiment: Experiment): Experiment {
  const { networks, training } = decodeLink(entry.link).experiment;
  const [a, b] = networks;
  const [first, , ...more] = experiment.networks;
  const withB = {
    ...experiment,
    networks: [first, b, ...more],
    // The length of the fine-tuning is the entry's own.
    training:
      b.route === 'after'
        ? { ...experiment.training, fineTune: training.fineTune }
        : experiment.training,
  };
  if (b.width === 'full' && validateExperiment(withB).length === 0) return withB;
  // Beside more networks, “automatic” could mean another one; and none can be matched to a B that is matched itself.
  const matched: NetworkSpec =
    more.length > 0 ? { ...b, like: b.width === 'full' ? b.like : 'a' } : b;
  const others = more.map((one): NetworkSpec =>
    one.like === 'b' && b.width !== 'full' ? { ...one, like: 'auto' } : one,
  );
  return { ...withB, networks: [a, matched, ...others] };
}

/** The settings in which two experiments differ. */
export function changedKeys(before: Experiment, after: Experiment): string[] {
  const textsOf = (experiment: Experiment) =>
    new Map(
      leavesOfExperiment(experiment).map(({ key, field }) => [
        key,
        formatFieldValue(field, getValue(experiment, key)),
      ]),
    );
  const [old, now] = [textsOf(before), textsOf(after)];
  return leaves.flatMap(({ key }) => (old.get(key) === now.get(key) ? [] : [key]));
}
