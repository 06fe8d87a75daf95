/** The file that `--save` writes: bench/results/DATE-MACHINE.md, plots beside it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { markdownTable, type Table } from './table.ts';

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

export function resultsMarkdown(results: Results): string {
  const { date, facts, method, tables, failures, plots } = results;
  const images = Object.keys(plots).map((name) => `![${name}](${baseName(results)}-${name}.svg)\n`);
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

/** Writes the files and returns the path of the tables. */
export function saveResults(results: Results): string {
  const folder = path.join(import.meta.dirname, 'results');
  const base = path.join(folder, baseName(results));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${base}.md`, resultsMarkdown(results));
  for (const [name, svg] of Object.entries(results.plots)) {
    writeFileSync(`${base}-${name}.svg`, svg);
  }
  return `${base}.md`;
}
