/** The file that `--save` writes: bench/results/DATE-MACHINE.md, plots beside it. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { markdownTable, type Table } from './table.ts';

export const METHOD =
  'Every time is the least of many after a warm-up, unless it says median: other programs only ever add time. ' +
  'What is compared runs in turn, round by round. Figures of different runs or machines are not to be compared.';

export interface Results {
  /** Day, such as 2026-11-25. */
  date: string;
  machine: string;
  facts: readonly string[];
  /** How times are taken. */
  method: string;
  tables: readonly Table[];
  /** Parts that failed, a sentence each. */
  failures: readonly string[];
  /** SVG by name. */
  plots: Readonly<Record<string, string>>;
}

const baseName = ({ date, machine }: Results): string => `${date}-${machine}`;

/** The text of the tables, whose plots are files that begin with `base`. */
export function resultsMarkdown(results: Results, base = baseName(results)): string {
  const { date, facts, method, tables, failures, plots } = results;
  const images = Object.keys(plots).map((name) => `![${name}](${base}-${name}.svg)\n`);
  return [
    `# Benchmarks of ${date}`,
    '',
    ...facts.map((fact) => `- ${fact}`),
    '',
    method,
    '',
    ...failures.map((failure) => `${failure}\n`),
    ...tables.map(markdownTable),
    ...images,
  ].join('\n');
}

const FOLDER = path.join(import.meta.dirname, 'results');

/** The name, with a number where there are results of that name. */
function unused(name: string, folder: string): string {
  let free = name;
  for (let n = 2; existsSync(path.join(folder, `${free}.md`)); n++) free = `${name}-${n}`;
  return free;
}

/**
 * Writes the files and returns the path of the tables. Results of the same day and machine are replaced, or stay
 * `beside` the new ones.
 */
export function saveResults(results: Results, { beside = false, folder = FOLDER } = {}): string {
  mkdirSync(folder, { recursive: true });
  const name = beside ? unused(baseName(results), folder) : baseName(results);
  const base = path.join(folder, name);
  writeFileSync(`${base}.md`, resultsMarkdown(results, name));
  for (const [plot, svg] of Object.entries(results.plots)) {
    writeFileSync(`${base}-${plot}.svg`, svg);
  }
  return `${base}.md`;
}
