/** `npm run bench -- unpack FILE`: a report that a pack has written becomes a file of results. */
import { readFileSync } from 'node:fs';
import { saveResults } from '../results.ts';
import { parseReport } from './report.ts';

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${file} can’t be read (${why}).`, { cause: error });
  }
}

/** Files of the same day and machine stay: the new one gets a number. */
export function unpack(words: readonly string[]): void {
  const [file, ...more] = words;
  if (file === undefined || more.length > 0) {
    throw new Error('Name one report: npm run bench -- unpack FILE');
  }
  console.log(`Saved as ${saveResults(parseReport(read(file), file), { beside: true })}`);
}
