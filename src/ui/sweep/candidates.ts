/** Which networks a sweep trains. */
import type { Experiment } from '../../engine/experiment/schema.ts';
import {
  asClassical,
  isCompressed,
  networkIds,
  plain,
  unloaded,
  type NetworkSpec,
} from '../../engine/experiment/network.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { findFormat, type FormatId } from 'slimwave-formats/registry';
import { planNetwork, type NetworkPlan } from '../../engine/nets/plan.ts';
import type { Matching } from '../../engine/nets/matching.ts';
import { networkTitle } from '../archive/entry.ts';
import { rankText } from '../networks/networkName.ts';
import type { SweepChoice } from './choice.ts';

export interface Candidate {
  title: string;
  spec: NetworkSpec;
  plan: NetworkPlan;
  /** Of a narrow control: the network of the same run whose parameters it has. */
  like?: Candidate;
}

export interface Candidates {
  /** What belongs together: a network and its narrow controls. */
  units: Candidate[][];
  /** Networks that are left out, one sentence each. */
  skipped: string[];
}

/**
 * What a sweep’s networks have in common with the settings, the initial weights: compressed ones with the first
 * compressed network, and what begins classical with the first classical one. All train at automatic rates: one number
 * would not suit all formats.
 */
function templates({ networks }: Experiment) {
  const full = networks.filter(({ width }) => width === 'full');
  const compressed =
    full.find((spec) => isCompressed(spec) && spec.route === 'before') ??
    networks.at(1) ??
    networks[0];
  const dense = full.find((spec) => !isCompressed(spec)) ?? compressed;
  const classical: NetworkSpec = { ...asClassical(dense), ...unloaded, rate: 'auto' };
  return {
    classical,
    compressed: (format: FormatId, rank: NetworkSpec['rank']): NetworkSpec => ({
      ...compressed,
      ...plain,
      ...unloaded,
      execution: 'usual',
      rate: 'auto',
      format,
      rank,
    }),
    after: ({ format, rank }: NetworkSpec): NetworkSpec => ({
      ...classical,
      route: 'after',
      format,
      rank,
    }),
  };
}

function candidate(experiment: Experiment, spec: NetworkSpec, like?: Candidate): Candidate {
  const rank = rankText(spec);
  const network = {
    title: networkTitle({
      ...spec,
      loaded: undefined,
      rank,
      singleLayers: false,
      control: like?.title,
    }),
    spec,
    like,
  };
  const run = like ? [like, network] : [network];
  return { ...network, plan: planNetwork(experimentOf(experiment, run), like ? 'b' : 'a') };
}

/** Two networks with the same signature are the same network. */
const signature = ({ spec, plan }: Candidate): string =>
  JSON.stringify([
    spec.route,
    plan.layers.map(({ format, rank, shape }) => [
      format,
      rank,
      shape.size,
      shape.inputs,
      shape.outputs,
    ]),
  ]);

/** The network and its competitors that are to be trained, without what is there already. */
class Collector {
  private readonly seen = new Map<string, string>();
  readonly skipped: string[] = [];

  take(network: Candidate): boolean {
    const key = signature(network);
    const first = this.seen.get(key);
    if (first === undefined) this.seen.set(key, network.title);
    else this.skipped.push(`${network.title} would be the same network as ${first}.`);
    return first === undefined;
  }
}

/** The compressed networks of a sweep, format by format, from the largest budget to the smallest. */
function compressedSpecs(
  { formats }: SweepChoice,
  keep: readonly number[],
  of: (format: FormatId, rank: NetworkSpec['rank']) => NetworkSpec,
): NetworkSpec[] {
  const budgets = keep.toSorted((x, y) => y - x).map((fraction) => ({ keep: fraction }));
  return formats
    .filter((format) => format !== 'classical')
    .flatMap((format) =>
      (findFormat(format).ranked ? budgets : budgets.slice(0, 1)).map((rank) => of(format, rank)),
    );
}

const controlsIn = ({ narrow, narrowConvolutions }: SweepChoice): Matching[] => [
  ...(narrow ? (['matched'] as const) : []),
  ...(narrowConvolutions ? (['matched-convolutions'] as const) : []),
];

/**
 * All networks of a sweep over valid settings; a narrow control stands beside the network whose parameters it has.
 * Networks that come out the same, or that do not fit the settings' limits, are left out and said.
 */
export function sweepCandidates(
  experiment: Experiment,
  choice: SweepChoice,
  keep: readonly number[],
): Candidates {
  const { compressed, classical, after } = templates(experiment);
  const collector = new Collector();
  const units: Candidate[][] = [];
  const wanted = (network: Candidate): Candidate[] => {
    const run = network.like ? [network.like, network] : [network];
    const [issue] = validateExperiment(experimentOf(experiment, run));
    if (issue) collector.skipped.push(`${network.title} is not possible: ${issue.message}`);
    return !issue && collector.take(network) ? [network] : [];
  };
  const single = (spec: NetworkSpec) => wanted(candidate(experiment, spec));

  if (choice.formats.includes('classical')) units.push(single(classical));
  for (const spec of compressedSpecs(choice, keep, compressed)) {
    const [network] = single(spec);
    if (!network) continue;
    const controls = controlsIn(choice).flatMap((width) =>
      wanted(candidate(experiment, { ...classical, width }, network)),
    );
    units.push([network, ...controls]);
    if (choice.after) units.push(single(after(spec)));
  }
  return { units: units.filter(({ length }) => length > 0), skipped: collector.skipped };
}

/** The experiment of one run; a narrow control is matched to the network that it belongs to. */
export const experimentOf = (
  base: Experiment,
  run: readonly Pick<Candidate, 'spec' | 'like'>[],
): Experiment => ({
  ...base,
  networks: run.map(({ spec, like }) => {
    const model = run.findIndex((other) => other === like);
    return model < 0 ? spec : { ...spec, like: networkIds[model] };
  }),
  reference: 'a',
});
