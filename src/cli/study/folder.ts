/** What stands in the folder of a study: a file for every finished run, and the tables with all results in them. */
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import type { Run } from './plan.ts';
import { fileNameOf, readRunFile, readTables, type ReadFile, type RunResult } from './result.ts';
import { isMadeWith, settingsText } from './settings.ts';

export const TABLES = 'study.json';

interface Found {
  file: string;
  content: ReadFile;
}

export interface Contents {
  runs: readonly Found[];
  /** The results in tables that were written before. */
  tables: readonly Found[];
}

const isRunFile = (name: string): boolean => /_seed\d+_.*\.json$/.test(name);

/** Reads all files of runs in a folder, and the tables in that or another one. Throws what the file system throws. */
export function readFolder(folder: string, tables: string): Contents {
  const read = (file: string) => readFileSync(file, 'utf8');
  const names = readdirSync(folder).filter(isRunFile);
  const tablesFile = path.join(tables, TABLES);
  const results = existsSync(tablesFile) ? readTables(read(tablesFile)) : [];
  return {
    runs: names.map((file) => ({ file, content: readRunFile(read(path.join(folder, file))) })),
    tables: (results ?? [{ kind: 'damaged' }]).map((content) => ({ file: TABLES, content })),
  };
}

const resultOf = ({ content }: Found): RunResult[] =>
  content.kind === 'result' ? [content.result] : [];

/** The tables store settings in another order. */
const nameOf = ({ id, settings }: RunResult): string =>
  [id, ...settings.split('&').toSorted()].join('&');

/**
 * The files, and before them what the tables alone hold: in a repository there are often no files, and files that are
 * added there must not replace all that the tables have.
 */
function sources({ runs, tables }: Contents): readonly Found[] {
  const inFiles = new Set(runs.flatMap(resultOf).map(nameOf));
  const isElsewhere = (found: Found) => resultOf(found).some((one) => inFiles.has(nameOf(one)));
  return [...tables.filter((found) => !isElsewhere(found)), ...runs];
}

/** The results of some runs, by their names: those that were made with the same settings. Of two, the file's. */
export function resultsOf(
  contents: Contents,
  runs: readonly Run[],
): ReadonlyMap<string, RunResult> {
  const planned = new Map(runs.map((run) => [run.id, run]));
  const results = new Map<string, RunResult>();
  for (const result of sources(contents).flatMap(resultOf)) {
    const run = planned.get(result.id);
    if (run && isMadeWith(result.settings, run.experiment)) results.set(run.id, result);
  }
  return results;
}

const counted = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${many}`;

const FEW = 3;

/** Some names, and how many there are beyond. */
const namesText = (names: readonly string[]): string =>
  names.length <= FEW
    ? names.join(', ')
    : `${names.slice(0, FEW).join(', ')} and ${names.length - FEW} more`;

/** What of the folder's contents is not in the tables, a sentence each. */
export function leftOut(contents: Contents, runs: readonly Run[]): string[] {
  const planned = new Map(runs.map((run) => [run.id, run]));
  const reasonOf = ({ content }: Found): keyof typeof sentences | undefined => {
    if (content.kind !== 'result') return content.kind;
    const run = planned.get(content.result.id);
    if (!run) return 'foreign';
    return isMadeWith(content.result.settings, run.experiment) ? undefined : 'other';
  };
  const sentences = {
    damaged: 'damaged, perhaps cut off while it was written, and not used',
    later: 'written by a later version of Slimwave, and not used',
    other: 'made with other settings, or by a version with other defaults, and left out',
    foreign: 'of another study, and left out',
  };
  const found = sources(contents).map((one) => ({ file: one.file, reason: reasonOf(one) }));
  return Object.entries(sentences).flatMap(([reason, what]) => {
    const own = found.filter((one) => one.reason === reason);
    if (own.length === 0) return [];
    const files = [...new Set(own.map(({ file }) => file))];
    return [`${counted(own.length, 'result is', 'results are')} ${what}: ${namesText(files)}.`];
  });
}

/** Where a run's file is, or will be. */
export const pathOf = (folder: string, run: Run): string =>
  path.join(folder, fileNameOf({ id: run.id, settings: settingsText(run.experiment) }));

/** Whether a run's file is there and whole. */
export const isDone = (file: string): boolean =>
  existsSync(file) && readRunFile(readFileSync(file, 'utf8')).kind === 'result';

/** Files that a later version has written, of these runs or of all: to do the runs again would replace or repeat them. */
export function laterFiles({ runs: files, tables }: Contents, runs: readonly Run[]): string[] {
  const names = new Set([TABLES, ...runs.map((run) => path.basename(pathOf('', run)))]);
  const later = [...files, ...tables].filter(
    ({ file, content }) => content.kind === 'later' && runs.length > 0 && names.has(file),
  );
  return [...new Set(later.map(({ file }) => file))];
}

/**
 * Moves tables away that hold results which new ones would not, and of which there are no files. Returns a sentence
 * if it did.
 */
export function keepTables(
  folder: string,
  { runs, tables }: Contents,
  results: Iterable<RunResult>,
): string | undefined {
  const kept = new Set([...runs.flatMap(resultOf), ...results].map(nameOf));
  const lost = tables.some((found) => {
    const [result] = resultOf(found);
    return result === undefined || !kept.has(nameOf(result));
  });
  if (!lost) return undefined;
  let name = 'study.earlier.json';
  for (let i = 2; existsSync(path.join(folder, name)); i++) name = `study.earlier-${i}.json`;
  renameSync(path.join(folder, TABLES), path.join(folder, name));
  return `The ${TABLES} that was there holds other results: it is now ${name}.`;
}
