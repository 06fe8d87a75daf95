/** A row of a benchmark: what was measured, the value with its unit, and what it should be. */
export interface Row {
  what: string;
  value: string;
  aim?: string;
  /** The aim is missed: the benchmark ends with exit code 1. */
  missed?: boolean;
}

/** The rows of a part, at once or as they are measured. */
export type Rows = readonly Row[] | Promise<readonly Row[]> | AsyncIterable<Row>;

export interface Table {
  title: string;
  rows: readonly Row[];
}

export const milliseconds = (ms: number): string => `${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`;
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
export const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(2)} MiB`;
export const ratio = (value: number): string => value.toFixed(value < 10 ? 2 : 0);

export function formatTable({ title, rows }: Table): string {
  const width = Math.max(...rows.map(({ what }) => what.length));
  const lines = rows.map(
    ({ what, value, aim }) =>
      `  ${what.padEnd(width)}  ${value.padStart(16)}${aim ? `   aim: ${aim}` : ''}`,
  );
  return [title, ...lines].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

export function markdownTable({ title, rows }: Table): string {
  const lines = rows.map(
    ({ what, value, aim = '' }) => `| ${cell(what)} | ${cell(value)} | ${cell(aim)} |`,
  );
  return [`## ${title}`, '', '| what | value | aim |', '| --- | --- | --- |', ...lines, ''].join(
    '\n',
  );
}
