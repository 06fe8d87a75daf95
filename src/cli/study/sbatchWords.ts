/** Options for Slurm's jobs, as they are written behind `--sbatch`. */
import { UsageError } from '../usageError.ts';

/** What the script sets itself: the array, what waits for it, and what tells its jobs apart. */
const OWN = [
  '-a',
  '--array',
  '-d',
  '--dependency',
  '-J',
  '--job-name',
  '-o',
  '--output',
  '--parsable',
  '--requeue',
  '--no-requeue',
  '--open-mode',
  '--wrap',
  '-W',
  '--wait',
];

/** Parts in quotes, which lose them, and others, without blanks between them. */
const WORD = /(?:"[^"]*"|'[^']*'|[^\s"'])+/g;
const QUOTED = /"([^"]*)"|'([^']*)'/g;

const isOwn = (word: string): boolean =>
  OWN.some((own) =>
    own.startsWith('--')
      ? word === own || word.startsWith(`${own}=`)
      : word.startsWith(own) && !word.startsWith('--'),
  );

/** The words of all texts, as a shell splits them; none is expanded. Throws `UsageError`. */
export function sbatchWords(texts: readonly string[]): string[] {
  return texts.flatMap((text) => {
    if (text.replaceAll(WORD, '').trim() !== '')
      throw new UsageError(`--sbatch ${text.slice(0, 40)} has a quotation mark without its other.`);
    const words = (text.match(WORD) ?? []).map((word) => word.replaceAll(QUOTED, '$1$2'));
    const own = words.find(isOwn);
    if (own === undefined) return words;
    throw new UsageError(
      `--sbatch can’t have ${own.split('=')[0]}: the script sets it itself. Use it for time, memory, partition and the like.`,
    );
  });
}
