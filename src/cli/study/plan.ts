/** Which networks a study trains: for every task and seed the classical one, and per budget all formats. */
import { formats } from '../../engine/formats/index.ts';
import type { FormatId } from '../../engine/formats/index.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { plain, type NetworkSpec } from '../../engine/experiment/network.ts';

export type Role = 'classical' | 'narrow control' | 'before training' | 'after training';

export interface Run {
  /** Name of its file, without ending. */
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

/** The format whose size the narrow control is given: its ranks come in the smallest steps. */
const CONTROL: FormatId = 'layer-cp';
/** The format that is also made from a trained classical network. */
const AFTERWARDS: FormatId = 'one-way';

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
}

/** All runs in a fixed order, those that share samples side by side. */
export function planStudy({ presets, seeds, keeps }: StudyOptions): Run[] {
  return presets.flatMap(({ id: preset, experiment }) =>
    seeds.flatMap((seed) => networksOf(preset, withSeed(experiment, seed), seed, keeps)),
  );
}

function networksOf(
  preset: string,
  experiment: Experiment,
  seed: number,
  keeps: readonly number[],
): Run[] {
  const [a, template = a] = experiment.networks;
  const classical: NetworkSpec = { ...a, ...plain, format: 'classical' };
  const run = (
    role: Role,
    format: FormatId,
    b: NetworkSpec,
    keep?: number,
    other = classical,
  ): Run => ({
    id: [
      preset,
      `seed${seed}`,
      role.replace(' ', '-'),
      format,
      ...(keep ? [percent(keep)] : []),
    ].join('_'),
    preset,
    seed,
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
  return [
    run('classical', 'classical', classical),
    ...keeps.flatMap((keep, i) => [
      run(
        'narrow control',
        'classical',
        { ...classical, width: 'matched' },
        keep,
        compressed(CONTROL, keep),
      ),
      ...formats
        .filter(({ id, ranked }) => id !== 'classical' && (ranked || i === 0))
        .map(({ id, ranked }) =>
          run(
            'before training',
            id as FormatId,
            compressed(id as FormatId, keep),
            ranked ? keep : undefined,
          ),
        ),
      run(
        'after training',
        AFTERWARDS,
        { ...compressed(AFTERWARDS, keep), rate: a.rate, route: 'after' },
        keep,
      ),
    ]),
  ];
}

/** Shard i of n (from 1): every n-th run. */
export const shard = (runs: readonly Run[], index: number, count: number): Run[] =>
  runs.filter((_, i) => i % count === index - 1);
