/** From the command line of `study` to what it is to do. Everything wrong with it ends in a `UsageError`. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { findPreset } from '../../engine/experiment/presets.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { formatIds, type FormatId } from 'slimwave-formats/registry';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { originOf } from '../../engine/tasks/index.ts';
import { applySettings, openExperiment, parseSetting } from '../openExperiment.ts';
import { parseWords } from '../parse.ts';
import { UsageError } from '../usageError.ts';
import { checkCombinations, checkSettings } from './ignored.ts';
import { readKeeps, readSeeds } from './lists.ts';
import { sbatchWords } from './sbatchWords.ts';

const DEFAULT_PRESETS = 'frames,volume,trace,medium';

export const STUDY_USAGE = `Usage: npm run -s slimwave -- study [preset,preset,…] --folder FOLDER [options]

Trains the classical network, both narrow controls and every format at several kept fractions, with several seeds,
and writes tables with plots. Every finished run is a file in the folder: a study that was stopped continues.
Without presets: ${DEFAULT_PRESETS}.

  --folder FOLDER        where the runs are kept
  --keep 50%,25%,12.5%   fractions of the dense kernel parameters to keep
  --seeds 1..5           seeds of data, weights and order, as in 1,2,3 or 1..5
  --after one-way        formats that are also made from a trained classical network; all, or none
  --set key=value        change a setting of all runs (any number of times), except those that the study chooses itself:
                         seeds, formats, ranks, widths and routes
  --shard i/n            only every n-th run, beginning with the i-th; not with --merge, --slurm or --only
  --merge                train nothing, write the tables and plots of the runs that are there
  --tables FOLDER        where the tables and plots are written, if not beside the runs
  --list                 train nothing, list the runs that are still to do
  --slurm FILE           train nothing, write a script that gives the runs to Slurm (or FOLDER, for FOLDER/study.sh)
  --sbatch "OPTIONS"     options of Slurm for its jobs, as in --sbatch "--time=2:00:00 --mem=4G --partition=long"
  --only RUN             only this run, by the name that --list gives, and no tables; not with --merge or --slurm`;

const options = {
  folder: { type: 'string' },
  keep: { type: 'string', default: '50%,25%,12.5%' },
  seeds: { type: 'string', default: '1..5' },
  after: { type: 'string', default: 'one-way' },
  set: { type: 'string', multiple: true, default: [] as string[] },
  shard: { type: 'string' },
  merge: { type: 'boolean', default: false },
  tables: { type: 'string' },
  list: { type: 'boolean', default: false },
  slurm: { type: 'string' },
  sbatch: { type: 'string', multiple: true, default: [] as string[] },
  only: { type: 'string' },
  // In the script for Slurm: the plan that its tasks were numbered by.
  plan: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

export interface StudyInvocation {
  presets: { id: string; experiment: Experiment }[];
  folder: string;
  keeps: number[];
  seeds: number[];
  after: FormatId[];
  shard: { index: number; count: number };
  mode: 'train' | 'merge' | 'list' | 'slurm';
  /** Where the tables go. */
  tables: string;
  only?: string;
  plan?: string;
  /** The script for Slurm, and options for its jobs. */
  slurm?: { file: string; options: string[] };
  /** Arguments that name the same runs from any folder. */
  words: string[];
  /** What the user should know of the arguments, one sentence each. */
  notes: string[];
}

/** What stands between commas; those in the lists of a link belong to the link. */
function namesIn(text: string): string[] {
  const names: string[] = [];
  for (const part of text.split(',')) {
    const inLink = names.at(-1)?.includes('#') && !part.includes('#') && !findPreset(part.trim());
    if (inLink) names.push(`${names.pop()},${part}`);
    else names.push(part);
  }
  return names.map((name) => name.trim());
}

function parseShard(text = '1/1'): StudyInvocation['shard'] {
  const [, first, second] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const [index, count] = [Number(first), Number(second)];
  if (!(index >= 1 && index <= count)) {
    throw new UsageError(
      `--shard ${text.slice(0, 20)} is not valid; it must be i/n with i from 1 to n, as in 2/8.`,
    );
  }
  return { index, count };
}

function parseAfter(text: string): FormatId[] {
  const known = formatIds.filter((id) => id !== 'classical');
  if (text === 'all') return known;
  if (text === 'none') return [];
  return text.split(',').map((part) => {
    const format = known.find((id) => id === part.trim());
    if (format) return format;
    throw new UsageError(
      `--after ${part.slice(0, 40)} is not valid; use all, none, or some of ${known.join(', ')}.`,
    );
  });
}

