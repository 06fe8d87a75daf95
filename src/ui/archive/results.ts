/** Opening a file of results that was saved earlier. */
import * as v from 'valibot';
import { readEntries } from './archive.ts';
import type { Entry } from './entry.ts';
import { RESULTS } from './table.ts';

const fileSchema = v.object({
  application: v.literal(RESULTS.application),
  content: v.literal(RESULTS.content),
  version: v.number(),
  entries: v.array(v.unknown()),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('It is not JSON, or damaged: save the results again.');
  }
}

/** The networks of a file, and how many of them can't be used. Throws a sentence if it is no file of results. */
export function openResults(text: string): { entries: Entry[]; damaged: number } {
  const file = v.safeParse(fileSchema, parsed(text));
  if (!file.success) {
    throw new Error('It is not a file of results: choose one that was saved here as JSON.');
  }
  if (file.output.version !== RESULTS.version) {
    throw new Error('It comes from another version of this page, which can open it.');
  }
  const { entries, damaged } = readEntries(file.output.entries);
  if (entries.length === 0) throw new Error('It has no network that can be used.');
  return { entries, damaged };
}
