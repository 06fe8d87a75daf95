/** What can be chosen for each network, and how networks are found in an experiment. */
import * as v from 'valibot';
import { executions } from 'slimwave-formats/format';
import { formatIds, formatLabels, type FormatId } from 'slimwave-formats/registry';
import { auto, budget, choice, fingerprinted, list } from './fields.ts';
import { layerChoices } from './layerChoices.ts';

/** What networks are called, in the order of the list; an experiment has as many of them as its list is long. */
export const networkIds = ['a', 'b', 'c', 'd'] as const;
export type NetworkId = (typeof networkIds)[number];

/** The fields of a network with its default format and kept fraction. */
const network = (format: FormatId, keep: number) =>
  v.strictObject({
    format: choice({
      title: 'Kernel format',
      help: 'How the kernels of the convolutions are stored and applied, chosen before training.',
      options: formatIds,
      labels: formatLabels,
      default: format,
    }),
    rank: budget({
      title: 'Rank',
      help: 'A whole rank for every layer, or the fraction of the dense kernel parameters to keep (each layer then uses the largest rank that stays below it). Formats without a rank ignore it.',
      maxRank: 4096,
      default: { keep },
    }),
    layers: list({
      title: 'Single layers',
      help: 'Layers with their own format and rank, such as classical for the last one. Layers are counted from 1; rank 0 means the budget above.',
      kinds: layerChoices,
      noun: 'Layer choice',
      maxItems: 24,
      default: [],
    }),
    execution: choice({
      title: 'Computed',
      help: 'Factor by factor, or with one dense kernel that is rebuilt from the factors at every call. The counts show what each costs. Usual: rebuilt for Kernel CP, factor by factor for all others.',
      options: ['usual', ...executions],
      labels: { usual: 'As usual', factorised: 'Factor by factor', reconstructed: 'Rebuilt' },
      default: 'usual',
    }),
    width: choice({
      title: 'Channels',
      help: 'Full: as the architecture says. The other two make a narrow control, the fair test of a compression: they remove (or add) channels until this network has as many parameters as another network. As many parameters: all layers get narrower, and all their parameters count. As many convolution parameters: only the convolutions get narrower, and the dense layers stay as they are.',
      options: ['full', 'matched', 'matched-convolutions'],
      labels: {
        full: 'Full',
        matched: 'As many parameters',
        'matched-convolutions': 'As many convolution parameters',
      },
      default: 'full',
    }),
    like: choice({
      title: 'Matched to',
      help: 'The network whose parameters a network with matched channels gets. Automatic: the first compressed one with full channels, or the first with full channels if none is compressed.',
      options: ['auto', ...networkIds],
      labels: { auto: 'Automatic', a: 'A', b: 'B', c: 'C', d: 'D' },
      default: 'auto',
    }),
    route: choice({
      title: 'Compressed',
      help: 'Before training (a priori): the network has the format from the first step. After training (a posteriori): a classical network is trained, every kernel is decomposed into the format, and the result is fine-tuned.',
      options: ['before', 'after'],
      labels: { before: 'Before training', after: 'After training' },
      default: 'before',
    }),
    start: choice({
      title: 'Initial weights',
      help: 'Random: every factor is drawn so that the reconstructed kernel has the variance of a classical one. Spectral: a dense kernel is drawn and decomposed (Khodak et al. 2021). Centred: random, but fading away from the kernel’s centre; good for kernels as large as the grid. Focused: the same with the variance of a random kernel, so that smooth fields pass through a deep network from the first step.',
      options: ['random', 'spectral', 'centred', 'focused'],
      labels: {
        random: 'Random',
        spectral: 'Spectral',
        centred: 'Centred',
        focused: 'Focused',
      },
      default: 'random',
    }),
    weights: fingerprinted({
      title: 'Trained weights',
      help: 'Fingerprint of trained weights that came from a file: the network begins with them instead of its initial weights. A link can’t hold the weights themselves, so the file must be opened again.',
      without: 'Use initial weights',
    }),
    loaded: choice({
      title: 'With trained weights',
      help: 'Train further: the network is fine-tuned from the weights of the file. Keep: they stay as they are, and only their errors are measured. A network that is compressed after training is then compressed at once, and fine-tuned.',
      options: ['train', 'keep'],
      labels: { train: 'Train further', keep: 'Keep' },
      default: 'train',
    }),
    rate: auto({
      title: 'Learning rate',
      rule: 'by rule',
      help: 'Peak learning rate of the schedule. Auto (the default): every layer and every factor of its kernel has a rate of its own, by a rule that treats all formats alike. Own: this one rate for all weights.',
      min: 0.00001,
      max: 0.5,
      step: 0.001,
      default: 'auto',
    }),
  });

