/** Files of results of several people, opened together: what each has trained stands in Trade-off under its file’s name. */
import { addOpened } from '../archive/archive.ts';
import type { Entry } from '../archive/entry.ts';
import { openResults } from '../archive/results.ts';
import { entriesOfRun } from '../archive/runFile.ts';
import type { Outcome } from '../lab/openFile.ts';
import { countOf } from '../shared/numbers.ts';
import type { Shelf } from '../storage/shelf.ts';

const MAX_FILES = 200;
const MAX_BYTES = 20e6;

const nameOf = (file: File): string => file.name.replace(/\.json$/i, '').slice(0, 60);

/** Throws a sentence. */
function entriesIn(text: string, date: number): Entry[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('It is not JSON, or damaged.');
  }
  const run = entriesOfRun(value, date);
  if (run?.length === 0) throw new Error('It has no network that was trained to the end.');
  return run ?? openResults(text).entries;
}

async function read(file: File): Promise<{ entries: Entry[] } | { problem: string }> {
  try {
    if (file.size > MAX_BYTES) throw new Error('It is too large for a file of results.');
    const entries = entriesIn(await file.text(), file.lastModified);
    return { entries: entries.map((entry) => ({ ...entry, from: nameOf(file) })) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: `${file.name} was not opened. ${reason}` };
  }
}

/** Never rejects; files that are no good are named, and the others are opened. */
export async function openClass(shelf: Shelf, files: readonly File[]): Promise<Outcome> {
  if (files.length > MAX_FILES) {
    return { failed: true, text: `Open at most ${MAX_FILES} files of results at once.` };
  }
  const found = await Promise.all(files.map(read));
  const problems = found.flatMap((one) => ('problem' in one ? [one.problem] : []));
  const entries = found.flatMap((one) => ('entries' in one ? one.entries : []));
  if (entries.length === 0) return { failed: true, text: problems.join(' ') };
  try {
    await addOpened(shelf, entries);
  } catch (error) {
    return { failed: true, text: error instanceof Error ? error.message : String(error) };
  }
  const opened = files.length - problems.length;
  const verb = entries.length === 1 ? 'is' : 'are';
  const what = `${countOf(entries.length, 'network')} of ${countOf(opened, 'file')} ${verb}`;
  return {
    failed: problems.length > 0,
    text: [`${what} in Trade-off, under the names of their files.`, ...problems].join(' '),
  };
}
