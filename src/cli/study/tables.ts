/** Writes what a study says: a document with tables and findings, its plots, and all results. */
import path from 'node:path';
import { keepTables, resultsOf, TABLES, type Contents } from './folder.ts';
import { studyText, type Part } from './markdown.ts';
import type { Run } from './plan.ts';
import { taskPlot } from './plots.ts';
import { writeWhole } from '../wholeFile.ts';
import { tablesFile, type RunResult } from './result.ts';
import { tableRows } from './table.ts';

/** Days and machines of the runs, and the command, a line each. */
function factsOf(results: readonly RunResult[], command: string): string[] {
  const days = results.flatMap(({ date }) => date ?? []).toSorted();
  const machines = [...new Set(results.flatMap(({ machine }) => machine ?? []))];
  const programs = [...new Set(results.flatMap(({ program }) => program ?? []))];
  const [first, last] = [days.at(0), days.at(-1)];
  return [
    ...(first === undefined
      ? []
      : [`Made ${first === last ? `on ${first}` : `from ${first} to ${last}`}`]),
    ...(programs.length === 0 ? [] : [`Slimwave ${programs.join(', ')}`]),
    ...machines,
    `\`${command}\``,
  ];
}

/**
 * Writes all files to a folder. Returns the document, and a sentence if tables that were there have been moved away.
 */
export function writeTables(
  folder: string,
  contents: Contents,
  runs: readonly Run[],
  command: string,
): { text: string; note?: string } {
  const found = resultsOf(contents, runs);
  const results = runs.flatMap(({ id }) => found.get(id) ?? []);
  const rows = tableRows(results);
  const plots = new Map<string, string>();
  const presets = [...new Set(results.map(({ preset }) => preset))];
  const parts = presets.map((preset): Part => {
    const own = rows.filter((row) => row.preset === preset);
    const svg = taskPlot(preset, own);
    const file = `study-${preset}.svg`;
    if (svg !== undefined) plots.set(file, svg);
    return {
      preset,
      rows: own,
      results: results.filter((result) => result.preset === preset),
      plots: svg === undefined ? [] : [file],
    };
  });
  const text = studyText({
    parts,
    missing: runs.length - results.length,
    facts: factsOf(results, command),
  });
  const note = keepTables(folder, contents, results);
  writeWhole(path.join(folder, TABLES), tablesFile(rows, results));
  for (const [file, svg] of plots) writeWhole(path.join(folder, file), svg);
  writeWhole(path.join(folder, 'study.md'), text);
  return { text, note };
}
