/** The numbers that were measured for a lesson, beside it in `measured.json`. */
import * as v from 'valibot';
import type { Measured } from './lesson.ts';

const schema = v.record(
  v.string(),
  v.object({
    value: v.number(),
    scatter: v.optional(v.number()),
    published: v.optional(v.boolean()),
    how: v.string(),
  }),
);

/** Throws with a sentence. */
export function readMeasured(json: string): Measured {
  try {
    return v.parse(schema, JSON.parse(json));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The lesson’s measured.json is no good (${reason}): it has { "key": { "value": 0.1, "how": "…" } }.`,
      { cause: error },
    );
  }
}
