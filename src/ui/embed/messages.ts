/**
 * What a page around this one may say to it, and hears from it (`postMessage`). The interface is public and described
 * in docs/embedding.md: what is here never changes its meaning, and `slimwave` counts what is not compatible any more.
 * Pure.
 */
import * as v from 'valibot';
import type { NetworkId } from '../../engine/experiment/network.ts';
import type { Phase } from '../state.ts';

export const PROTOCOL = 1;

/** Longer than any link. */
const MAX_TEXT = 70_000;
const MAX_SETTINGS = 500;

const marked = {
  slimwave: v.literal(PROTOCOL),
  /** Comes back with the answer. */
  id: v.optional(v.union([v.pipe(v.string(), v.maxLength(200)), v.number()])),
};

const coordinate = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const setting = v.union([v.pipe(v.string(), v.maxLength(MAX_TEXT)), v.number()]);

const commandSchema = v.variant('type', [
  v.strictObject({
    ...marked,
    type: v.literal('set'),
    /** As behind the # of a link: the experiment and how the page shows it. */
    link: v.optional(v.pipe(v.string(), v.maxLength(MAX_TEXT))),
    /** Single settings on top of what is open, by the keys of a link. */
    settings: v.optional(
      v.pipe(
        v.record(v.string(), setting),
        v.check(
          (all) => Object.keys(all).length <= MAX_SETTINGS,
          `at most ${MAX_SETTINGS} settings`,
        ),
      ),
    ),
    /** A test sample, counted from 1 as on the page. */
    sample: v.optional(v.pipe(v.number(), v.integer('it must be a whole number'), v.minValue(1))),
    /** Position of the source (m). */
    source: v.optional(v.strictObject({ x: v.optional(coordinate), y: v.optional(coordinate) })),
  }),
  v.strictObject({ ...marked, type: v.literal('train') }),
  v.strictObject({ ...marked, type: v.literal('pause') }),
  v.strictObject({ ...marked, type: v.literal('step') }),
]);

export type Command = v.InferOutput<typeof commandSchema>;

/** What the page says, each with `slimwave: 1`. */
export type Report =
  /** It listens. `isolated`: whether it may compute in several threads. */
  | { type: 'ready'; version: string; isolated: boolean }
  /** At most four in a second; shares from 0 to 1, steps of every network. */
  | {
      type: 'progress';
      phase: Phase;
      share: number;
      steps: Partial<Record<NetworkId, number>>;
    }
  /** A run has ended: the test errors (fractions) of the networks that did not fail. */
  | {
      type: 'done';
      link: string;
      networks: Partial<Record<NetworkId, { parameters: number; testError: number }>>;
    }
  /**
   * The reader of a lesson has committed to an answer: a number (percentages as fractions), the place of a choice
   * (from 0), or null for “Not sure yet”.
   */
  | { type: 'prediction'; lesson: string; question: string; guess: number | null }
  /** In which everything can be seen without scrolling (CSS pixels). */
  | { type: 'height'; height: number }
  /** A key that the page has no use for itself. */
  | { type: 'key'; key: PassedKey }
  /** Of a message: whether it was carried out, and a sentence where there is something to say. */
  | { type: 'answer'; to: string; id?: string | number; ok: boolean; message?: string };

export const passedKeys = ['PageUp', 'PageDown', 'Escape'] as const;
export type PassedKey = (typeof passedKeys)[number];

/** A message of this page itself that somebody has sent back. */
const reports = ['ready', 'progress', 'done', 'prediction', 'height', 'key', 'answer'];

const quote = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;
};

const EXAMPLE = '{ slimwave: 1, type: "train" }';

const isObject = (data: unknown): data is Record<string, unknown> =>
  typeof data === 'object' && data !== null;

export type Read =
  | { command: Command }
  /** What to answer to a message that is none; nothing where an answer would only come back again. */
  | { refusal?: Extract<Report, { type: 'answer' }> };

/** Reads a message, which may be anything. Never throws. */
export function readMessage(data: unknown): Read {
  const type = isObject(data) && typeof data.type === 'string' ? data.type : '';
  if (isObject(data) && data.slimwave !== undefined && reports.includes(type)) return {};
  const parsed = v.safeParse(commandSchema, data);
  if (parsed.success) return { command: parsed.output };
  const id = isObject(data) && ['string', 'number'].includes(typeof data.id) ? data.id : undefined;
  return {
    refusal: {
      type: 'answer',
      to: type.slice(0, 40),
      ...(id !== undefined && { id: id as string | number }),
      ok: false,
      message: whyNot(data, type, parsed.issues[0]),
    },
  };
}

function whyNot(data: unknown, type: string, issue: v.BaseIssue<unknown>): string {
  if (!isObject(data) || data.slimwave === undefined)
    return `Slimwave does not understand this message: it must look like ${EXAMPLE}. See docs/embedding.md.`;
  if (data.slimwave !== PROTOCOL)
    return `The message is of protocol version ${quote(data.slimwave)}; this page understands version ${PROTOCOL}.`;
  if (!['set', 'train', 'pause', 'step'].includes(type))
    return `There is no message of the type ${quote(data.type)}; there are set, train, pause and step.`;
  const path = v.getDotPath(issue);
  const what = path === null ? 'it' : quote(path);
  return issue.expected === 'never' && path !== null
    ? `The message ${quote(type)} was refused: it has no ${what}.`
    : `The message ${quote(type)} was refused: at ${what}, ${detail(issue)}.`;
}

function detail({ message, expected, received }: v.BaseIssue<unknown>): string {
  return expected === null ? lowered(message) : `expected ${expected} but got ${received}`;
}

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
