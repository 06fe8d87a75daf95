/** Which networks a study trains: for every task and seed the classical one, and per budget all formats. */
import { findFormat, formats, type FormatId } from 'slimwave-formats/registry';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { plain, type NetworkSpec } from '../../engine/experiment/network.ts';
import { planNetwork } from '../../engine/nets/plan.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { UsageError } from '../usageError.ts';
import { hashOf, type Role } from './result.ts';
import { settingsText } from './settings.ts';

export interface Run {
  /** Name of its file, without hash and ending. */
  id: string;
  preset: string;
  seed: number;
  role: Role;
  format: FormatId;
  /** Fraction of the dense kernel parameters to keep; none for the classical network. */
  keep?: number;
  /** Network B of this experiment is the one to train. */
  experiment: Experiment;
}

/** The format whose size the narrow controls are given: its ranks come in the smallest steps. */
export const CONTROL: FormatId = 'layer-cp';

const percent = (share: number): string => `${Number((100 * share).toPrecision(4))}pc`;

function withSeed(experiment: Experiment, seed: number): Experiment {
  return {
    ...experiment,
    data: { ...experiment.data, seed },
    training: { ...experiment.training, initSeed: seed, shuffleSeed: seed },
  };
}

export interface StudyOptions {
  presets: readonly { id: string; experiment: Experiment }[];
  seeds: readonly number[];
  keeps: readonly number[];
  /** Formats that are also made from a trained classical network. */
  after: readonly FormatId[];
}

/**
 * All runs in a fixed order, those that share samples side by side; seed by seed, so that a study that is stopped has
 * all tasks with fewer seeds and not fewer tasks. Throws `UsageError` if a network can't be trained.
 */
export function planStudy({ presets, seeds, keeps, after }: StudyOptions): Run[] {
  const networks = presets.map(({ id, experiment }) => ({
    preset: id,
    runs: withoutRepeats(networksOf(id, experiment, keeps, after)),
  }));
  return seeds.flatMap((seed) =>
    networks.flatMap(({ preset, runs }) =>
      runs.map(({ experiment, ...run }) => ({
        id: [
          preset,
          `seed${seed}`,
          run.role.replaceAll(' ', '-'),
          run.format,
          ...(run.keep ? [percent(run.keep)] : []),
        ].join('_'),
        preset,
        seed,
        ...run,
        experiment: withSeed(experiment, seed),
      })),
    ),
  );
}

/** Tells a plan from all others: names and settings of its runs. */
export const planHash = (runs: readonly Run[]): string =>
  hashOf(runs.map(({ id, experiment }) => `${id}?${settingsText(experiment)}`).join('\n'));

type Network = Pick<Run, 'role' | 'format' | 'keep' | 'experiment'>;

/** Throws `UsageError`. */
function check(preset: string, { role, format, experiment }: Network): void {
  const [issue] = validateExperiment(experiment);
  if (issue) throw new UsageError(`${preset}, ${format}, ${role}: ${issue.message}`);
}

function networksOf(
  preset: string,
  experiment: Experiment,
  keeps: readonly number[],
  after: readonly FormatId[],
): Network[] {
  const [a, template = a] = experiment.networks;
  const classical: NetworkSpec = { ...a, ...plain, format: 'classical' };
  const network = (
    role: Role,
    format: FormatId,
    b: NetworkSpec,
    keep?: number,
    other = classical,
  ): Network => ({
    role,
    format,
    keep,
    experiment: { ...experiment, networks: [other, b], reference: 'a' },
  });
  const compressed = (format: FormatId, keep: number): NetworkSpec => ({
    ...template,
    ...plain,
    format,
    rank: { keep },
  });
  const control = (role: Role, width: NetworkSpec['width'], keep: number) =>
    network(role, 'classical', { ...classical, width }, keep, compressed(CONTROL, keep));
  const before = (format: FormatId, keep: number) =>
    network('before training', format, compressed(format, keep), keep);
  const afterwards = (format: FormatId, keep: number) =>
    network(
      'after training',
      format,
      { ...compressed(format, keep), rate: a.rate, route: 'after' },
      keep,
    );
  const compressing = formats.map(({ id }) => id as FormatId).filter((id) => id !== 'classical');
  const networks = [
    network('classical', 'classical', classical),
    ...keeps.flatMap((keep) => [
      control('narrow control', 'matched', keep),
      control('narrow convolutions', 'matched-convolutions', keep),
      ...compressing.map((format) => before(format, keep)),
      ...compressing
        .filter((format) => after.includes(format))
        .map((format) => afterwards(format, keep)),
    ]),
  ];
  for (const one of networks) check(preset, one);
  return networks;
}

/** Networks of equal shapes are one for both narrow controls. */
const kindOf = (role: Role): string =>
  role === 'narrow control' || role === 'narrow convolutions' ? 'narrow' : role;

/**
 * Without networks that are there already: a format without a rank has one size, another format can be as small as it
 * gets at the first budget, and without dense layers both narrow controls are the same.
 */
function withoutRepeats(networks: readonly Network[]): Network[] {
  const seen = new Set<string>();
  return networks.flatMap((network) => {
    const { role, format, experiment, keep } = network;
    const layers = planNetwork(experiment, 'b').layers.map(({ shape, rank }) => [shape, rank]);
    const key = JSON.stringify([kindOf(role), format, layers]);
    if (seen.has(key)) return [];
    seen.add(key);
    const sized = findFormat(format).ranked || format === 'classical';
    return [{ ...network, keep: sized ? keep : undefined }];
  });
}

/** Shard i of n (from 1): every n-th run. */
export const shard = (runs: readonly Run[], index: number, count: number): Run[] =>
  runs.filter((_, i) => i % count === index - 1);
