/** A table as comma-separated values. */

export type Row = Readonly<Record<string, string | number | undefined>>;

/**
 * RFC 4180: CRLF after every line, quotes round what holds commas, quotes or line ends. The header is the union
 * of the rows' keys, in order of first appearance; what a row lacks stays empty. No rows, no text. A text that begins as
 * a formula does gets an apostrophe before it.
 */
export function toCsv(rows: readonly Row[]): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (keys.length === 0) return '';
  const lines = [keys, ...rows.map((row) => keys.map((key) => row[key] ?? ''))];
  return lines.map((line) => `${lineText(line)}\r\n`).join('');
}

/**
 * The rows with a last column `link`, the same in each. Unlike a comment or a foot it needs no option of the reader
 * (`pandas.read_csv(name)`, a spreadsheet's Open), leaves columns of numbers what they are, and stays with its rows when
 * tables are put together.
 */
export const withLink = (rows: readonly Row[], link: string): Row[] =>
  rows.map((row) => ({ ...row, link }));

// A single empty value is quoted: an empty line reads as no line at all.
const lineText = (values: readonly (string | number)[]): string =>
  values.map(quoted).join(',') || '""';

/** A text that a spreadsheet would compute is marked as text, as a name that somebody typed may be one. */
const harmless = (text: string): string => (/^[=+\-@\t]/.test(text) ? `'${text}` : text);

function quoted(value: string | number): string {
  const text = typeof value === 'number' ? String(value) : harmless(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