type Settings = ReturnType<typeof parseSetting>[];

function openPreset(name: string, settings: Settings): { id: string; experiment: Experiment } {
  const { preset, experiment: opened } = openExperiment(name);
  const experiment = applySettings(opened, settings);
  const { fromFile, simulated } = originOf(experiment);
  if (simulated && experiment.scene.medium !== '') {
    throw new UsageError(
      `${name.slice(0, 80)}: a study takes no background from a file. Leave scene.medium out, or use “train” with --medium FILE and --repeats.`,
    );
  }
  if (fromFile) {
    throw new UsageError(
      `${name.slice(0, 80)}: a study makes its samples itself and takes no data file. Use “train” with --data FILE and --repeats.`,
    );
  }
  const issues = validateExperiment(experiment);
  if (issues.length > 0)
    throw new UsageError(`${name}: ${issues.map(({ message }) => message).join(' ')}`);
  return { id: preset.id, experiment };
}

/** Presets with names of their own: two links may begin with the same preset. */
function openPresets(names: readonly string[], settings: Settings): StudyInvocation['presets'] {
  const presets: StudyInvocation['presets'] = [];
  for (const name of names) {
    const { id, experiment } = openPreset(name, settings);
    const same = presets.filter((one) => one.id.replace(/-\d+$/, '') === id).length;
    presets.push({ id: same === 0 ? id : `${id}-${same + 1}`, experiment });
  }
  return presets;
}

/** `--sbatch OPTIONS` as one word: options of Slurm begin like our own. */
const withSbatch = (args: readonly string[]): string[] =>
  args.flatMap((word, i) => {
    if (args[i - 1] === '--sbatch') return [];
    return word === '--sbatch' && i + 1 < args.length ? [`--sbatch=${args[i + 1]}`] : [word];
  });

const modes = ['merge', 'list', 'slurm'] as const;

const parsed = (args: string[]) => parseWords(withSbatch(args), options);

type Values = ReturnType<typeof parsed>['values'];

function modeOf(values: Values): StudyInvocation['mode'] {
  const wanted = modes.filter((mode) => values[mode]);
  if (wanted.length > 1) {
    throw new UsageError(`--${wanted[0]} and --${wanted[1]} exclude each other.`);
  }
  if (values.sbatch.length > 0 && !values.slurm)
    throw new UsageError('--sbatch says how Slurm runs the jobs: it needs --slurm FILE.');
  return wanted[0] ?? 'train';
}

/** A file by its whole path; presets and links as they are. */
const fromAnywhere = (name: string): string =>
  !findPreset(name) && existsSync(name) ? path.resolve(name) : name;

/** Throws `UsageError`; undefined if only the help was asked for. */
export function readStudyArguments(args: string[]): StudyInvocation | undefined {
  const { values, positionals } = parsed(args);
  if (values.help) return undefined;
  const [text = DEFAULT_PRESETS, ...surplus] = positionals;
  if (surplus.length > 0) {
    throw new UsageError(
      `“${surplus[0].slice(0, 40)}” is one argument too many; separate presets with commas.`,
    );
  }
  if (values.folder === undefined)
    throw new UsageError('study needs --folder, where the runs are kept.');
  const names = namesIn(text);
  const seeds = readSeeds(values.seeds);
  const folder = path.resolve(values.folder);
  const { keep, after, set, tables, only, plan, slurm, sbatch } = values;
  const settings = set.map(parseSetting);
  checkSettings(settings);
  checkCombinations(values);
  return {
    presets: openPresets(names, settings),
    folder,
    keeps: readKeeps(keep),
    seeds: seeds.seeds,
    after: parseAfter(after),
    shard: parseShard(values.shard),
    mode: modeOf(values),
    tables: tables === undefined ? folder : path.resolve(tables),
    only,
    plan,
    slurm: slurm === undefined ? undefined : { file: slurm, options: sbatchWords(sbatch) },
    words: [
      names.map(fromAnywhere).join(','),
      '--folder',
      folder,
      '--keep',
      keep,
      '--seeds',
      values.seeds,
      '--after',
      after,
      ...set.flatMap((pair) => ['--set', pair]),
      ...(tables === undefined ? [] : ['--tables', path.resolve(tables)]),
    ],
    notes: seeds.notes,
  };
}
