/** A table as comma-separated values. */

type Row = Readonly<Record<string, string | number | undefined>>;

/**
 * RFC 4180: CRLF after every line, quotes round what holds commas, quotes or line ends. The header is the union
 * of the rows' keys, in order of first appearance; what a row lacks stays empty. No rows, no text.
 */
export function toCsv(rows: readonly Row[]): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (keys.length === 0) return '';
  const lines = [keys, ...rows.map((row) => keys.map((key) => row[key] ?? ''))];
  return lines.map((line) => `${lineText(line)}\r\n`).join('');
}

// A single empty value is quoted: an empty line reads as no line at all.
const lineText = (values: readonly (string | number)[]): string =>
  values.map(quoted).join(',') || '""';

function quoted(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
