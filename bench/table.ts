/** A row of a benchmark: what was measured, the value with its unit, and what it should be. */
export interface Row {
  what: string;
  value: string;
  aim?: string;
}

export const milliseconds = (ms: number): string => `${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`;
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

export function printTable(title: string, rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ what }) => what.length));
  console.log(`\n${title}`);
  for (const { what, value, aim } of rows) {
    console.log(`  ${what.padEnd(width)}  ${value.padStart(16)}${aim ? `   aim: ${aim}` : ''}`);
  }
}
