/** What is kept of a finished run, and how it stands in a file. */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import packageJson from '../../../package.json' with { type: 'json' };
import { formatIds } from 'slimwave-formats/registry';

/** Version of a run's file. Files without one are from before there were versions; all that they hold is the same. */
export const FILE_VERSION = 1;
/** The program that writes. */
export const PROGRAM = packageJson.version;

export const roles = [
  'classical',
  'narrow control',
  'narrow convolutions',
  'before training',
  'after training',
] as const;
export type Role = (typeof roles)[number];

const optional = v.optional(v.number());

const resultSchema = v.object({
  id: v.string(),
  /** What must agree for a run to count as done: all settings but the backend. */
  settings: v.string(),
  /** Version of the program that made it; none before there was one. */
  program: v.optional(v.string()),
  /** The day, such as 2026-11-27, and what it ran on; none before these were kept. */
  date: v.optional(v.string()),
  machine: v.optional(v.string()),
  preset: v.string(),
  seed: v.number(),
  role: v.picklist(roles),
  format: v.picklist(formatIds),
  /** Fraction of the dense kernel parameters to keep. */
  keep: optional,
  parameters: v.number(),
  convolutionParameters: v.number(),
  macs: v.number(),
  /** Relative L2 over the samples that are not silent; none if the run diverged, or of silent samples alone. */
  train: optional,
  test: optional,
  medianL1: optional,
  /** Test samples, and silent ones among them, which the errors leave out. */
  samples: optional,
  silent: optional,
  /** The learning rate that it was trained with. */
  rate: v.optional(v.union([v.number(), v.literal('auto')])),
  stepMs: optional,
  forecastMs: optional,
  /** Of long, middle and short waves: the truth's share of energy, and √(error's energy/truth's energy). */
  waves: v.optional(v.array(v.object({ share: optional, error: optional }))),
  /** Wavelengths at which long waves begin and at which short ones end (m). */
  waveLimits: v.optional(v.object({ long: v.number(), short: v.number() })),
  /** Relative L2 of the worst test sample. */
  worst: optional,
  cut: v.optional(v.object({ before: v.number(), after: v.number() })),
  interior: v.optional(
    v.object({
      samples: v.number(),
      trace: v.number(),
      interior: v.number(),
      interiorOfTruth: v.number(),
    }),
  ),
  /** That the network's channels could not be matched. */
  note: v.optional(v.string()),
  /** Why there are no errors. */
  error: v.optional(v.string()),
  seconds: optional,
});

export type RunResult = v.InferOutput<typeof resultSchema>;

const fileSchema = v.looseObject({ version: v.optional(v.number(), FILE_VERSION) });

/** Each result is judged alone: a damaged one takes no other with it. */
const resultsSchema = v.array(v.unknown());
const tablesSchema = v.union([
  resultsSchema,
  v.looseObject({
    results: resultsSchema,
    shared: v.optional(v.record(v.string(), v.string()), {}),
  }),
]);

export type ReadFile =
  | { kind: 'result'; result: RunResult }
  /** Written by a later version, which may mean something else by the same names. */
  | { kind: 'later'; version: number }
  | { kind: 'damaged' };

function readResult(value: unknown): ReadFile {
  const file = v.safeParse(fileSchema, value);
  if (!file.success) return { kind: 'damaged' };
  const { version } = file.output;
  if (version > FILE_VERSION) return { kind: 'later', version };
  const result = v.safeParse(resultSchema, value);
  return result.success ? { kind: 'result', result: result.output } : { kind: 'damaged' };
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** Reads the text of a run's file. */
export const readRunFile = (text: string): ReadFile => readResult(parsed(text));

/** Reads the results in the tables' own file, whose settings are in part those that they share. */
export function readTables(text: string): ReadFile[] | undefined {
  const value = parsed(text);
  const file = v.safeParse(fileSchema, value);
  // What a later version means by the same names is not known, whatever their shape.
  if (file.success && file.output.version > FILE_VERSION) return laterTables(file.output);
  const tables = v.safeParse(tablesSchema, value);
  if (!tables.success) return undefined;
  // Earlier versions wrote a mere list, for the documentation.
  const { results, shared } = Array.isArray(tables.output)
    ? { results: tables.output, shared: {} as Record<string, string> }
    : tables.output;
  return results.map((result) => readResult(withShared(result, shared)));
}

/** As many as there seem to be, but one at least: the file does hold something. */
function laterTables({ version, results }: { version: number; results?: unknown }): ReadFile[] {
  const count = Array.isArray(results) ? Math.max(1, results.length) : 1;
  return Array.from({ length: count }, () => ({ kind: 'later', version }));
}

const ownSchema = v.looseObject({ preset: v.string(), settings: v.string() });

/** A result of the tables with the settings that it shares with others; what is none stays as it is. */
function withShared(value: unknown, shared: Readonly<Record<string, string>>): unknown {
  const own = v.safeParse(ownSchema, value);
  if (!own.success) return value;
  const { preset, settings } = own.output;
  // A preset with a single result shares all of them.
  return { ...own.output, settings: [shared[preset], settings].filter(Boolean).join('&') };
}

/** JSON has no numbers that are not finite. */
const json = (value: unknown): string =>
  `${JSON.stringify(value, (_, part: unknown) => (typeof part === 'number' && !Number.isFinite(part) ? undefined : part), 2)}\n`;

/** The text of a run's file. */
export const runFile = (result: RunResult): string => json({ version: FILE_VERSION, ...result });

/** Settings that all of them have, as one text. */
function sharedSettings(results: readonly RunResult[]): string {
  const [first, ...others] = results.map(({ settings }) => new Set(settings.split('&')));
  return [...first].filter((pair) => others.every((other) => other.has(pair))).join('&');
}

/** The text of the tables' own file: rows, and all results, which can be read from it again. */
export function tablesFile(rows: readonly unknown[], results: readonly RunResult[]): string {
  const presets = [...new Set(results.map(({ preset }) => preset))];
  const shared = Object.fromEntries(
    presets.map((preset) => [
      preset,
      sharedSettings(results.filter((result) => result.preset === preset)),
    ]),
  );
  const own = results.map((result) => {
    const common = new Set(shared[result.preset].split('&'));
    const settings = result.settings.split('&').filter((pair) => !common.has(pair));
    return { ...result, settings: settings.join('&') };
  });
  return json({ version: FILE_VERSION, program: PROGRAM, shared, rows, results: own });
}

/** Short, and the same for the same text everywhere. */
export const hashOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 8);

/** The name of its file: other settings make another file, so that no run replaces another. */
export const fileNameOf = ({ id, settings }: Pick<RunResult, 'id' | 'settings'>): string =>
  `${id}.${hashOf(settings)}.json`;
