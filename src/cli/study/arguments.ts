import { parseArgs } from 'node:util';
import { findPreset } from '../../engine/experiment/presets.ts';
import { idsOf } from '../../engine/experiment/network.ts';
import { withValue } from '../../engine/experiment/leaves.ts';
import type { Experiment } from '../../engine/experiment/schema.ts';
import { validateExperiment } from '../../engine/opening/validate.ts';
import { applySettings, openExperiment, parseSetting } from '../openExperiment.ts';
import { UsageError } from '../usageError.ts';

export const STUDY_USAGE = `Usage: npm run -s slimwave -- study [preset,preset,…] --folder FOLDER [options]

Trains the classical network, the narrow control and every format at several kept fractions, with several
seeds, and writes one table. Every finished run is a file in the folder: a study that was stopped continues.

  --folder FOLDER        where the runs are kept, and the tables written (study.json, study.md)
  --keep 50%,25%,12.5%   fractions of the dense kernel parameters to keep
  --seeds 1,2,3          seeds of data, weights and order
  --set key=value        change a setting of all runs (any number of times)
  --shard i/n            only every n-th run, beginning with the i-th: one task of a job array
  --merge                train nothing, write the tables of the runs that are there
  --list                 train nothing, list the runs that are still to do`;

const options = {
  folder: { type: 'string' },
  keep: { type: 'string', default: '50%,25%,12.5%' },
  seeds: { type: 'string', default: '1,2,3' },
  set: { type: 'string', multiple: true },
  shard: { type: 'string', default: '1/1' },
  merge: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

export interface StudyInvocation {
  presets: { id: string; experiment: Experiment }[];
  folder: string;
  keeps: number[];
  seeds: number[];
  shard: { index: number; count: number };
  mode: 'train' | 'merge' | 'list';
}

const DEFAULT_PRESETS = 'frames,volume,trace';

function numbers(option: string, text: string, check: (value: number) => boolean): number[] {
  const values = text.split(',').map((part) => {
    const percent = part.trim().endsWith('%');
    const value = Number(percent ? part.trim().slice(0, -1) : part);
    return percent ? value / 100 : value;
  });
  if (!values.every(check))
    throw new UsageError(`--${option} ${text.slice(0, 40)} is not valid; ${hints[option]}`);
  return [...new Set(values)];
}

/** What stands between commas; those in the lists of a link belong to the link. */
function namesIn(text: string): string[] {
  const names: string[] = [];
  for (const part of text.split(',')) {
    const inLink = names.at(-1)?.includes('#') && !part.includes('#') && !findPreset(part.trim());
    if (inLink) names.push(`${names.pop()},${part}`);
    else names.push(part);
  }
  return names;
}

const hints: Readonly<Record<string, string>> = {
  keep: 'use fractions from 1% to 100%, as in 50%,25%.',
  seeds: 'use whole numbers from 0, as in 1,2,3.',
};

function parseShard(text: string): StudyInvocation['shard'] {
  const [, first, second] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const [index, count] = [Number(first), Number(second)];
  if (!(index >= 1 && index <= count)) {
    throw new UsageError(
      `--shard ${text.slice(0, 20)} is not valid; it must be i/n with i from 1 to n, as in 2/8.`,
    );
  }
  return { index, count };
}

function openPreset(
  name: string,
  settings: readonly string[],
): { id: string; experiment: Experiment } {
  const { preset, experiment: opened } = openExperiment(name);
  // Fair: each network at its own best rate.
  const searched = idsOf(opened).reduce(
    (current, id) => withValue(current, `${id}.search`, 'on'),
    opened,
  );
  const experiment = applySettings(searched, settings.map(parseSetting));
  const issues = validateExperiment(experiment);
  if (issues.length > 0)
    throw new UsageError(`${name}: ${issues.map(({ message }) => message).join(' ')}`);
  return { id: preset.id, experiment };
}

/** Throws `UsageError`; undefined if only the help was asked for. */
export function readStudyArguments(args: string[]): StudyInvocation | undefined {
  let parsed;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split('\n')[0]);
  }
  const { values, positionals } = parsed;
  if (values.help) return undefined;
  const [names = DEFAULT_PRESETS, ...surplus] = positionals;
  if (surplus.length > 0) {
    throw new UsageError(
      `“${surplus[0].slice(0, 40)}” is one argument too many; separate presets with commas.`,
    );
  }
  if (values.folder === undefined)
    throw new UsageError('study needs --folder, where the runs are kept.');
  if (values.merge && values.list) throw new UsageError('--merge and --list exclude each other.');
  return {
    presets: namesIn(names).map((name) => openPreset(name.trim(), values.set ?? [])),
    folder: values.folder,
    keeps: numbers('keep', values.keep, (value) => value >= 0.01 && value <= 1),
    seeds: numbers('seeds', values.seeds, (value) => Number.isInteger(value) && value >= 0),
    shard: parseShard(values.shard),
    mode: values.merge ? 'merge' : values.list ? 'list' : 'train',
  };
}