/** Networks beyond the first two begin as classical ones. */
export const networkSchemas = {
  a: network('classical', 1),
  b: network('kernel-cp', 0.3),
  c: network('classical', 1),
  d: network('classical', 1),
} as const satisfies Readonly<Record<NetworkId, unknown>>;

export type NetworkSpec = v.InferOutput<ReturnType<typeof network>>;

interface Listed {
  networks: readonly NetworkSpec[];
}

/** The first none, one, two … of the networks. */
const firstIds = Array.from({ length: networkIds.length + 1 }, (_, count) =>
  networkIds.slice(0, count),
);

/** The networks of an experiment, in order; the same array for the same number, so that nothing seems to change. */
export const idsOf = ({ networks }: Listed): readonly NetworkId[] =>
  firstIds[Math.min(networks.length, networkIds.length)];

export const hasNetwork = ({ networks }: Listed, id: NetworkId): boolean =>
  networkIds.indexOf(id) < networks.length;

/** The settings of a network. Throws if the experiment does not have it. */
export function specOf({ networks }: Listed, id: NetworkId): NetworkSpec {
  const spec = networks.at(networkIds.indexOf(id));
  if (!spec) throw new Error(`There is no network ${id.toUpperCase()}.`);
  return spec;
}

/** A copy of an experiment with other settings of one network. */
export const withSpec = <E extends Listed>(experiment: E, id: NetworkId, spec: NetworkSpec): E => ({
  ...experiment,
  networks: experiment.networks.map((one, i) => (networkIds[i] === id ? spec : one)),
});

/** Whether it begins with trained weights that came from a file. */
export const isLoaded = ({ weights }: Pick<NetworkSpec, 'weights'>): boolean => weights !== '';

/** Whether any of its kernels is stored in factors. */
export const isCompressed = ({ format, layers }: Pick<NetworkSpec, 'format' | 'layers'>): boolean =>
  format !== 'classical' || layers.length > 0;

/** Settings of a network that begins with random weights. */
export const unloaded = { weights: '', loaded: 'train' } as const satisfies Partial<NetworkSpec>;

/** Settings of a network of full width that is compressed, if at all, in all layers alike and before training. */
export const plain = {
  layers: [],
  width: 'full',
  like: 'auto',
  route: 'before',
} as const satisfies Partial<NetworkSpec>;

/** The classical network that begins like this one. */
export const asClassical = (spec: NetworkSpec): NetworkSpec => ({
  ...spec,
  ...plain,
  format: 'classical',
  rank: { keep: 1 },
  execution: 'usual',
});

/**
 * The network whose parameters a network with matched channels gets: the one that `like` names, or by itself the first
 * compressed one with full channels, otherwise the first with full channels. Undefined if there is none, or if the one
 * that is named cannot be it.
 */
export function modelFor(experiment: Listed, id: NetworkId): NetworkId | undefined {
  const { like } = specOf(experiment, id);
  const full = idsOf(experiment).filter(
    (other) => other !== id && specOf(experiment, other).width === 'full',
  );
  if (like !== 'auto') return full.find((other) => other === like);
  return full.find((other) => isCompressed(specOf(experiment, other))) ?? full[0];
}
