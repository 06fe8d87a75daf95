/**
 * How far the reader is in each lesson, what he or she has guessed, and what was measured. It is kept in the browser;
 * where storage is forbidden, it lasts as long as the page.
 */
import * as v from 'valibot';
import { create } from 'zustand';

const STORAGE_KEY = 'slimwave.lessons';

/** Lessons whose progress is kept; of files, too. */
const MAX_LESSONS = 60;

const guess = v.union([
  v.object({ number: v.number() }),
  v.object({ choice: v.number() }),
  v.object({ unsure: v.literal(true) }),
]);

const known = v.union([v.number(), v.string(), v.boolean()]);

const progress = v.object({
  /** The page that is open (0-based), and the last that was. */
  step: v.number(),
  furthest: v.number(),
  guesses: v.record(v.string(), guess),
  /** What was measured: the number, or which choice (0-based; −1 where none fits). */
  truths: v.record(v.string(), v.number()),
  /** By `::note`. */
  noted: v.record(v.string(), v.number()),
  /** The numbers of explanations, by the id of the prediction and the name in the expression. */
  kept: v.optional(v.record(v.string(), v.record(v.string(), known)), {}),
  finished: v.boolean(),
});

export type Guess = v.InferOutput<typeof guess>;
export type Progress = v.InferOutput<typeof progress>;
type All = Readonly<Record<string, Progress>>;

const stored = v.record(v.string(), v.unknown());

export const noProgress: Progress = {
  step: 0,
  furthest: 0,
  guesses: {},
  truths: {},
  noted: {},
  kept: {},
  finished: false,
};

/** What an earlier visit has left, without what can’t be read. */
export function readProgress(text: string | null): All {
  try {
    const found = v.parse(stored, JSON.parse(text ?? '{}'));
    return Object.fromEntries(
      Object.entries(found).flatMap(([name, value]) => {
        const read = v.safeParse(progress, value);
        return read.success ? [[name, read.output]] : [];
      }),
    );
  } catch {
    return {};
  }
}

function fromStorage(): All {
  try {
    return readProgress(localStorage.getItem(STORAGE_KEY));
  } catch {
    return {};
  }
}

/** Another window may have come further in another lesson. */
function keep(name: string, value: Progress): void {
  try {
    const { [name]: _, ...others } = fromStorage();
    const latest = Object.entries(others).slice(1 - MAX_LESSONS);
    localStorage.setItem(
      STORAGE_KEY,
      JSON.stringify({ ...Object.fromEntries(latest), [name]: value }),
    );
  } catch {
    // Nothing is lost but the memory.
  }
}

export const useProgress = create<{ lessons: All }>()(() => ({ lessons: fromStorage() }));

export const progressOf = (name: string): Progress =>
  useProgress.getState().lessons[name] ?? noProgress;

export const useProgressOf = (name: string): Progress =>
  useProgress(({ lessons }) => lessons[name] ?? noProgress);

export function setProgress(name: string, change: Partial<Progress>): void {
  const next = { ...progressOf(name), ...change };
  useProgress.setState(({ lessons }) => ({ lessons: { ...lessons, [name]: next } }));
  keep(name, next);
}

/** Remembers what was measured first; only what is of a moment is `replaced` by what is measured later. */
export function remember(
  name: string,
  what: 'truths' | 'noted',
  key: string,
  found: number,
  replaced: boolean,
): void {
  const before = progressOf(name)[what];
  const first = before[key] as number | undefined;
  if (first === found || (first !== undefined && !replaced)) return;
  setProgress(name, { [what]: { ...before, [key]: found } });
}

/** Keeps the numbers of an explanation; those that are kept already stay. */
export function keepValues(
  name: string,
  id: string,
  found: Readonly<Record<string, v.InferOutput<typeof known>>>,
): void {
  const { kept } = progressOf(name);
  const before = kept[id] ?? {};
  if (Object.keys(found).every((key) => Object.hasOwn(before, key))) return;
  setProgress(name, { kept: { ...kept, [id]: { ...found, ...before } } });
}

export const setGuess = (name: string, id: string, value: Guess): void =>
  setProgress(name, { guesses: { ...progressOf(name).guesses, [id]: value } });
