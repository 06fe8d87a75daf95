/** The file that a pack writes on a foreign machine, and what is accepted of such a file. */
import * as v from 'valibot';
import type { Results } from '../results.ts';

export const FORMAT = 'slimwave-benchmarks';
export const VERSION = 1;

/** Goes into a line of Markdown. */
const line = v.pipe(
  v.string(),
  v.maxLength(4000),
  v.regex(/^[^\r\n]*$/, 'a line break where one line is expected'),
);

const table = v.strictObject({
  title: line,
  rows: v.array(
    v.strictObject({
      what: line,
      value: line,
      aim: v.optional(line),
      missed: v.optional(v.boolean()),
    }),
  ),
});

const reportSchema = v.strictObject({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  results: v.strictObject({
    date: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, 'not a day such as 2026-11-25')),
    // A part of a file's name.
    machine: v.pipe(v.string(), v.maxLength(150), v.regex(/^[a-z0-9-]+$/, 'no name of a machine')),
    facts: v.array(line),
    method: line,
    tables: v.array(table),
    failures: v.array(line),
  }),
});

type Reported = v.InferOutput<typeof reportSchema>['results'];

const oneLine = (text: string): string => text.replaceAll(/\s*[\r\n]+\s*/g, ' ').slice(0, 4000);

/** The text of a report. Line breaks, which libraries put into messages, become spaces. */
export function reportText({ tables, failures, facts, date, machine, method }: Results): string {
  const results: Reported = {
    date,
    machine,
    facts: facts.map(oneLine),
    method: oneLine(method),
    tables: tables.map(({ title, rows }) => ({
      title: oneLine(title),
      rows: rows.map(({ what, value, aim, missed }) => ({
        what: oneLine(what),
        value: oneLine(value),
        ...(aim !== undefined && { aim: oneLine(aim) }),
        ...(missed !== undefined && { missed }),
      })),
    })),
    failures: failures.map(oneLine),
  };
  return `${JSON.stringify({ format: FORMAT, version: VERSION, results }, undefined, 2)}\n`;
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(
      `${file} is not complete JSON: copy it again from the machine that it was written on.`,
    );
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The results of a report; `file` is its name. Throws a sentence that says what is wrong and what to do. */
export function parseReport(text: string, file: string): Results {
  const found = jsonOf(text, file);
  if (!isRecord(found) || found.format !== FORMAT) {
    throw new Error(
      `${file} is no report of a pack: use the JSON file that its run.sh has written.`,
    );
  }
  if (found.version !== VERSION) {
    throw new Error(
      `${file} has version ${JSON.stringify(found.version)} of the format, but only version ${VERSION} can be read: use the Slimwave that made the pack.`,
    );
  }
  const parsed = v.safeParse(reportSchema, found);
  if (parsed.success) return { ...parsed.output.results, plots: {} };
  const [issue] = parsed.issues;
  throw new Error(
    `${file} is damaged at ${v.getDotPath(issue) ?? 'its top'} (${issue.message}): copy it again from the machine that it was written on.`,
  );
}
