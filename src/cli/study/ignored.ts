/** What a study would pass over without a word: it ends in a `UsageError` instead. */
import { findLeafOf } from '../../engine/experiment/leaves.ts';
import { UsageError } from '../usageError.ts';

const rules: readonly (readonly [key: RegExp, hint: string])[] = [
  [/^(data\.seed|training\.initSeed|training\.shuffleSeed)$/, 'use --seeds'],
  [/^[ab]\.rank$/, 'use --keep'],
  [/^[ab]\.route$/, 'use --after'],
  [
    /^[ab]\.(format|layers|width|like)$/,
    'it trains every format, in all layers, and both controls',
  ],
  [/^(networks|reference|[cd]\..*)$/, 'its networks follow from A and B of the preset or link'],
];

/**
 * Refuses settings of `--set` that a study chooses itself. A preset or a link may have them: it is about more than the
 * study. Throws `UsageError`.
 */
export function checkSettings(settings: readonly (readonly [key: string, text: string])[]): void {
  for (const [written] of settings) {
    const key = findLeafOf(written)?.key;
    const [, hint] = rules.find(([pattern]) => key !== undefined && pattern.test(key)) ?? [];
    if (hint === undefined) continue;
    throw new UsageError(`--set ${key} has no effect, as a study chooses it itself: ${hint}.`);
  }
}

interface Options {
  shard?: string;
  only?: string;
  slurm?: string;
  merge: boolean;
}

/** Refuses options of which one would have no effect beside the other. Throws `UsageError`. */
export function checkCombinations({ shard, only, slurm, merge }: Options): void {
  const refused: readonly (readonly [boolean, string])[] = [
    [
      shard !== undefined && slurm !== undefined,
      '--shard and --slurm exclude each other: the script has a task for every run.',
    ],
    [
      shard !== undefined && only !== undefined,
      '--shard and --only exclude each other: --only names the run.',
    ],
    [
      shard !== undefined && merge,
      '--shard and --merge exclude each other: the tables are of all runs.',
    ],
    [
      only !== undefined && slurm !== undefined,
      '--only and --slurm exclude each other: the script has a task for every run.',
    ],
    [
      only !== undefined && merge,
      '--only and --merge exclude each other: the tables are of all runs.',
    ],
  ];
  const [, sentence] = refused.find(([applies]) => applies) ?? [];
  if (sentence !== undefined) throw new UsageError(sentence);
}
