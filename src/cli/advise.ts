/** `advise`: which network to take, from the runs of a study. */
import { readFileSync } from 'node:fs';
import { advise, type Advice, type AdvisedRun } from '../engine/advice.ts';
import {
  choiceText,
  goalTitles,
  nextText,
  problemText,
  unknownText,
} from '../engine/adviceText.ts';
import { leaves } from '../engine/experiment/leaves.ts';
import { formatFieldValue } from '../engine/experiment/fields.ts';
import { parseWords } from './parse.ts';
import { readTables, type ReadFile, type RunResult } from './study/result.ts';
import { RULE, settingsIn } from './study/settings.ts';
import { isMeasured, networkName } from './study/table.ts';
import { UsageError } from './usageError.ts';

export const ADVISE_USAGE = `Usage: npm run -s slimwave -- advise study.json [options]

From the runs of a study, for each task: the smallest network, the one with the fewest multiply-accumulates and the one
with the shortest step whose error is within a tolerance of the classical network's, how sure that is, and what to run
next. The file is the study.json that “study --merge” writes.

  --tolerance 5%         how much larger than the classical error an error may be
  --json                 the same as JSON, with all numbers`;

const options = {
  tolerance: { type: 'string', default: '5%' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const seedKeys = ['data.seed', 'training.initSeed', 'training.shuffleSeed'];

/** What may differ between runs of one setting: the networks, and how their rates are found. */
const isOwn = (key: string): boolean =>
  /^[abcd]\./.test(key) ||
  ['networks', 'reference', 'backend', 'training.fineTune', RULE, ...seedKeys].includes(key);

/** Settings that there were not yet when a run was made, at what earlier versions did. */
const defaults = leaves
  .filter(({ network }) => network === undefined || network === 'b')
  .map(({ key, field }): [string, string] => [key, formatFieldValue(field, field.default)]);

/** All settings of a run in a fixed order. */
const allSettings = ({ settings }: RunResult): [key: string, text: string][] =>
  [...new Map([...defaults, ...settingsIn(settings)])].toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );

function advisedRun(run: RunResult): AdvisedRun {
  const settings = allSettings(run);
  const textOf = (wanted: (key: string) => boolean) =>
    settings.flatMap(([key, text]) => (wanted(key) ? `${key}=${text}` : [])).join('&');
  return {
    setting: textOf((key) => !isOwn(key)),
    network: [
      run.role,
      textOf((key) => key.startsWith('b.') || key === RULE),
      run.parameters,
      run.role === 'after training' && textOf((key) => key === 'training.fineTune'),
    ].join('|'),
    name: networkName(run),
    seed: textOf((key) => seedKeys.includes(key)),
    classical: run.role === 'classical',
    parameters: run.parameters,
    macs: run.macs,
    stepMs: run.stepMs,
    backend: run.machine,
    test: run.test,
  };
}

/** The entries of a file, runs or not. Throws `UsageError`. */
function entriesOf(path: string): ReadFile[] {
  let entries: ReadFile[] | undefined;
  try {
    const text = readFileSync(path, 'utf8');
    entries = readTables(text);
    if (!entries) JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      error instanceof SyntaxError
        ? `${path} is not JSON, or was cut off: write it again with “study … --merge”.`
        : `${path} can’t be read: ${(error as Error).message}`,
    );
  }
  if (entries) return entries;
  throw new UsageError(`${path} has no runs of a study: give the study.json of its folder.`);
}

/** The runs of a file, and how many of its entries are none. */
function readStudyRuns(path: string): { runs: RunResult[]; damaged: number } {
  const entries = entriesOf(path);
  if (entries.some(({ kind }) => kind === 'later')) {
    throw new UsageError(
      `${path} was written by a later version of Slimwave: take its advice with that version.`,
    );
  }
  const runs = entries.flatMap((one) => (one.kind === 'result' ? [one.result] : []));
  if (runs.length === 0) {
    throw new UsageError(`${path} has no finished runs yet: train some with “study” first.`);
  }
  return { runs, damaged: entries.length - runs.length };
}

/** The tolerance as a fraction, from `5%` or `0.05`. */
function toleranceOf(text: string): number {
  const trimmed = text.trim();
  const value = trimmed.endsWith('%') ? Number(trimmed.slice(0, -1)) / 100 : Number(trimmed);
  if (trimmed === '' || !(value >= 0 && value <= 10)) {
    throw new UsageError(
      `--tolerance ${text.slice(0, 20)} is not valid; use 0% to 1000%, as in 5%.`,
    );
  }
  return value;
}

/** An advice as Markdown. */
function adviceMarkdown(title: string, advice: Advice): string {
  const problem = problemText(advice);
  return [
    `## ${title}`,
    ...(problem === undefined ? [] : [problem]),
    ...advice.choices.map(
      (choice) => `- ${goalTitles[choice.goal]}: **${choice.pick.name}**. ${choiceText(choice)}`,
    ),
    ...[nextText(advice), unknownText(advice)].filter((text) => text !== undefined),
  ].join('\n\n');
}

/** What `advise` prints. Throws `UsageError`. */
export function adviseReport(args: string[]): string {
  const { values, positionals } = parseWords(args, options);
  if (values.help) return ADVISE_USAGE;
  if (positionals.length !== 1) {
    throw new UsageError('advise needs one file, the study.json that “study --merge” writes.');
  }
  const { runs, damaged } = readStudyRuns(positionals[0]);
  const advised = runs.filter(isMeasured).map(advisedRun);
  const advices = advise(advised, toleranceOf(values.tolerance));
  if (values.json) return JSON.stringify(advices, null, 2);
  const titleOf = ({ setting }: Advice) =>
    runs[advised.findIndex((run) => run.setting === setting)].preset;
  return [
    ...(damaged > 0 ? [`${damaged} entries of the file are no runs and are left out.`] : []),
    ...advices.map((advice) => adviceMarkdown(titleOf(advice), advice)),
  ].join('\n\n');
}
